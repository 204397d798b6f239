import Checkpoints
import Files
import Foundation

/// What a training is to do: written into its folder when it begins, and read from there when it is resumed.
public struct TrainingPlan: Codable, Sendable, Equatable {
  /// The folder of sounds.
  public var dataset: String
  /// The checkpoint whose weights it began with; nothing when from scratch.
  public var origin: String?
  /// Optimiser steps to come to.
  public var steps = 10_000
  /// Sounds in a micro-batch, and micro-batches in an optimiser's step.
  public var batch = 1
  public var accumulate = 32
  public var rate = 1e-4
  /// The most that the gradients' norm may be at a step; nothing when it may be anything.
  public var clip: Double?
  public var seed = 0
  /// Steps between two validations, two rounds of samples, and two saves.
  public var validateEvery = 1000
  public var sampleEvery = 1000
  public var saveEvery = 250
  /// How many sounds are made at each round, and in how many steps each.
  public var samples = 4
  public var sampleSteps = 50
  /// Whether memory is spared by computing activations twice.
  public var recomputes = false

  public init(dataset: String) { self.dataset = dataset }
}

/// The files in a training's folder.
public struct RunFolder: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }

  /// What to do, and the network and sounds that it is done with.
  public var plan: String { path + "/training.json" }
  public var config: String { path + "/config.yaml" }
  /// All that resuming needs.
  public var state: String { path + "/state.safetensors" }
  /// The newest weights, and those with the lowest loss on the validation's sounds: Lightning checkpoints.
  public var last: String { path + "/last.ckpt" }
  public var best: String { path + "/best.ckpt" }
  public var metrics: String { path + "/metrics.csv" }
  public var lossPlot: String { path + "/loss.png" }
  public var samples: String { path + "/samples" }

  /// Throws when the folder holds a training already.
  public func checkIsFree() throws {
    if FileManager.default.fileExists(atPath: plan) { throw RunError.holdsTraining(path) }
    if isFile(path) { throw RunError.notAFolder(path) }
    // NSString's deletingLastPathComponent ends the program for a name of one letter.
    let above = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    if isFile(above) { throw RunError.notAFolder(above) }
  }

  private func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }

  /// Makes the folder; throws when it can't be made, or holds a training already.
  public func make() throws {
    try checkIsFree()
    try Folder.make(samples)
  }

  /// The plan of the training that it holds.
  public func readPlan() throws -> TrainingPlan {
    if isFile(path) { throw RunError.notAFolder(path) }
    guard FileManager.default.fileExists(atPath: path) else { throw RunError.missing(path) }
    guard let data = FileManager.default.contents(atPath: plan) else { throw RunError.noTraining(path) }
    do {
      return try JSONDecoder().decode(TrainingPlan.self, from: data)
    } catch { throw RunError.damaged(plan) }
  }
}

/// What can be wrong with a training's folder, and with the machine that it is to run on.
public enum RunError: Error, Equatable, CustomStringConvertible {
  case holdsTraining(String)
  case noTraining(String)
  case notAFolder(String)
  case missing(String)
  case damaged(String)
  case otherData(folder: String)
  case memoryShort(needed: Int, available: Int)
  case diskShort(needed: Int, available: Int, path: String)
  /// The loss was no number at this step, with this sound.
  case diverged(step: Int, path: String)
  /// Another process trains in the folder.
  case inUse(String)
  /// A file could not be written, for this reason.
  case notSaved(String, folder: String)

  public var description: String {
    switch self {
    case .holdsTraining(let path):
      "\(path) holds a training already\n--resume \(path) goes on with it; or choose another folder"
    case .noTraining(let path): "\(path) holds no training\ntrain DATASET --out \(path) begins one"
    case .notAFolder(let path): "\(path) is a file, not a folder\nname the folder of a training"
    case .missing(let path):
      "there is no folder \(path)\nname the folder that the training is kept in, the --out of when it began"
    case .damaged(let path):
      "\(path) is damaged\nbegin anew in another folder, with --from \(path) if it is a checkpoint"
    case .otherData(let folder):
      "\(folder) holds other sounds than when the training began, so it would not go on as it began\n"
        + "put the sounds back, or begin a new training with --from"
    case .memoryShort(let needed, let available):
      "this training needs about \(needed >> 20) MB of memory, and \(available >> 20) MB are free\n"
        + "--checkpointing needs less; a shorter --length or a smaller network, too"
    case .diskShort(let needed, let available, let path):
      "this training needs about \(max(1, needed >> 20)) MB at \(path), and \(available >> 20) MB are free\nmake room, or choose another folder"
    case .diverged(let step, let path):
      "the loss is no number any more, at step \(step) with \(path)\n"
        + "what was learnt before is kept; go on with a lower --rate, or without that sound"
    case .inUse(let path):
      "another training is going on in \(path)\nwait for it, or stop it; audition \(path) listens to it meanwhile"
    case .notSaved(let reason, let folder):
      "\(reason)\nwhat was saved before is kept: make room, then train --resume \(folder) goes on from there"
    }
  }
}
