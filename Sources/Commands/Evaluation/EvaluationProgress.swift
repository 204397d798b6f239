import Analysis
import Audio
import Evaluation
import Language
import Tensors
import Training

extension Call {
  /// Does a piece of an evaluation, with its progress shown until it is done, or until Ctrl-C ends it.
  fileprivate func showing<Result>(_ work: (EvaluationProgress.Sink) throws -> Result) throws -> Result {
    let result = try work { progress in
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
}

extension EvaluatedSounds {
  /// The sounds of a folder, with progress shown.
  init(
    folder: String, preparation: Preparation, most: Int, asNeighbours: Bool, workers: Workers, _ call: Call
  ) throws {
    self = try call.showing {
      try EvaluatedSounds(
        folder: folder, preparation: preparation, most: most, asNeighbours: asNeighbours, workers: workers,
        onProgress: $0)
    }
  }

  /// Sounds in memory, with progress shown.
  init(
    _ sounds: [Sound], names: [String], label: String, preparation: Preparation, workers: Workers, _ call: Call
  ) throws {
    self = try call.showing {
      try EvaluatedSounds(
        sounds, names: names, label: label, preparation: preparation, workers: workers, onProgress: $0)
    }
  }
}

extension Memorising {
  /// Finds each sound's nearest one among those trained on, with progress shown.
  init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, training: EvaluatedSounds?, workers: Workers, _ call: Call
  ) throws {
    let found = try call.showing {
      try Memorising(of: made, real: real, training: training, workers: workers, onProgress: $0)
    }
    guard let found else { return nil }
    self = found
  }
}

extension ClassShares {
  /// Finds the nearest class of each sound, with progress shown.
  init?(
    of made: EvaluatedSounds, real: EvaluatedSounds, classes: [Class], workers: Workers, _ call: Call
  ) throws {
    let found = try call.showing {
      try ClassShares(of: made, real: real, classes: classes, workers: workers, onProgress: $0)
    }
    guard let found else { return nil }
    self = found
  }
}
