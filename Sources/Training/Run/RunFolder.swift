import Files
import Foundation

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
