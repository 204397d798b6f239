import Files
import Foundation

/// The losses of one optimiser's step.
public struct TrainingLoss: Sendable, Equatable {
  /// Counted from 1.
  public let step: Int
  /// The smoothed loss of the sounds that are learnt from.
  public let loss: Double
  /// The loss of the moving average on sounds that are not learnt from, where there was a validation.
  public let validation: Double?
}

/// The losses of a run, kept as metrics.csv: step, smoothed loss, and the validation's loss where there was one.
struct Metrics {
  private let path: String
  private(set) var losses: [TrainingLoss] = []
  private static let heading = "step,loss,validation"

  /// The metrics of a new run, or those that a resumed one has written up to the step it goes on from.
  init(_ path: String, upTo step: Int, isResumed: Bool) throws {
    self.path = path
    guard isResumed, let data = FileManager.default.contents(atPath: path) else { return }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 3, let number = Int(cells[0]), number <= step, let loss = Double(cells[1]) else { continue }
      losses.append(TrainingLoss(step: number, loss: loss, validation: Double(cells[2])))
    }
  }

  /// Notes a step's loss; a validation's takes the place of the step's own row.
  mutating func note(step: Int, loss: Double, validation: Double? = nil) {
    if losses.last?.step == step { losses.removeLast() }
    losses.append(TrainingLoss(step: step, loss: loss, validation: validation))
  }

  /// Writes all rows, whole or not at all.
  func write() throws {
    let lines = losses.map { "\($0.step),\($0.loss),\($0.validation.map { "\($0)" } ?? "")" }
    try WholeFile.write(Array(([Self.heading] + lines).joined(separator: "\n").utf8) + [10], to: path, overwrite: true)
  }
}
