import Checkpoints
import Foundation
import Testing

/// Forged tensors: places outside of their storage, sizes that overflow, numbers that no weight has.
@Suite struct TensorSourceTests {
  private func open(_ tensor: [UInt8], byteOrder: String? = "little") throws -> StateDict {
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let data = byteOrder == "big" ? values.flatMap { little($0.bitPattern.byteSwapped, 4) } : stored(values)
    return try stateDict(
      opening: ForgedZip.torch(.stateDict([("w", tensor)]), storages: ["0": data], byteOrder: byteOrder).bytes)
  }

  private func tensor(offset: Int = 0, shape: [Int], strides: [Int], count: Int = 6) -> [UInt8] {
    Pickled.tensor(Pickled.storage("0", count: count), offset: offset, shape: shape, strides: strides)
  }

  @Test func anHonestForgeryIsRead() throws {
    let found = try open(tensor(offset: 1, shape: [2, 2], strides: [1, 3])).tensor("w")
    #expect(found.shape == [2, 2])
    #expect(found.values == [2, 5, 3, 6])
  }

  @Test func filesWithoutAByteOrderAreLittleEndian() throws {
    #expect(try open(tensor(shape: [6], strides: [1]), byteOrder: nil).tensor("w").values == [1, 2, 3, 4, 5, 6])
  }

  @Test func bigEndianNumbersAreTurned() throws {
    #expect(try open(tensor(shape: [3], strides: [2]), byteOrder: "big").tensor("w").values == [1, 3, 5])
  }

  @Test func otherByteOrdersAreRefused() throws {
    let pickle = ForgedPickle.stateDict([("w", Pickled.row("0", count: 1))])
    let zip = ForgedZip.torch(pickle, storages: ["0": stored([1])], byteOrder: "middle")
    #expect(try fault(opening: zip.bytes) == .contents(.byteOrder("middle")))
  }

  @Test(
    arguments: [
      (0, [7], [1]), (1, [6], [1]), (-1, [2], [1]), (0, [2], [6]), (0, [2, 3], [3, 2]), (0, [2], [-1]),
      (Int.max, [2], [1]), (0, [3], [Int.max]), (0, [2, 2], [Int.max, 1]), (5, [2, 1], [1, Int.max]),
    ] as [(Int, [Int], [Int])])
  func numbersOutsideOfTheirStorageAreRefused(offset: Int, shape: [Int], strides: [Int]) throws {
    let stateDict = try open(tensor(offset: offset, shape: shape, strides: strides))
    #expect(
      fault(reading: "w", of: stateDict) == .tensor(.outsideStorage(shape: shape, storedBytes: 24), name: "w"))
  }

  @Test(arguments: [[Int.max], [1 << 40, 1 << 40], [-1], [2, -3], [1 << 29], [Int.max, 2, 0]])
  func impossibleShapesAreRefused(shape: [Int]) throws {
    let stateDict = try open(tensor(shape: shape, strides: shape.map { _ in 0 }))
    #expect(fault(reading: "w", of: stateDict) == .tensor(.tooLarge(shape: shape), name: "w"))
  }

  @Test func fewNumbersAreNotRepeatedWithoutBound() throws {
    let stateDict = try open(tensor(shape: [1 << 20], strides: [0]))
    #expect(fault(reading: "w", of: stateDict) == .tensor(.expanded(shape: [1 << 20], stored: 6), name: "w"))
  }

  @Test func aStorageIsNoLongerThanItsEntry() throws {
    let stateDict = try open(tensor(shape: [100], strides: [1], count: 100))
    #expect(fault(reading: "w", of: stateDict) == .tensor(.outsideStorage(shape: [100], storedBytes: 24), name: "w"))
    let huge = try open(tensor(shape: [7], strides: [1], count: Int.max))
    #expect(fault(reading: "w", of: huge) == .tensor(.outsideStorage(shape: [7], storedBytes: 24), name: "w"))
  }

  @Test func weightsThatAreNoNumbersAreNamed() throws {
    let stateDict = try Fixture.open("not-finite.pt").stateDict
    #expect(try stateDict.tensor("good").values == [1, 1])
    #expect(
      fault(reading: "infinite", of: stateDict)
        == .tensor(.notFinite(value: -.infinity, index: 1), name: "infinite"))
    #expect(
      fault(reading: "too_large", of: stateDict)
        == .tensor(.notFinite(value: .infinity, index: 0), name: "too_large"))
    guard case .tensor(.notFinite(let value, index: 1), name: "nan") = fault(reading: "nan", of: stateDict) else {
      Issue.record("NaN was read")
      return
    }
    #expect(value.isNaN)
  }

  /// The halves of these bits, as a file of safetensors has them.
  private func halves(_ bits: [UInt16]) throws -> StateDict {
    let header = "{\"w\":{\"dtype\":\"F16\",\"shape\":[\(bits.count)],\"data_offsets\":[0,\(2 * bits.count)]}}"
    return try stateDict(opening: little(header.utf8.count, 8) + Array(header.utf8) + bits.flatMap { little($0, 2) })
  }

  @Test func everyHalfIsReadExactly() throws {
    let bits = (UInt16.min...UInt16.max).filter { Float16(bitPattern: $0).isFinite }
    let found = try halves(bits).tensor("w").values
    #expect(found.map(\.bitPattern) == bits.map { Float(Float16(bitPattern: $0)).bitPattern })
  }

  @Test func halvesThatAreNoNumbersAreFound() throws {
    let infinite = fault(reading: "w", of: try halves([0x3C00, 0xFC00]))
    #expect(infinite == .tensor(.notFinite(value: -.infinity, index: 1), name: "w"))
    let fault = fault(reading: "w", of: try halves([0x7C01]))
    guard case .tensor(.notFinite(let value, index: 0), name: "w") = fault else {
      Issue.record("NaN was read")
      return
    }
    #expect(value.isNaN)
  }

  @Test func aDamagedWeightIsFoundByItsChecksum() throws {
    var bytes = try Fixture.bytes("protocol2.pt")
    let weight = try Fixture.expected("protocol2.pt").tensor("weight").values
    let place = try #require(bytes.firstRange(of: stored(weight))?.lowerBound)
    bytes[place + 5] ^= 1
    let stateDict = try stateDict(opening: bytes)
    #expect(fault(reading: "weight", of: stateDict) == .archive(.checksum("protocol2/data/0")))
    #expect(fault(reading: "bias", of: stateDict) == nil)
  }

  @Test func aFileCutWhileItIsOpenIsAnError() throws {
    let scratch = try Scratch()
    let path = try scratch.write("model.ckpt", try Fixture.bytes("views.pt"))
    let stateDict = try Checkpoint.open(path).stateDict
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 100)
    #expect(fault(reading: "base", of: stateDict) == .file(.changed))
  }
}
