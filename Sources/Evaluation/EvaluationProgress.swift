import Synchronization
import Tensors

/// How far a part of an evaluation is.
public struct EvaluationProgress: Sendable, Equatable {
  /// What is done, and with which set of sounds.
  public enum Stage: Sendable, Equatable {
    /// Going through folders; so many files were found, of which nobody knows how many there are.
    case searching(String)
    /// Preparing the files of a folder.
    case reading(String)
    /// Preparing sounds in memory.
    case preparing(String)
    /// Taking the measures of each sound.
    case measuring(String)
    /// Looking for the nearest sounds trained on.
    case comparing(String)
    /// Looking for the nearest class.
    case sorting(String)
  }

  /// What is done.
  public let stage: Stage
  /// How many sounds are done, of how many.
  public let done, count: Int

  /// Who is told, from the caller's thread; what it throws ends the work.
  public typealias Sink = (EvaluationProgress) throws -> Void
}

extension Workers {
  /// Does a piece of work for each value, some at once, and tells how far it is between portions.
  /// - Returns: the results in the values' order, which doesn't depend on how many workers there are.
  func inPortions<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ stage: EvaluationProgress.Stage, _ onProgress: EvaluationProgress.Sink,
    _ work: @Sendable (Input) throws -> Output
  ) throws -> [Output] {
    var outputs: [Output] = []
    let portion = 8 * count
    for start in stride(from: 0, to: inputs.count, by: portion) {
      try onProgress(EvaluationProgress(stage: stage, done: start, count: inputs.count))
      let part = Array(inputs[start..<min(start + portion, inputs.count)])
      let results = Mutex<[Int: Result<Output, any Error>]>([:])
      run(part.count) { index, _ in
        let result = Result { try work(part[index]) }
        results.withLock { $0[index] = result }
      }
      for index in part.indices {
        if let result = results.withLock({ $0[index] }) { outputs.append(try result.get()) }
      }
    }
    return outputs
  }
}
