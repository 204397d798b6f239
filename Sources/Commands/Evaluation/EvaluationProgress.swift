import Evaluation
import Language

extension Call {
  /// Does a piece of an evaluation, with its progress shown until it is done, or until Ctrl-C ends it.
  func showing<Result>(_ work: (EvaluationProgress.Sink) throws -> Result) throws -> Result {
    var stage: EvaluationProgress.Stage?
    let result = try work { progress in
      // Each stage's time left is told from its own beginning.
      if let before = stage, before != progress.stage, !before.goesOnToTheNext { host.show(nil) }
      stage = progress.stage
      if let label = progress.stage.label {
        host.show(Progress(label, done: progress.done, total: progress.count))
      }
      try checkInterrupt()
    }
    host.show(nil)
    return result
  }
}

extension EvaluationProgress.Stage {
  /// What the progress line calls it; `nil` for what is over in a moment.
  fileprivate var label: String? {
    switch self {
    case .searching, .preparing: nil
    case .reading(let name): "reading \(name)"
    case .measuring(let name): "measuring \(name)"
    case .comparing(let name): "comparing \(name)"
    case .sorting(let name): "sorting \(name)"
    }
  }

  /// Whether the stage after it is the other half of the same work.
  fileprivate var goesOnToTheNext: Bool {
    switch self {
    case .searching, .reading, .preparing: true
    case .measuring, .comparing, .sorting: false
    }
  }
}
