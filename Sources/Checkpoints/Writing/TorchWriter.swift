/// Collects tensors for a file of torch.save, and writes it.
struct TorchWriter {
  /// The numbers of a storage, with the name and shape of the first tensor over it, for errors.
  private struct Storage {
    let content: TensorContent
    let name: String
    let shape: [Int]
  }

  private var storages: [Storage] = []

  /// What all entries' names begin with; Lightning's files have it too.
  private static let folder = "archive/"

  /// The bytes that all numbers take.
  var byteCount: Int { storages.reduce(0) { $0 + $1.content.byteCount } }

  /// Takes a tensor with a storage of its own; throws where `content` doesn't fit `shape`.
  mutating func add(
    _ content: TensorContent, name: String, shape: [Int]
  ) throws(CheckpointWritingError) -> PickledTensor {
    try checkCount(content, name: name, shape: shape)
    storages.append(Storage(content: content, name: name, shape: shape))
    return PickledTensor(key: storages.count - 1, type: content.type, shape: shape)
  }

  /// Takes the tensors of a state dict, in their order; throws where two have one name, or where a shared one has no
  /// original.
  mutating func add(
    _ tensors: [NamedTensor]
  ) throws(CheckpointWritingError) -> [(name: String, tensor: PickledTensor)] {
    var taken: [String: PickledTensor] = [:]
    var result: [(name: String, tensor: PickledTensor)] = []
    for tensor in tensors {
      let pickled: PickledTensor
      switch tensor.source {
      case .content(let content): pickled = try add(content, name: tensor.name, shape: tensor.shape)
      case .shared(let original):
        guard let first = taken[original], first.shape == tensor.shape else {
          throw .unknownOriginal(name: tensor.name, original: original)
        }
        pickled = first
      }
      guard taken.updateValue(pickled, forKey: tensor.name) == nil else { throw .duplicateName(tensor.name) }
      result.append((tensor.name, pickled))
    }
    return result
  }

  /// Writes `value`, and the storages that its tensors refer to, whole or not at all.
  func write(_ value: PickleValue, to path: String, overwrite: Bool) throws(CheckpointWritingError) {
    try writeWhole(path, overwrite: overwrite) { (output) throws(CheckpointWritingError) in
      var zip = ZipWriter()
      try zip.add(TorchWriter.folder + "data.pkl", PickleWriter.pickle(value), to: &output)
      // Every processor that Swift runs on under Linux has its lowest byte first.
      try zip.add(TorchWriter.folder + "byteorder", Array("little".utf8), to: &output)
      for (key, storage) in storages.enumerated() {
        let name = TorchWriter.folder + "data/\(key)"
        try zip.add(name, storage.content, tensor: storage.name, shape: storage.shape, to: &output)
      }
      try zip.add(TorchWriter.folder + "version", Array("3\n".utf8), to: &output)
      try zip.finish(&output)
    }
  }
}

/// Throws where `content` has not as many numbers as `shape` asks for.
func checkCount(_ content: TensorContent, name: String, shape: [Int]) throws(CheckpointWritingError) {
  var count = 1
  for extent in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard extent >= 0, !overflow else { throw .wrongCount(name: name, shape: shape, found: content.count) }
    count = product
  }
  guard count == content.count else { throw .wrongCount(name: name, shape: shape, found: content.count) }
}

extension StateDict {
  /// Writes `tensors` as `torch.save(model.state_dict(), path)` does, whole or not at all; what they share is stored
  /// once. Throws for tensors that contradict each other, for numbers that are not finite, and when the file can't be
  /// written; the old file is then as it was.
  public static func write(
    _ tensors: [NamedTensor], to path: String, overwrite: Bool
  ) throws(CheckpointWritingError) {
    var writer = TorchWriter()
    let members = try writer.add(tensors).map { (key: PickleValue.text($0.name), value: PickleValue.tensor($0.tensor)) }
    try writer.write(.orderedDict(members), to: path, overwrite: overwrite)
  }
}
