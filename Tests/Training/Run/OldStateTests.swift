import Audio
import Checkpoints
import Foundation
import Networks
import Tensors
import Testing
import Training

/// A state from when counters were a tensor of floats (Fixtures/old_state.py) is gone on with.
@Suite final class OldStateTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
  private let config = ModelConfig(
    samplingRate: 44_100, length: 128, channels: 1,
    network: NetworkConfig(
      inChannels: 1, channels: [8], factors: [2], items: [1], modulationFeatures: 8, resnetGroups: 4))
  private let old = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/old-state.safetensors")

  /// The sounds that the state's training learns from.
  init() throws {
    let sounds = folder.appendingPathComponent("sounds")
    try FileManager.default.createDirectory(at: sounds, withIntermediateDirectories: true)
    for number in 0..<12 {
      var samples = [Float](repeating: 0, count: 128)
      for place in stride(from: number, to: 128, by: 12 + number) {
        samples[place] = (place % 2 == 0 ? 100 : -100) / 32768
      }
      let path = sounds.appendingPathComponent("\(number).wav").path
      try AudioFile.write(
        Sound(sampleRate: 44_100, channels: [samples]), to: path, format: AudioFormat(path: path, bits: .int16),
        overwrite: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The state's training, in a folder of its own.
  private func resumed() throws -> TrainingRun {
    var plan = TrainingPlan(dataset: folder.appendingPathComponent("sounds").path)
    (plan.steps, plan.accumulate, plan.rate, plan.samples, plan.validateEvery) = (8, 3, 1e-2, 0, 3)
    let place = RunFolder(folder.appendingPathComponent("run").path)
    try place.make()
    try FileManager.default.copyItem(atPath: old.path, toPath: place.state)
    let engine = try Engine(threads: 1)
    let dataset = try Dataset(plan.dataset, preparation: Preparation(channels: 1, length: 128), workers: engine.workers)
    return try TrainingRun(
      plan, in: place, config: config, architecture: NetworkDescription(config: config.network), dataset: dataset,
      weights: nil, isResumed: true, engine: engine)
  }

  @Test func itsCountersAreTaken() throws {
    let counters = try resumed().counters
    #expect(counters.steps == 7 && counters.microBatches == 21 && counters.pending == 0)
    #expect(counters.averageCalls == 21 && counters.bestAt == 21)
    #expect(counters.smoothedLoss == 0.3557388353932797 && counters.bestLoss == 0.19530080624285057)
  }

  /// Saved as it is, the same tensors come out, and the counters stand as numbers in the metadata.
  @Test func itIsSavedInTheNewForm() throws {
    let run = try resumed()
    #expect(try run.run(isInterrupted: { true }, onEvent: { _ in }) == .interrupted)
    let (before, after) = (try Checkpoint.open(old.path), try Checkpoint.open(run.folder.state))
    #expect(Set(after.stateDict.names) == Set(before.stateDict.names).subtracting(["counters"]))
    for name in after.stateDict.names {
      #expect(try after.stateDict.tensor(name) == before.stateDict.tensor(name), "\(name)")
    }
    #expect(after.globalStep == 7)
    #expect(
      after.metadata == [
        "drumlin.steps": "7", "drumlin.micro_batches": "21", "drumlin.pending": "0", "drumlin.average_calls": "21",
        "drumlin.smoothed_loss": "0.3557388353932797", "drumlin.best_loss": "0.19530080624285057",
        "drumlin.best_at": "21", "drumlin.data_fingerprint": "3919841164641545376",
      ])
  }

  @Test func itLearnsOn() throws {
    let run = try resumed()
    #expect(try run.run(isInterrupted: { false }, onEvent: { _ in }) == .finished)
    #expect(run.counters.steps == 8 && run.counters.microBatches == 24)
  }

  /// Counters that are no numbers, or not there, are a damaged state.
  @Test(arguments: ["x", "-1", ""]) func damagedCountersAreRefused(steps: String) throws {
    let path = folder.appendingPathComponent("damaged.safetensors").path
    let state = try Checkpoint.open(old.path).stateDict
    let tensors = try state.names.filter { $0 != "counters" }.map { name in
      let tensor = try state.tensor(name)
      return NamedTensor(name, shape: tensor.shape, TensorContent(tensor.values))
    }
    try SafetensorsFile.write(tensors, metadata: ["drumlin.steps": steps], to: path, overwrite: true)
    let architecture = try NetworkDescription(config: config.network)
    let layout = ParameterLayout(architecture)
    let engine = try Engine(threads: 1)
    let network = try TrainableNetwork(
      architecture, values: FloatBuffer(layout.count), length: 128, recomputes: false, engine: engine)
    let trainer = try Trainer(network, on: engine)
    #expect(throws: RunError.damaged(path)) { try trainer.restore(from: path) }
  }
}
