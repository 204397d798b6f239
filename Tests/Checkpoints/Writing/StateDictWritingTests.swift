import Checkpoints
import Files
import Foundation
import Tensors
import Testing

@Suite struct StateDictWritingTests {
  @Test func readsBackWhatWasWritten() throws {
    let scratch = try Scratch()
    let path = scratch.path("weights.pt")
    let tensors = WrittenTensors.odd
    try StateDict.write(tensors.named, to: path, overwrite: false)
    let checkpoint = try Checkpoint.open(path)
    #expect(checkpoint.format == .torch)
    #expect(checkpoint.warnings.isEmpty)
    try tensors.expectEqual(checkpoint.stateDict)
  }

  /// Every entry's numbers begin at a multiple of 64, as torch.save has it.
  @Test func alignsStorages() throws {
    let scratch = try Scratch()
    let path = scratch.path("weights.pt")
    try StateDict.write(WrittenTensors.odd.named, to: path, overwrite: false)
    let file = try InputFile(path)
    let archive = try ZipArchive(file)
    #expect(archive.entries.map(\.name).prefix(3) == ["archive/data.pkl", "archive/byteorder", "archive/data/0"])
    #expect(archive.entries.last?.name == "archive/version")
    for entry in archive.entries { #expect(try entry.dataOffset(in: file) % 64 == 0) }
  }

  @Test func storesSharedNumbersOnce() throws {
    let scratch = try Scratch()
    let path = scratch.path("weights.pt")
    let values = (0..<6).map { Float($0) }
    let tensors = [
      NamedTensor("a", shape: [2, 3], TensorContent(values)), NamedTensor("b", shape: [2, 3], sharedWith: "a"),
      NamedTensor("c", shape: [2, 3], sharedWith: "b"),
    ]
    try StateDict.write(tensors, to: path, overwrite: false)
    let stateDict = try Checkpoint.open(path).stateDict
    #expect(stateDict.names == ["a", "b", "c"])
    for name in stateDict.names { #expect(try stateDict.tensor(name).values == values) }
    #expect(stateDict.storedByteCount(of: stateDict.names) == 24)
  }

  @Test func theSameTensorsGiveTheSameBytes() throws {
    let scratch = try Scratch()
    let files = try ["a", "b"].map { name in
      try StateDict.write(WrittenTensors.odd.named, to: scratch.path(name), overwrite: false)
      return try Data(contentsOf: URL(filePath: scratch.path(name)))
    }
    #expect(files[0] == files[1])
  }

  /// More entries than a zip archive without zip64 can count.
  @Test func writesManyTensors() throws {
    let scratch = try Scratch()
    let path = scratch.path("many.pt")
    let count = 66_000
    let tensors = (0..<count).map { NamedTensor("tensor.\($0)", shape: [], TensorContent([Float($0)])) }
    try StateDict.write(tensors, to: path, overwrite: false)
    let stateDict = try Checkpoint.open(path).stateDict
    #expect(stateDict.names.count == count)
    for index in [0, 255, 256, 65_534, 65_535, 65_536, count - 1] {
      #expect(try stateDict.tensor("tensor.\(index)").values == [Float(index)])
    }
  }

  /// Weights that lie in another order come in pieces, and large pieces are written past the gathered ones.
  @Test func takesNumbersInPieces() throws {
    let scratch = try Scratch()
    let path = scratch.path("pieces.pt")
    let values = (0..<100_000).map { Float($0) * 0.5 }
    let content = TensorContent(count: values.count) { body in
      values.withUnsafeBufferPointer { all in
        for range in [0..<1, 1..<1, 1..<7, 7..<90_000, 90_000..<100_000] {
          body(UnsafeBufferPointer(rebasing: all[range]))
        }
      }
    }
    try StateDict.write([NamedTensor("w", shape: [10, 10_000], content)], to: path, overwrite: false)
    #expect(try Checkpoint.open(path).stateDict.tensor("w").values == values)
  }

  @Test(
    arguments: [
      ([NamedTensor("a", shape: [2, 2], TensorContent([1, 2, 3]))], .wrongCount(name: "a", shape: [2, 2], found: 3)),
      ([NamedTensor("a", shape: [-1], TensorContent([]))], .wrongCount(name: "a", shape: [-1], found: 0)),
      (
        [NamedTensor("a", shape: [1 << 40, 1 << 40], TensorContent([]))],
        .wrongCount(name: "a", shape: [1 << 40, 1 << 40], found: 0)
      ),
      (
        [NamedTensor("a", shape: [1 << 20], TensorContent(FloatBuffer(4), offset: 2, count: 1 << 20))],
        .wrongCount(name: "a", shape: [1 << 20], found: 0)
      ),
      ([NamedTensor("a", shape: [3], TensorContent([1, .nan, 3]))], .notFinite(name: "a")),
      ([NamedTensor("a", shape: [3], TensorContent([1, 2, -.infinity]))], .notFinite(name: "a")),
      (
        [NamedTensor("a", shape: [1], TensorContent([1])), NamedTensor("a", shape: [1], TensorContent([1]))],
        .duplicateName("a")
      ),
      (
        [NamedTensor("b", shape: [1], sharedWith: "a"), NamedTensor("a", shape: [1], TensorContent([1]))],
        .unknownOriginal(name: "b", original: "a")
      ),
      (
        [NamedTensor("a", shape: [1], TensorContent([1])), NamedTensor("b", shape: [1, 1], sharedWith: "a")],
        .unknownOriginal(name: "b", original: "a")
      ),
    ] as [([NamedTensor], CheckpointWritingError)])
  func refusesWhatDoesNotFit(tensors: [NamedTensor], expected: CheckpointWritingError) throws {
    let scratch = try Scratch()
    let path = try scratch.write("old.pt", [1, 2, 3])
    #expect(throws: expected) { try StateDict.write(tensors, to: path, overwrite: true) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
    #expect(scratch.names == ["old.pt"])
  }

  /// A content that hands over fewer numbers than it announced, or more, is found while it is written.
  @Test(arguments: [0, 1, 3, 50_000]) func refusesContentThatBreaksItsWord(given: Int) throws {
    let scratch = try Scratch()
    let content = TensorContent(count: 2) { body in
      [Float](repeating: 1, count: given).withUnsafeBufferPointer(body)
    }
    #expect(throws: CheckpointWritingError.wrongCount(name: "a", shape: [2], found: given)) {
      try StateDict.write([NamedTensor("a", shape: [2], content)], to: scratch.path("a.pt"), overwrite: false)
    }
    #expect(scratch.names.isEmpty)
  }

  @Test func saysWhereItCannotWrite() throws {
    let scratch = try Scratch()
    let path = try scratch.write("taken.pt", [1])
    #expect(throws: CheckpointWritingError.file(.exists(path: path))) {
      try StateDict.write([], to: path, overwrite: false)
    }
    let nowhere = scratch.path("no/where.pt")
    #expect(throws: CheckpointWritingError.file(.missingFolder(path: nowhere, folder: scratch.path("no")))) {
      try StateDict.write([], to: nowhere, overwrite: false)
    }
  }
}
