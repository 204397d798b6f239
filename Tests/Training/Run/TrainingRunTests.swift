import Audio
import Checkpoints
import Foundation
import Networks
import Tensors
import Testing
import Training

/// Whole trainings of a very small network in a temporary folder.
@Suite final class TrainingRunTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
  private let config = ModelConfig(
    samplingRate: 44_100, length: 128, channels: 1,
    network: NetworkConfig(inChannels: 1, channels: [8], factors: [2], items: [1], modulationFeatures: 8))

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

  private var plan: TrainingPlan {
    var plan = TrainingPlan(dataset: folder.appendingPathComponent("sounds").path)
    (plan.steps, plan.accumulate, plan.rate, plan.seed) = (20, 3, 1e-2, 5)
    (plan.validateEvery, plan.saveEvery, plan.sampleEvery) = (6, 4, 10)
    (plan.samples, plan.sampleSteps) = (1, 2)
    return plan
  }

  private func run(
    _ name: String, _ plan: TrainingPlan? = nil, isResumed: Bool = false, weights: StateDict? = nil,
    guide: StateDict? = nil, threads: Int = 2
  ) throws -> TrainingRun {
    let plan = plan ?? self.plan
    let place = RunFolder(folder.appendingPathComponent(name).path)
    if !isResumed { try place.make() }
    let workers = Workers(threads)
    let dataset = try Dataset(
      plan.dataset, preparation: Preparation(channels: 1, length: 128), workers: workers)
    return try TrainingRun(
      plan, in: place, config: config, architecture: NetworkDescription(config: config.network), dataset: dataset,
      weights: weights, guide: guide, isResumed: isResumed, engine: Engine(workers: workers))
  }

  private func bytes(_ run: TrainingRun, _ path: KeyPath<RunFolder, String>) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: run.folder[keyPath: path]))
  }

  @Test func leavesItsFilesAndLearns() throws {
    let run = try run("a")
    var validations: [TrainingEvent.Validation] = []
    var reports = 0
    let ending = try run.run(
      isInterrupted: { false },
      onEvent: { event in
        if case .progressed = event { reports += 1 }
        if case .validated(let found) = event { validations.append(found) }
      })
    #expect(ending == .finished && run.counters.steps == 20 && run.counters.microBatches == 60 && reports == 60)
    #expect(validations.map(\.step) == [6, 12, 18, 20])
    #expect(validations.allSatisfy { $0.medianNorm > 0 && $0.largestNorm >= $0.medianNorm })
    let names = try FileManager.default.contentsOfDirectory(atPath: run.folder.path).sorted()
    #expect(
      names == [
        "best.ckpt", "config.yaml", "last.ckpt", "metrics.csv", "samples", "state.safetensors", "training.json",
      ])
    let samples = try FileManager.default.contentsOfDirectory(atPath: run.folder.samples).sorted()
    #expect(samples.count == 3 && samples[0] == "step-0000000-seed-1.wav")
    let metrics = try String(contentsOfFile: run.folder.metrics, encoding: .utf8).split(separator: "\n")
    #expect(metrics.count == 21 && metrics[0] == "step,loss,validation")
    let losses = metrics.dropFirst().compactMap { Double($0.split(separator: ",")[1]) }
    #expect(losses.count == 20 && losses[19] < losses[0])
    #expect(try run.folder.readPlan() == plan)
    #expect(try ModelConfig.read(run.folder.config) == config)
  }

  /// Stopped after any micro-batch, also between two optimiser steps, and resumed on another number of threads, it ends
  /// in the very bytes of one that never stopped.
  @Test(arguments: [[1], [7], [8, 3], [59], [5, 0, 14, 1]]) func aResumedRunIsTheSame(stops: [Int]) throws {
    let whole = try run("whole")
    _ = try whole.run(isInterrupted: { false }, onEvent: { _ in })
    var parts = try run("parts")
    for stop in stops {
      var left = stop
      let ending = try parts.run(
        isInterrupted: {
          left -= 1
          return left < 0
        }, onEvent: { _ in })
      #expect(ending == .interrupted)
      parts = try run("parts", isResumed: true, threads: 1)
    }
    #expect(try parts.run(isInterrupted: { false }, onEvent: { _ in }) == .finished)
    for path in [\RunFolder.state, \.last, \.best, \.metrics] {
      #expect(try bytes(parts, path) == bytes(whole, path))
    }
  }

  /// Clipped gradients are in the plan, so that a resumed training clips them too.
  @Test func clippingIsResumed() throws {
    var clipped = plan
    clipped.clip = 0.01
    for plan in [plan, clipped] {
      let name = plan.clip == nil ? "free" : "clipped"
      var count = 11
      _ = try run(name, plan).run(
        isInterrupted: {
          count -= 1
          return count < 0
        }, onEvent: { _ in })
      let plan = try RunFolder(folder.appendingPathComponent(name).path).readPlan()
      _ = try run(name, plan, isResumed: true).run(isInterrupted: { false }, onEvent: { _ in })
      let whole = try run("whole-\(name)", plan)
      _ = try whole.run(isInterrupted: { false }, onEvent: { _ in })
      let isSame = try bytes(run(name, plan, isResumed: true), \.state) == bytes(whole, \.state)
      #expect(isSame, "\(name)")
    }
    let states = try ["free", "clipped"].map {
      try Data(contentsOf: folder.appendingPathComponent("\($0)/state.safetensors"))
    }
    #expect(states[0].count == states[1].count && (states[0] == states[1]) == false)
  }

  /// Killed at any moment, what was saved last is whole.
  @Test func whatWasSavedLastIsGoneOnWith() throws {
    let whole = try run("whole")
    _ = try whole.run(isInterrupted: { false }, onEvent: { _ in })
    struct Kill: Error {}
    let killed = try run("killed")
    #expect(throws: Kill.self) {
      try killed.run(
        isInterrupted: { false },
        onEvent: { event in
          if case .validated(let found) = event, found.step == 12 { throw Kill() }
        })
    }
    let resumed = try run("killed", isResumed: true)
    #expect(resumed.counters.steps == 10)
    _ = try resumed.run(isInterrupted: { false }, onEvent: { _ in })
    #expect(try bytes(resumed, \.state) == bytes(whole, \.state))
  }

  /// Whatever of what follows from the state is missing, old or half made, resuming makes good, also when all steps are
  /// done.
  @Test func resumingBringsTheFolderInLine() throws {
    var long = plan
    long.validateEvery = 20
    let whole = try run("whole", long)
    _ = try whole.run(isInterrupted: { false }, onEvent: { _ in })
    let parts = try run("parts", long)
    _ = try parts.run(isInterrupted: { false }, onEvent: { _ in })
    // The only validation is the last step's, and so the best.
    let isSame = try bytes(parts, \.last) == bytes(parts, \.best)
    #expect(isSame)
    try Data("old".utf8).write(to: URL(fileURLWithPath: parts.folder.last))
    for path in [parts.folder.best, parts.folder.samples + "/step-0000020-seed-1.wav"] {
      try FileManager.default.removeItem(atPath: path)
    }
    let rows = try String(contentsOfFile: parts.folder.metrics, encoding: .utf8) + "21,0.5,\n"
    try rows.write(toFile: parts.folder.metrics, atomically: true, encoding: .utf8)
    let resumed = try run("parts", long, isResumed: true)
    #expect(try resumed.run(isInterrupted: { false }, onEvent: { _ in }) == .finished)
    for path in [\RunFolder.state, \.last, \.best, \.metrics] {
      #expect(try bytes(resumed, path) == bytes(whole, path))
    }
    let samples = try [resumed, whole].map { try FileManager.default.contentsOfDirectory(atPath: $0.folder.samples) }
    #expect(Set(samples[0]) == Set(samples[1]))
  }

  /// Asked to stop while it makes sounds, it stops between two of their steps, and makes them when it is resumed.
  @Test func samplesAreMadeUp() throws {
    let whole = try run("whole")
    _ = try whole.run(isInterrupted: { false }, onEvent: { _ in })
    let parts = try run("parts")
    var isStopped = false
    let ending = try parts.run(
      isInterrupted: { isStopped },
      onEvent: { event in
        guard case .busy(let aside, let done, let count) = event else { return }
        #expect(done < count)
        isStopped = aside == .sampling && parts.counters.steps == 10 && done == 1
      })
    #expect(ending == .interrupted && parts.counters.steps == 10)
    let sample = "/step-0000010-seed-1.wav"
    #expect(!FileManager.default.fileExists(atPath: parts.folder.samples + sample))
    let resumed = try run("parts", isResumed: true)
    #expect(try resumed.run(isInterrupted: { false }, onEvent: { _ in }) == .finished)
    let made = try [resumed, whole].map { try Data(contentsOf: URL(fileURLWithPath: $0.folder.samples + sample)) }
    #expect(made[0] == made[1])
    #expect(try bytes(resumed, \.state) == bytes(whole, \.state))
  }

  @Test func reportsMoveWithEachMicroBatch() throws {
    let run = try run("a")
    var reports: [TrainingRun.Report] = []
    _ = try run.run(
      isInterrupted: { reports.count == 5 },
      onEvent: { if case .progressed(let report) = $0 { reports.append(report) } })
    #expect(reports.map(\.step) == [0, 0, 1, 1, 1] && reports.map(\.sounds) == [1, 2, 0, 1, 2])
    #expect(reports.allSatisfy { $0.steps == 20 && $0.soundsToStep == 3 && $0.loss.isFinite })
    #expect(reports.allSatisfy { ($0.speed ?? 1) > 0 && ($0.secondsLeft ?? 1) > 0 })
  }

  @Test func aFolderTakesOneTrainingAtATime() throws {
    let first = try run("a")
    #expect(throws: RunError.inUse(first.folder.path)) { try run("a", isResumed: true) }
    _ = try first.run(isInterrupted: { true }, onEvent: { _ in })
    _ = try run("a", isResumed: true)
  }

  @Test func computingTwiceComesToTheSame() throws {
    var spared = plan
    spared.recomputes = true
    let (one, other) = (try run("one"), try run("other", spared))
    for run in [one, other] { _ = try run.run(isInterrupted: { false }, onEvent: { _ in }) }
    #expect(try bytes(one, \.state) == bytes(other, \.state))
  }

  @Test func fineTuningBeginsWithTheWeightsGiven() throws {
    let first = try run("first")
    _ = try first.run(isInterrupted: { false }, onEvent: { _ in })
    let saved = try Checkpoint.open(first.folder.last).stateDict.removingPrefix("model.net.")
    let second = try run("second", weights: saved)
    var seen: [Double] = []
    _ = try second.run(
      isInterrupted: { seen.count == 3 }, onEvent: { if case .progressed(let report) = $0 { seen.append(report.loss) } }
    )
    let fresh = try run("fresh")
    var others: [Double] = []
    _ = try fresh.run(
      isInterrupted: { others.count == 3 },
      onEvent: { if case .progressed(let report) = $0 { others.append(report.loss) } })
    #expect(seen[2] < others[2])
  }

  /// What leads it lies in its folder, whole, and without it nothing goes on.
  @Test func aLedTrainingIsResumed() throws {
    let first = try run("first")
    _ = try first.run(isInterrupted: { false }, onEvent: { _ in })
    let origin = try Checkpoint.open(first.folder.last).stateDict.removingPrefix("model.net.")
    let guide = try Checkpoint.open(first.folder.last).stateDict.removingPrefix("model_ema.ema_model.net.")
    var led = plan
    (led.awayFrom, led.guidance) = ("average", 0.7)
    let whole = try run("whole", led, weights: origin, guide: guide)
    _ = try whole.run(isInterrupted: { false }, onEvent: { _ in })
    var parts = try run("parts", led, weights: origin, guide: guide)
    for stop in [5, 31] {
      _ = try parts.run(isInterrupted: { parts.counters.microBatches == stop }, onEvent: { _ in })
      parts = try run("parts", parts.folder.readPlan(), isResumed: true, threads: 1)
    }
    _ = try parts.run(isInterrupted: { false }, onEvent: { _ in })
    for path in [\RunFolder.state, \.last, \.best, \.metrics, \.guidance, \.plan] {
      #expect(try bytes(parts, path) == bytes(whole, path))
    }
    let plain = try run("plain", weights: origin)
    _ = try plain.run(isInterrupted: { false }, onEvent: { _ in })
    #expect(try bytes(plain, \.state) != bytes(whole, \.state))

    let cut = try bytes(whole, \.guidance).dropLast(40)
    try cut.write(to: URL(fileURLWithPath: whole.folder.guidance))
    #expect(throws: CheckpointError.self) { try run("whole", led, isResumed: true) }
    try bytes(first, \.state).write(to: URL(fileURLWithPath: parts.folder.guidance))
    #expect(throws: CheckpointError.self) { try run("parts", led, isResumed: true) }
  }

  @Test func otherSoundsAreNotGoneOnWith() throws {
    let first = try run("a")
    _ = try first.run(isInterrupted: { first.counters.steps == 2 }, onEvent: { _ in })
    try FileManager.default.removeItem(at: folder.appendingPathComponent("sounds/3.wav"))
    #expect(throws: RunError.otherData(folder: plan.dataset)) { try run("a", isResumed: true) }
  }

  @Test func aFolderThatHoldsATrainingIsLeftAlone() throws {
    _ = try run("a")
    let path = folder.appendingPathComponent("a").path
    #expect(throws: RunError.holdsTraining(path)) { try RunFolder(path + "/").make() }
    #expect(throws: RunError.noTraining(folder.path)) { try RunFolder(folder.path).readPlan() }
    try Data("{".utf8).write(to: URL(fileURLWithPath: path + "/training.json"))
    #expect(throws: RunError.damaged(path + "/training.json")) { try RunFolder(path).readPlan() }
  }

  /// A rate far too high: the loss becomes no number, and what was there before stays on the disk.
  @Test func divergingStopsAndKeepsWhatWasGood() throws {
    var wild = plan
    (wild.rate, wild.steps) = (1e30, 50)
    let run = try run("wild", wild)
    #expect(throws: RunError.self) {
      try run.run(isInterrupted: { false }, onEvent: { _ in })
    }
    let state = try Checkpoint.open(run.folder.state).stateDict
    #expect(try state.names.filter { $0.hasPrefix("weights.") }.allSatisfy { try state.tensor($0).isFinite })
  }
}
