import Checkpoints
import Foundation
import Testing

@Suite struct SafetensorsFileTests {
  @Test func readsBackWhatWasWritten() throws {
    let scratch = try Scratch()
    let path = scratch.path("weights.safetensors")
    let tensors = WrittenTensors.odd
    try SafetensorsFile.write(
      tensors.named, metadata: ["b": "\"quoted\" \\ \u{1}\n", "a": "kick"], to: path, overwrite: false)
    let checkpoint = try Checkpoint.open(path)
    #expect(checkpoint.format == .safetensors)
    try tensors.expectEqual(checkpoint.stateDict)
  }

  /// Numbers of 16 bits are the nearest to those of 32, ties to even; what they can't hold is told of.
  @Test func writesHalves() throws {
    let scratch = try Scratch()
    let path = scratch.path("half.safetensors")
    let values: [Float] = [0, 1, -2, 1 / 3, 65504, 1e-7, 1 + 0x1p-11, 1 + 3 * 0x1p-11]
    try SafetensorsFile.write(
      [NamedTensor("w", shape: [2, 4], TensorContent(values).half)], to: path, overwrite: false)
    let checkpoint = try Checkpoint.open(path)
    #expect(checkpoint.stateDict["w"]?.dtype == .float16)
    #expect(
      try checkpoint.stateDict.tensor("w").values
        == [0, 1, -2, 0.333251953125, 65504, 0x1p-23, 1, 1 + 0x1p-9])
    #expect(throws: CheckpointWritingError.notFinite(name: "w")) {
      try SafetensorsFile.write(
        [NamedTensor("w", shape: [1], TensorContent([70_000]).half)], to: scratch.path("large.safetensors"),
        overwrite: false)
    }
  }

  /// The texts beside the tensors come back, and among them the configuration of the model.
  @Test func carriesItsConfiguration() throws {
    let scratch = try Scratch()
    let path = scratch.path("model.safetensors")
    let config = ModelConfig(
      samplingRate: 22050, length: 64, channels: 1,
      network: NetworkConfig(inChannels: 1, channels: [8], factors: [4], items: [1], transform: .patch(size: 4)))
    let tensor = NamedTensor("w", shape: [1], TensorContent([1]))
    try SafetensorsFile.write(
      [tensor], metadata: [Checkpoint.configKey: config.yaml(), Checkpoint.stepsKey: "12", "other": "a\n\"b\""],
      to: path, overwrite: false)
    let checkpoint = try Checkpoint.open(path)
    #expect(checkpoint.globalStep == 12)
    #expect(try checkpoint.config == config)
    #expect(checkpoint.metadata["other"] == "a\n\"b\"")
    try SafetensorsFile.write(
      [tensor], metadata: [Checkpoint.configKey: "nonsense", Checkpoint.stepsKey: "many"], to: path, overwrite: true)
    let broken = try Checkpoint.open(path)
    #expect(broken.globalStep == nil)
    let error = #expect(throws: ConfigError.self) { try broken.config }
    #expect(error?.fault == .noNetwork)
  }

  /// What a file says about its model comes in lines that can't steer a terminal, and not without end.
  @Test func saysWhatTheModelIs() throws {
    let scratch = try Scratch()
    let path = scratch.path("model.safetensors")
    func about(_ metadata: [String: String]) throws -> String? {
      let tensor = NamedTensor("w", shape: [1], TensorContent([1]))
      try SafetensorsFile.write([tensor], metadata: metadata, to: path, overwrite: true)
      return try Checkpoint.open(path).about
    }
    #expect(try about([:]) == nil)
    #expect(try about([Checkpoint.aboutKey: "a\r\n \t\n\nb\u{1b}[1m\n"]) == "a\nb\u{FFFD}[1m")
    #expect(
      try about([Checkpoint.aboutKey: String(repeating: "x", count: 1000)]) == String(repeating: "x", count: 1000))
    let accents = String(repeating: "\u{301}", count: 1_000_000)
    #expect(try about([Checkpoint.aboutKey: accents]) == String(repeating: "\u{301}", count: 1000) + "…")
  }

  /// The format as its description has it, byte for byte.
  @Test func isTheFormat() throws {
    let scratch = try Scratch()
    let path = scratch.path("weights.safetensors")
    try SafetensorsFile.write(
      [NamedTensor("w", shape: [2, 1], TensorContent([1, -2])), NamedTensor("s", shape: [], TensorContent([0.5]))],
      metadata: ["format": "pt"], to: path, overwrite: false)
    let header =
      #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"#
      + #""s":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}"#
    let padded = Array(header.utf8) + [UInt8](repeating: 0x20, count: (8 - header.utf8.count % 8) % 8)
    let numbers: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F]
    #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == little(padded.count, 8) + padded + numbers)
  }

  @Test func writesSharedNumbersForEachName() throws {
    let scratch = try Scratch()
    let path = scratch.path("weights.safetensors")
    let tensors = [
      NamedTensor("a", shape: [2], TensorContent([1, 2])), NamedTensor("b", shape: [2], sharedWith: "a"),
    ]
    try SafetensorsFile.write(tensors, to: path, overwrite: false)
    let stateDict = try Checkpoint.open(path).stateDict
    #expect(try stateDict.tensor("b").values == [1, 2])
    #expect(stateDict.storedByteCount(of: stateDict.names) == 16)
  }

  @Test(
    arguments: [
      ([NamedTensor("a", shape: [2], TensorContent([1]))], .wrongCount(name: "a", shape: [2], found: 1)),
      ([NamedTensor("a", shape: [1], TensorContent([.nan]))], .notFinite(name: "a")),
      ([NamedTensor("__metadata__", shape: [1], TensorContent([1]))], .reservedName("__metadata__")),
      ([NamedTensor("b", shape: [2], sharedWith: "a")], .unknownOriginal(name: "b", original: "a")),
      (
        [NamedTensor("a", shape: [1], TensorContent([1])), NamedTensor("a", shape: [1], TensorContent([1]))],
        .duplicateName("a")
      ),
    ] as [([NamedTensor], CheckpointWritingError)])
  func refusesWhatDoesNotFit(tensors: [NamedTensor], expected: CheckpointWritingError) throws {
    let scratch = try Scratch()
    let path = try scratch.write("old.safetensors", [1, 2, 3])
    #expect(throws: expected) { try SafetensorsFile.write(tensors, to: path, overwrite: true) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
    #expect(scratch.names == ["old.safetensors"])
  }
}
