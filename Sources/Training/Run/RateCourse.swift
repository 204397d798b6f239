import Tensors

/// How the learning rate goes from a training's first step to its last.
public enum RateCourse: String, Codable, Sendable, CaseIterable {
  /// The same for all steps, as the reference has it.
  case constant
  /// Down to zero at the last step on half a cosine: Loshchilov and Hutter 2017, arXiv:1608.03983.
  case cosine

  /// The share of the rate at a step, counted from 0, of so many.
  /// - Parameter warmUp: over how many steps the rate rises evenly before.
  package func share(atStep step: Int, of steps: Int, warmUp: Int) -> Double {
    if step < warmUp { return Double(step + 1) / Double(warmUp) }
    guard self == .cosine, steps > warmUp else { return 1 }
    let done = min(1, Double(step - warmUp) / Double(steps - warmUp))
    return 0.5 + 0.5 * Tensors.cosine(.pi * done)
  }
}

extension TrainingPlan {
  /// The learning rate of a step, counted from 0.
  func rate(atStep step: Int) -> Double { rate * course.share(atStep: step, of: steps, warmUp: warmUp) }
}
