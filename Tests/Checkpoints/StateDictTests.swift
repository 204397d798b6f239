import Checkpoints
import Testing

@Suite struct StateDictTests {
  @Test func namesKeepTheOrderOfTheFile() throws {
    let names = try Fixture.open("types.pt").stateDict.names
    #expect(names.prefix(5) == ["float32", "float16", "bfloat16", "float64", "int64"])
  }

  @Test func prefixesAreRemoved() throws {
    let stateDict = try Fixture.open("lightning.ckpt").stateDict
    #expect(stateDict.hasPrefix("net.1."))
    #expect(!stateDict.hasPrefix("nets."))
    let layer = stateDict.removingPrefix("net.2.")
    #expect(layer.names == ["weight", "bias"])
    #expect(layer.shape(of: "weight") == [2, 4])
    #expect(try layer.tensor("bias") == stateDict.tensor("net.2.bias"))
  }

  @Test func whatIsSharedCountsOnce() throws {
    let stateDict = try Fixture.open("views.pt").stateDict
    #expect(stateDict.storedByteCount(of: ["base"]) == 96)
    #expect(stateDict.storedByteCount(of: ["base", "alias", "transposed", "row", "reshaped"]) == 96)
    // Rows 1 and 2 from column 2 on: the stretch from number 8 to number 16.
    #expect(stateDict.storedByteCount(of: ["block"]) == 36)
    // Row 2 is numbers 12 to 17, of which 12 to 16 count already.
    #expect(stateDict.storedByteCount(of: ["block", "row"]) == 40)
    #expect(stateDict.storedByteCount(of: ["scalar", "empty", "absent"]) == 4)
  }

  @Test func missingNamesAreErrors() throws {
    let stateDict = try Fixture.open("types.pt").stateDict
    #expect(!stateDict.contains("weight"))
    #expect(stateDict["weight"] == nil)
    #expect(fault(reading: "weight", of: stateDict) == .tensor(.missing, name: "weight"))
  }

  @Test func aFileOfAliasesDoesNotFillTheMemory() throws {
    let count = 1 << 18
    let row = Pickled.row("0", count: count)
    let names = (0..<100).map { "w\($0)" }
    let bytes = ForgedZip.torch(
      .stateDict(names.map { ($0, row) }), storages: ["0": [UInt8](repeating: 0, count: 4 * count)]
    ).bytes
    let dictionary = try stateDict(opening: bytes)
    #expect(throws: CheckpointError.self) { try dictionary.checkMemory(of: names) }
    #expect(throws: Never.self) { try dictionary.checkMemory(of: names.prefix(8)) }
  }

  @Test func genuineNetworksPassTheMemoryCheck() throws {
    let stateDict = try Fixture.open("lightning.ckpt").stateDict
    #expect(throws: Never.self) { try stateDict.checkMemory(of: stateDict.names) }
  }
}
