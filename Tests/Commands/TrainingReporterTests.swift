import Audio
import Checkpoints
import Commands
import Foundation
import Language
import Networks
import Tensors
import Testing
import Training

/// What a training's events become: lines, and pictures in its folder.
@Suite final class TrainingReporterTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
  private let config = ModelConfig(
    samplingRate: 44_100, length: 128, channels: 1,
    network: NetworkConfig(inChannels: 1, channels: [8], factors: [2], items: [1], modulationFeatures: 8))
  private let output = SoundSession.Output()

  /// Twelve tones of different pitch.
  init() throws {
    let sounds = folder.appendingPathComponent("sounds")
    try FileManager.default.createDirectory(at: sounds, withIntermediateDirectories: true)
    for index in 0..<12 {
      let samples = (0..<128).map { Float(sin(Double($0) * 0.05 * Double(index + 1))) * 0.5 }
      let path = sounds.appendingPathComponent("\(index).wav").path
      try AudioFile.write(
        Sound(sampleRate: 44_100, channels: [samples]), to: path, format: AudioFormat(path: path), overwrite: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Twenty steps, to their end, with samples at 0, 10 and 20 and a validation at the last step.
  private func run(_ name: String, isResumed: Bool = false) throws -> RunFolder {
    var plan = TrainingPlan(dataset: folder.appendingPathComponent("sounds").path)
    (plan.steps, plan.accumulate, plan.rate, plan.seed) = (20, 3, 1e-2, 5)
    (plan.validateEvery, plan.saveEvery, plan.sampleEvery) = (20, 4, 10)
    (plan.samples, plan.sampleSteps) = (1, 2)
    let place = RunFolder(folder.appendingPathComponent(name).path)
    if !isResumed { try place.make() }
    let workers = Workers(2)
    let run = try TrainingRun(
      plan, in: place, config: config, architecture: NetworkDescription(config: config.network),
      dataset: Dataset(plan.dataset, preparation: Preparation(channels: 1, length: 128), workers: workers),
      weights: nil, isResumed: isResumed, engine: Engine(workers: workers))
    let ending = try run.run(
      isInterrupted: { false }, onEvent: TrainingReporter(of: place, to: output).report)
    #expect(ending == .finished)
    return place
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test func linesAndPictures() throws {
    let place = try run("a")
    #expect(
      try names(place.path) == [
        "best.ckpt", "config.yaml", "last.ckpt", "loss.png", "metrics.csv", "samples", "state.safetensors",
        "training.json",
      ])
    let samples = try names(place.samples)
    #expect(samples.count == 6 && samples[0] == "step-0000000-seed-1.png")
    #expect(output.lines.count == 4 && output.lines[0] == "step 0: 1 sample in \(place.samples)")
    #expect(output.lines[2].hasPrefix("step 20: smoothed loss "))
    #expect(output.lines[2].contains("validation") && output.lines[2].contains(", the best so far; gradients' norm "))
  }

  /// Pictures that are missing are drawn when the training is resumed, even if all steps are done.
  @Test func picturesAreMadeGood() throws {
    let (whole, parts) = (try run("whole"), try run("parts"))
    for path in [parts.lossPlot, parts.samples + "/step-0000020-seed-1.png"] {
      try FileManager.default.removeItem(atPath: path)
    }
    _ = try run("parts", isResumed: true)
    #expect(try names(parts.samples) == names(whole.samples))
    for path in ["loss.png", "samples/step-0000020-seed-1.png", "samples/step-0000020-seed-1.wav"] {
      let bytes = try [parts, whole].map { try Data(contentsOf: URL(fileURLWithPath: "\($0.path)/\(path)")) }
      let isSame = bytes[0] == bytes[1]
      #expect(isSame, "\(path)")
    }
  }

  /// A picture that can't be written is told as any file of the training.
  @Test func aPictureThatCannotBeWritten() throws {
    let place = try run("a")
    try FileManager.default.removeItem(atPath: place.lossPlot)
    try FileManager.default.createDirectory(atPath: place.lossPlot, withIntermediateDirectories: true)
    #expect(throws: RunError.notSaved("'\(place.lossPlot)' is a folder, not a file", folder: place.path)) {
      try run("a", isResumed: true)
    }
  }
}
