import Checkpoints
import Diffusion
import Foundation
import Networks
import Tensors
import Testing

/// Checkpoints that drumlin writes, opened, trained further and sampled by PyTorch and Lightning.
@Suite(.enabled(if: LiveReference.root != nil, "DRUMLIN_REFERENCE names no folder"), .serialized)
struct WrittenCheckpointTests {
  /// Genuine checkpoints of the live reference that Lightning wrote with its optimiser's state.
  static let genuine = LiveReference.cases.filter {
    ["tiny", "small", "full", "learned", "patch", "lapped", "lapped-blocks"].contains($0.folder.lastPathComponent)
  }

  /// Written from a genuine checkpoint's numbers, the file is the genuine one to PyTorch: equal keys in equal order,
  /// equal bits, the same sharing, the same losses and weights after further training; and it samples the same sound
  /// there and here.
  @Test(arguments: genuine)
  func isAGenuineOneToPyTorch(original: ParityCase) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-written-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = { (name: String) in folder.appendingPathComponent(name).path }
    let genuine = original.folder.appendingPathComponent("model.ckpt").path
    try reference("moments", genuine, path("moments.safetensors"))

    let checkpoint = try Checkpoint.open(genuine)
    let moments = try Checkpoint.open(path("moments.safetensors")).stateDict
    let config = try ModelConfig.read(original.folder.appendingPathComponent("config.yaml").path)
    let architecture = try NetworkDescription(config: config.network)
    let names = architecture.expectedTensors()
    try lightning(architecture, checkpoint, moments: moments).write(to: path("model.ckpt"), overwrite: false)
    try SafetensorsFile.write(
      names.map { name, shape in
        let values = try checkpoint.stateDict.tensor("model_ema.ema_model.net." + name)
        return NamedTensor(name, shape: shape, TensorContent(values))
      }, metadata: ["format": "pt"], to: path("average.safetensors"), overwrite: false)
    try config.write(to: path("config.yaml"), overwrite: false)

    try reference("check", genuine, folder.path)
    let written = ParityCase(folder: folder)
    #expect(try written.compare() >= 8)
  }

  /// The numbers of a genuine checkpoint, to be written again.
  private func lightning(
    _ architecture: NetworkDescription, _ checkpoint: Checkpoint, moments: StateDict
  ) throws -> LightningCheckpoint {
    let parameters = try architecture.expectedTensors().map { name, shape in
      let isLearnt = moments.contains("exp_avg." + name)
      guard isLearnt || architecture.firstName(of: name) == name else {
        return LightningCheckpoint.Parameter(name, shape: shape, sharedWith: architecture.firstName(of: name))
      }
      let content = { (stateDict: StateDict, key: String) in TensorContent(try stateDict.tensor(key + name)) }
      return try LightningCheckpoint.Parameter(
        name, shape: shape, online: content(checkpoint.stateDict, "model.net."),
        average: content(checkpoint.stateDict, "model_ema.ema_model.net."),
        moments: isLearnt
          ? .init(first: content(moments, "exp_avg."), second: content(moments, "exp_avg_sq.")) : nil,
        isLearnt: isLearnt)
    }
    let step = try #require(checkpoint.globalStep)
    let progress = TrainingProgress(
      globalStep: step, epoch: try #require(checkpoint.epoch), batches: step, batchesInEpoch: step)
    return LightningCheckpoint(parameters: parameters, progress: progress, averageUpdates: step)
  }

  /// Runs `scripts/reference written`, which must succeed.
  private func reference(_ arguments: String...) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = root.appendingPathComponent("scripts/reference")
    process.arguments = ["written"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "scripts/reference written \(arguments[0]): \(output)")
  }
}
