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
