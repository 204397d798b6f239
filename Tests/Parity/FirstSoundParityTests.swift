import Checkpoints
import Diffusion
import Foundation
import Networks
import Tensors
import Testing

/// The small genuine checkpoint in Tests/Fixtures/first-sound against PyTorch's outputs beside it.
struct FirstSoundParityTests {
  let firstSound = ParityCase(
    folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/first-sound"))

  /// Noise, single passes and samples of up to 50 steps, as the notebook plays them and by the EMA weights.
  @Test func matchesPyTorch() throws {
    #expect(try firstSound.compare() >= 15)
  }

  @Test func enginesAgree() throws {
    try firstSound.compareEngines()
    let noise = try firstSound.reference().tensor("noise.42")
    let samples = try [nil, Engine(kernels: .openblas)].map { engine in
      var run = try DenoisingRun(network: firstSound.load(nil, engine: engine).model.network, noise: noise, steps: 50)
      try run.finish()
      return run.state
    }
    expectClose(samples[0], samples[1], ParityCase.engineSampleTolerance, "50 steps")
  }

  @Test func reportsWhatWasLoaded() throws {
    let (model, report) = try firstSound.load(nil)
    #expect(report.weights == .online && model.weights == .online)
    #expect(report.matchedKeys == model.network.architecture.expectedTensors().count)
    #expect(report.config.hasSuffix("first-sound/config.yaml"))
    #expect(report.trainingStep == model.trainingStep && (report.trainingStep ?? 0) > 0)
    #expect(report.notes.count == 1 && report.notes.allSatisfy { $0.contains("EMA") })
    #expect(report.bytesRead >= 4 * report.parameterCount && report.bytesRead < report.byteCount / 3)
    #expect(model.name == "model" && model.sampleRate == 44100 && model.channels == 2)
    #expect(model.length % model.network.architecture.lengthMultiple == 0)
  }

  /// The two networks in the file differ, so that taking the wrong one can't go unnoticed.
  @Test func emaAndOnlineDiffer() throws {
    let reference = try firstSound.reference()
    let (ema, online) = try (reference.tensor("ema.velocity.42.0.5"), reference.tensor("velocity.42.0.5"))
    let difference = zip(ema.values, online.values).map { abs($0 - $1) }.max() ?? 0
    #expect(difference > 10 * ParityCase.passTolerance)
  }

  /// The notebook's style transfer: sound + 0.5·noise, sampled from sigma 1 in 10 steps.
  @Test func transfersAsTheNotebookDoes() throws {
    let reference = try firstSound.reference()
    let sound = try reference.tensor("transfer.sound")
    var generator = TorchGenerator(seed: 3)
    let noise = generator.randn(sound.count)
    let noisy = try Tensor(shape: sound.shape, values: zip(sound.values, noise).map { $0 + 0.5 * $1 })
    var run = try DenoisingRun(network: firstSound.load(nil).model.network, noise: noisy, steps: 10)
    try run.finish()
    try expectClose(run.state, reference.tensor("transfer.notebook"), ParityCase.sampleTolerance, "transfer.notebook")
  }

  /// The proper start: alpha·sound + beta·noise at sigma 0.5, sampled from there in 10 steps.
  @Test func transfersFromTheSigmaOfTheNoise() throws {
    let reference = try firstSound.reference()
    let sound = try reference.tensor("transfer.sound")
    var generator = TorchGenerator(seed: 3)
    let noise = try Tensor(shape: sound.shape, values: generator.randn(sound.count))
    var run = try DenoisingRun(
      network: firstSound.load(nil).model.network, noise: NoiseLevel(sigma: 0.5).noisy(sound, noise: noise),
      steps: 10, startSigma: 0.5)
    try run.finish()
    try expectClose(run.state, reference.tensor("transfer.proper"), ParityCase.sampleTolerance, "transfer.proper")
  }
}
