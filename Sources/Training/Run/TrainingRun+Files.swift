import Audio
import Checkpoints
import Cluster
import Files
import Foundation

extension TrainingRun {
  /// Writes what the folder holds from the start; of a run that goes on only the plan can be another.
  func begin(isResumed: Bool) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    if !isResumed {
      try trainer.save(counters, to: folder.state)
      try trainer.guidance?.save(to: folder.guidance)
      let options = TrainingOptions(optimiser: AdamWOptions(learningRate: plan.rate), averageBeta: plan.average)
      try config.write(to: folder.config, training: options, overwrite: true)
    }
    if let team { try note(team.ranks.descriptions) }
    // Last, since a folder with a plan is one that can be resumed.
    try WholeFile.write(Array(try encoder.encode(plan)), to: folder.plan, overwrite: true)
  }

  /// Adds what each rank is, a line for each, to what the folder says of ranks before.
  private func note(_ ranks: [RankDescription]) throws {
    let known = FileManager.default.contents(atPath: folder.ranks).map { Array($0) }
    let lines = ranks.enumerated().map { rank, what in
      ["\(counters.steps)", "\(rank)", what.host, "\(what.process)", what.version, what.processor, what.engine]
        .joined(separator: "\t")
    }
    let heading = "from step\trank\thost\tprocess\tdrumlin\tprocessor\tengine\n"
    try WholeFile.write(
      (known ?? Array(heading.utf8)) + Array((lines.joined(separator: "\n") + "\n").utf8), to: folder.ranks,
      overwrite: true)
  }

  /// Saves everything: the losses first, of which resuming takes those up to the state's step; then the state, and last
  /// what follows from it.
  func save(_ onEvent: (TrainingEvent) throws -> Void) throws {
    if counters.pending > 0 { try team?.collect() }
    try metrics.write()
    try trainer.save(counters, to: folder.state)
    try writeWhatFollows(onEvent)
  }

  /// Brings the folder in line with the state that it was resumed from: whatever stopped the training before may have
  /// come between the state and what follows from it.
  func catchUp(_ onEvent: (TrainingEvent) throws -> Void) throws {
    guard counters.microBatches > 0 else { return }
    try metrics.write()
    try writeWhatFollows(onEvent)
  }

  private func writeWhatFollows(_ onEvent: (TrainingEvent) throws -> Void) throws {
    try writeCheckpoint(to: folder.last)
    if counters.bestLoss.isFinite, counters.bestAt == counters.microBatches { try writeCheckpoint(to: folder.best) }
    try onEvent(.saved(losses: metrics.losses))
  }

  private func writeCheckpoint(to path: String) throws {
    try trainer.checkpoint(
      counters, itemsInEpoch: examples.trainingCount, batch: plan.batch
    ).write(to: path, overwrite: true)
  }

  /// What kept a file from being written, in one line; `nil` for other errors.
  static func whatWasNotWritten(_ error: any Error) -> String? {
    let cause: WholeFileError
    switch error {
    case let error as WholeFileError: cause = error
    case CheckpointWritingError.file(let error): cause = error
    case AudioError.file(let error): cause = error
    default: return nil
    }
    return cause.description.split(separator: "\n").first.map(String.init)
  }
}
