import Files
import Foundation
import Glibc

/// The files in a training's folder. The pictures among them are drawn by who is told of a training's events.
public struct RunFolder: Sendable {
  /// The folder, as it was given.
  public let path: String

  /// A training's folder, which need not be there yet.
  public init(_ path: String) { self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }

  /// What to do: a `TrainingPlan`.
  public var plan: String { path + "/" + SoundFolder.trainingPlan }
  /// The network and the sounds that it is done with.
  public var config: String { path + "/config.yaml" }
  /// All that resuming needs.
  public var state: String { path + "/state.safetensors" }
  /// The networks that lead it, where it is led away from one.
  public var guidance: String { path + "/guidance.safetensors" }
  /// The newest weights, as a Lightning checkpoint.
  public var last: String { path + "/last.ckpt" }
  /// The same, counted from the folder of the samples.
  public static let lastFromSamples = "../last.ckpt"
  /// The weights with the lowest loss on the validation's sounds, as a Lightning checkpoint.
  public var best: String { path + "/best.ckpt" }
  /// The losses of each step.
  public var metrics: String { path + "/metrics.csv" }
  /// What the ranks were that learnt together, where there were several.
  public var ranks: String { path + "/ranks.tsv" }
  /// The losses as a picture.
  public var lossPlot: String { path + "/loss.png" }
  /// The folder of sounds made meanwhile.
  public var samples: String { path + "/samples" }

  /// Where a sample lies.
  public struct SampleFiles: Sendable, Equatable {
    /// What both files are called, without their endings.
    public let name: String
    /// A WAV file.
    public let sound: String
    /// A picture of it, PNG.
    public let picture: String

    var areThere: Bool { [sound, picture].allSatisfy { FileManager.default.fileExists(atPath: $0) } }
  }

  /// The files of the sample that is made of a seed after an optimiser's step.
  public func sampleFiles(step: Int, seed: Int) -> SampleFiles {
    let digits = String(repeating: "0", count: max(0, 7 - "\(step)".count)) + "\(step)"
    let name = "step-\(digits)-seed-\(seed)"
    return SampleFiles(name: name, sound: "\(samples)/\(name).wav", picture: "\(samples)/\(name).png")
  }

  /// Throws `RunError` when the folder holds a training already, or where it can't be made.
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

  /// Makes the folder; throws when it can't be made, or `RunError` when it holds a training already.
  public func make() throws {
    try checkIsFree()
    try Folder.make(samples)
  }

  /// The plan of the training that it holds.
  /// - Throws: `RunError` where there is none, or one that can't be read.
  public func readPlan() throws -> TrainingPlan {
    if isFile(path) { throw RunError.notAFolder(path) }
    guard FileManager.default.fileExists(atPath: path) else { throw RunError.missing(path) }
    guard let data = FileManager.default.contents(atPath: plan) else { throw RunError.noTraining(path) }
    do {
      return try JSONDecoder().decode(TrainingPlan.self, from: data)
    } catch { throw RunError.damaged(plan) }
  }
}

/// Keeps a second process from training in the same folder: a lock on the folder itself, which goes with the process
/// however it ends.
final class FolderLock {
  private let descriptor: Int32

  /// Takes the lock, and clears what a process left behind that was killed while it wrote.
  /// - Throws: `RunError.inUse` when another training has it.
  init(_ folder: RunFolder) throws(RunError) {
    descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A file system that knows no locks has done all it can.
    if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw .inUse(folder.path)
    }
    for place in [folder.path, folder.samples] { WholeFile.removeAbandoned(in: place) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
