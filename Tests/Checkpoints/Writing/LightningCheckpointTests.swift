import Checkpoints
import Foundation
import Tensors
import Testing

@Suite struct LightningCheckpointTests {
  private static let shapes: [(name: String, shape: [Int])] = [
    ("blocks.0.weights", [5]), ("blocks.1.blocks.0.0.weight", [4, 4]), ("blocks.1.blocks.0.0.bias", [4]),
    ("blocks.1.blocks.1.0.weight", [4, 4]), ("blocks.1.blocks.1.0.bias", [4]), ("blocks.2.net.weight", [3, 2, 1]),
  ]

  /// Numbers that differ in every tensor of every kind.
  private static func values(_ name: String, _ kind: Int) -> [Float] {
    let index = shapes.firstIndex { $0.name == name } ?? 0
    return (0..<shapes[index].shape.reduce(1, *)).map { Float(1000 * index + 100 * kind + $0) / 8 }
  }

  private func checkpoint(moments: (String) -> Bool = { _ in true }) -> LightningCheckpoint {
    let parameters = Self.shapes.map { name, shape in
      guard !name.hasPrefix("blocks.1.blocks.1.") else {
        let original = name.replacing("blocks.1.blocks.1.", with: "blocks.1.blocks.0.")
        return LightningCheckpoint.Parameter(name, shape: shape, sharedWith: original)
      }
      let contents = (0..<4).map { TensorContent(Self.values(name, $0)) }
      return LightningCheckpoint.Parameter(
        name, shape: shape, online: contents[0], average: contents[1],
        moments: moments(name) ? .init(first: contents[2], second: contents[3]) : nil)
    }
    let progress = TrainingProgress(globalStep: 12, epoch: 3, batches: 48, batchesInEpoch: 8, batchesPerStep: 4)
    return LightningCheckpoint(parameters: parameters, progress: progress, averageUpdates: 48)
  }

  /// Writes the checkpoint, and gives its pickle.
  private func pickle(_ checkpoint: LightningCheckpoint) throws -> PickleMachine.Outcome {
    let scratch = try Scratch()
    let path = scratch.path("last.ckpt")
    try checkpoint.write(to: path, overwrite: false)
    let file = try InputFile(path)
    let archive = try ZipArchive(file)
    return try PickleMachine.run(archive.bytes(of: #require(archive["archive/data.pkl"]), in: file))
  }

  /// The value under a path of keys, from the root or from the value `start`.
  private func value(
    _ outcome: PickleMachine.Outcome, _ path: [String], from start: PickleGraph.ID? = nil
  ) throws -> PickleGraph.ID {
    var id = start ?? outcome.root
    for key in path {
      var next: PickleGraph.ID?
      _ = outcome.graph.forEachPair(of: id) { name, value in
        if outcome.graph.text(name) == key { next = value }
      }
      id = try #require(next, "no \(key)")
    }
    return id
  }

  private func keys(_ outcome: PickleMachine.Outcome, _ id: PickleGraph.ID) -> [String?] {
    var keys: [String?] = []
    _ = outcome.graph.forEachPair(of: id) { key, _ in keys.append(outcome.graph.text(key)) }
    return keys
  }

  @Test func listsTheNetworkNineTimes() throws {
    let scratch = try Scratch()
    let path = scratch.path("last.ckpt")
    let written = checkpoint()
    try written.write(to: path, overwrite: false)
    let outcome = try pickle(written)
    let networks = ["net.", "diffusion.net.", "sampler.net."]
    let expected = { (prefix: String) in networks.flatMap { network in Self.shapes.map { prefix + network + $0.name } }
    }
    #expect(
      try keys(outcome, value(outcome, ["state_dict"]))
        == expected("model.") + ["model_ema.initted", "model_ema.step"] + expected("model_ema.online_model.")
        + expected("model_ema.ema_model."))

    let checkpoint = try Checkpoint.open(path)
    #expect(checkpoint.format == .lightning && checkpoint.globalStep == 12 && checkpoint.epoch == 3)
    #expect(checkpoint.warnings.isEmpty)
    let stateDict = checkpoint.stateDict
    for (prefix, kind) in [("model.", 0), ("model_ema.online_model.", 0), ("model_ema.ema_model.", 1)] {
      for network in networks {
        for (name, shape) in Self.shapes {
          let original = name.replacing("blocks.1.blocks.1.", with: "blocks.1.blocks.0.")
          let found = try stateDict.tensor(prefix + network + name)
          #expect(found.shape == shape && found.values == Self.values(original, kind), "\(prefix + network + name)")
        }
      }
    }
    let numbers = 5 + 16 + 4 + 6
    #expect(
      stateDict.storedByteCount(of: stateDict.names.filter { stateDict[$0]?.dtype == .float32 }) == 4 * 2 * numbers)
    #expect(checkpoint.byteCount > written.byteCount && written.byteCount == 16 + 4 * 4 * numbers + 4 * 4)
  }

