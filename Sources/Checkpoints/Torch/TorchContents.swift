/// Finds the weights in what torch.save was given.
struct TorchContents {
  private let tensors: TorchTensors
  private let root: PickleGraph.ID

  /// `root` is the value that was saved.
  init(tensors: TorchTensors, root: PickleGraph.ID) {
    self.tensors = tensors
    self.root = root
  }

  /// The keys that programs keep weights under, the likelier ones first.
  private static let keys = [
    "state_dict", "model_state_dict", "ema_state_dict", "model_ema", "ema", "model", "module", "network", "net",
    "weights", "params", "parameters",
  ]

  /// Whether PyTorch Lightning wrote the file.
  var isLightning: Bool {
    value("state_dict", in: root) != nil && value("pytorch-lightning_version", in: root) != nil
  }

  /// An integer that the file keeps beside the weights.
  func int(_ key: String) -> Int? {
    value(key, in: root).flatMap(tensors.graph.int)
  }

  /// The entries of the state dict: Lightning's, else of the saved dictionary itself and those nested under well-known
  /// keys the one with the most tensors, since a counter that is a tensor may stand beside the weights.
  func stateDict() throws(CheckpointFault) -> [(name: String, entry: StateDict.Entry)] {
    if let call = tensors.dangerousCall(root) { throw .contents(.runsCode(call)) }
    // A dictionary may hold itself, so none is looked at twice.
    var seen: Set<PickleGraph.ID> = []
    var level = [root]
    var best: (list: [(name: String, entry: StateDict.Entry)], tensors: Int) = ([], 0)
    for _ in 0..<3 {
      var next: [PickleGraph.ID] = []
      for mapping in level where seen.insert(mapping).inserted {
        if let found = value("state_dict", in: mapping) {
          let inner = try listed(found)
          if inner.tensors > 0 { return inner.list }
        }
        let here = try listed(mapping)
        if here.tensors > best.tensors { best = here }
        for key in TorchContents.keys {
          guard let inner = value(key, in: mapping) else { continue }
          if let call = tensors.dangerousCall(inner) { throw .contents(.runsCode(call)) }
          next.append(inner)
        }
      }
      level = next
    }
    guard best.tensors > 0 else { throw .contents(.noStateDict(found: describeRoot())) }
    return best.list
  }

  /// The entries of a dictionary, and how many of them are tensors; those whose names are no texts are left out.
  private func listed(
    _ mapping: PickleGraph.ID
  ) throws(CheckpointFault) -> (list: [(name: String, entry: StateDict.Entry)], tensors: Int) {
    var list: [(name: String, entry: StateDict.Entry)] = []
    var tensorCount = 0
    _ = try tensors.graph.forEachPair(of: mapping) { (key, value) throws(CheckpointFault) in
      guard let name = tensors.graph.text(key) else { return }
      let entry = tensors.entry(value)
      // A tensor that can't be read still shows what the dictionary is for.
      if case .unusable(.notATensor) = entry {} else { tensorCount += 1 }
      guard list.count < StateDict.maximumCount else { throw .contents(.tooManyTensors(limit: StateDict.maximumCount)) }
      list.append((name, entry))
    }
    return (list, tensorCount)
  }

  /// The last value under `key`, as Python would have it.
  private func value(_ key: String, in mapping: PickleGraph.ID) -> PickleGraph.ID? {
    var found: PickleGraph.ID?
    _ = tensors.graph.forEachPair(of: mapping) { (candidate, value) in
      if tensors.graph.text(candidate, limit: 64) == key { found = value }
    }
    return found
  }

  private func describeRoot() -> String {
    var names: [String] = []
    var count = 0
    let isDictionary = tensors.graph.forEachPair(of: root) { (key, _) in
      count += 1
      if names.count < 5, let name = tensors.graph.text(key) { names.append(printable(name)) }
    }
    guard isDictionary else { return tensors.describe(root) }
    guard !names.isEmpty else { return "a dictionary without names" }
    return "a dictionary with \(names.joined(separator: ", "))\(count > names.count ? ", …" : "")"
  }
}