  /// AdamW numbers parameters in the order of the state dict, a Linear with two names once.
  @Test func keepsTheOptimisersState() throws {
    let outcome = try pickle(checkpoint())
    #expect(
      keys(outcome, outcome.root) == [
        "epoch", "global_step", "pytorch-lightning_version", "state_dict", "loops", "callbacks", "optimizer_states",
        "lr_schedulers",
      ])
    let states = try #require(outcome.graph.members(of: value(outcome, ["optimizer_states"])))
    #expect(states.count == 1)
    var count = 0
    _ = outcome.graph.forEachPair(of: try value(outcome, ["state"], from: states[0])) { key, state in
      #expect(outcome.graph.int(key) == count)
      #expect(keys(outcome, state) == ["step", "exp_avg", "exp_avg_sq"])
      count += 1
    }
    #expect(count == 4)
    let groups = try #require(outcome.graph.members(of: value(outcome, ["param_groups"], from: states[0])))
    let numbers = outcome.graph.members(of: try value(outcome, ["params"], from: groups[0]))
    #expect(numbers?.map { outcome.graph.int($0) } == [0, 1, 2, 3])
    guard case .float(1e-4) = outcome.graph[try value(outcome, ["lr"], from: groups[0])] else {
      Issue.record("another learning rate")
      return
    }
  }

  @Test func countsForTheTrainer() throws {
    let outcome = try pickle(checkpoint())
    let expected: [(path: [String], Int)] = [
      (["epoch_loop.batch_progress", "total", "completed"], 48),
      (["epoch_loop.batch_progress", "current", "ready"], 8),
      (["epoch_loop.automatic_optimization.optim_progress", "optimizer", "step", "total", "completed"], 12),
      (["epoch_loop.automatic_optimization.optim_progress", "optimizer", "step", "current", "completed"], 2),
      (["epoch_progress", "current", "started"], 4), (["epoch_progress", "current", "completed"], 3),
      (["epoch_loop.state_dict", "_batches_that_stepped"], 12),
    ]
    for (path, number) in expected {
      #expect(outcome.graph.int(try value(outcome, ["loops", "fit_loop"] + path)) == number, "\(path)")
    }
  }

  @Test func withoutMomentsItHoldsWeightsOnly() throws {
    let outcome = try pickle(checkpoint { _ in false })
    #expect(
      keys(outcome, outcome.root) == ["epoch", "global_step", "pytorch-lightning_version", "state_dict", "loops"])
  }

  @Test func refusesHalfOfTheMoments() throws {
    let scratch = try Scratch()
    let path = try scratch.write("last.ckpt", [1, 2, 3])
    for missing in ["blocks.0.weights", "blocks.2.net.weight"] {
      #expect(throws: CheckpointWritingError.momentsMissing(name: missing)) {
        try checkpoint { $0 != missing }.write(to: path, overwrite: true)
      }
    }
    var misshapen = checkpoint()
    misshapen.parameters[0] = .init(
      "blocks.0.weights", shape: [5], online: TensorContent([1, 2, 3, 4, 5]), average: TensorContent([1, 2, 3, 4, 5]),
      moments: .init(first: TensorContent([1, 2, 3, 4, 5]), second: TensorContent([1])))
    #expect(throws: CheckpointWritingError.wrongCount(name: "blocks.0.weights", shape: [5], found: 1)) {
      try misshapen.write(to: path, overwrite: true)
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
    #expect(scratch.names == ["last.ckpt"])
  }

  /// A real full device takes the place of the temporary file while a tensor is handed over.
  @Test func aFullDiskLeavesTheOldFile() throws {
    let scratch = try Scratch()
    let path = try scratch.write("last.ckpt", [1, 2, 3])
    let folder = scratch.folder.path()
    let values = [Float](repeating: 1, count: 1 << 18)
    let content = TensorContent(count: values.count) { body in
      for descriptor in Int32(3)..<1024 where openPath(descriptor)?.hasPrefix(folder) == true {
        let full = open("/dev/full", O_WRONLY)
        dup2(full, descriptor)
        close(full)
      }
      values.withUnsafeBufferPointer(body)
    }
    let weights = LightningCheckpoint(
      parameters: [.init("large", shape: [values.count], online: content, average: content)],
      progress: checkpoint().progress, averageUpdates: 1)
    #expect(
      throws: CheckpointWritingError.file(.cannotWrite(path: path, reason: "no space left on device"))
    ) { try weights.write(to: path, overwrite: true) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
    #expect(scratch.names == ["last.ckpt"])
  }
}

/// The path of the file behind an open descriptor; nil where there is none.
private func openPath(_ descriptor: Int32) -> String? {
  try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
}
