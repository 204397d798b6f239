import Checkpoints
import Testing

/// Headers that lie: each attack on the format as a file.
@Suite struct SafetensorsTests {
  private func file(_ header: String, data: Int = 8, length: UInt64? = nil) -> [UInt8] {
    little(length ?? UInt64(header.utf8.count), 8) + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  private func fault(_ header: String, data: Int = 8, length: UInt64? = nil) throws -> SafetensorsError? {
    let found = try CheckpointsTests.fault(opening: file(header, data: data, length: length), name: "a.safetensors")
    guard case .safetensors(let error) = found else {
      #expect(found == nil)
      return nil
    }
    return error
  }

  private func isBrokenHeader(_ header: String) throws -> Bool {
    if case .header = try fault(header) { return true }
    return false
  }

  private let w = #"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#

  @Test func anHonestFileIsRead() throws {
    let stateDict = try stateDict(opening: file(#"{"__metadata__":{"a":"b"}, "w": "# + w + "}   "))
    #expect(stateDict.names == ["w"])
    #expect(try stateDict.tensor("w").values == [0, 0])
  }

  @Test func escapesInNamesAreRead() throws {
    let stateDict = try stateDict(opening: file(#"{"a\"\\\/\u00e9\ud83e\udd41\n":"# + w + "}"))
    #expect(stateDict.names == ["a\"\\/é\u{1F941}\n"])
  }

  @Test func lengthsOfTheHeaderThatLieAreRefused() throws {
    for length: UInt64 in [0, 1, 1 << 20, 200_000_000, .max >> 1] {
      guard case .headerLength(length, _) = try fault(#"{"w":"# + w + "}", length: length) else {
        Issue.record("a header of \(length) bytes was let through")
        return
      }
    }
  }

  @Test func dataThatDoNotFitAreRefused() throws {
    let honest = #"{"w":"# + w + "}"
    let count = 8 + honest.utf8.count + 8
    #expect(try fault(honest, data: 7) == .truncated(expected: count, found: count - 1))
    #expect(try fault(honest, data: 9) == .truncated(expected: count, found: count + 1))
    let cases: [(String, SafetensorsError)] = [
      (#"{"dtype":"F32","shape":[3],"data_offsets":[0,8]}"#, .wrongLength(name: "w", expected: 12, found: 8)),
      (#"{"dtype":"F16","shape":[2],"data_offsets":[0,8]}"#, .wrongLength(name: "w", expected: 4, found: 8)),
      (
        #"{"dtype":"F32","shape":[9223372036854775807,2],"data_offsets":[0,8]}"#,
        .wrongLength(name: "w", expected: nil, found: 8)
      ),
      (#"{"dtype":"F4","shape":[3],"data_offsets":[0,8]}"#, .wrongLength(name: "w", expected: nil, found: 8)),
      (#"{"dtype":"Q8","shape":[8],"data_offsets":[0,8]}"#, .unknownType("Q8", name: "w")),
      (#"{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#, .misplaced(name: "w")),
      (#"{"dtype":"F32","shape":[2],"data_offsets":[8,0]}"#, .misplaced(name: "w")),
    ]
    for (item, error) in cases { #expect(try fault(#"{"w":"# + item + "}") == error) }
  }

  @Test func overlapsAndGapsAreRefused() throws {
    let half = #"{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#
    #expect(try fault(#"{"v":"# + w + #","w":"# + half + "}") == .misplaced(name: "w"))
    #expect(try fault(#"{"v":"# + w + #","w":"# + w + "}") == .misplaced(name: "w"))
    let late = #"{"dtype":"F32","shape":[1],"data_offsets":[12,16]}"#
    #expect(try fault(#"{"v":"# + w + #","w":"# + late + "}", data: 16) == .misplaced(name: "w"))
  }

  @Test func doubleNamesAreRefused() throws {
    #expect(try fault(#"{"w":"# + w + #","w":"# + w + "}") == .duplicateName("w"))
    #expect(try fault(#"{"w":"# + w + #","\u0077":"# + w + "}") == .duplicateName("w"))
  }

  @Test(
    arguments: [
      "{ ", "{\"w\"}", "{\"w\":1}", "{\"w\":{}}", #"{"w":{"dtype":"F32","shape":[2]}}"#,
      #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
      #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}"#,
      #"{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}"#,
      #"{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}"#,
      #"{"__metadata__":{"a":1}}"#, #"{"w\ud800":{}}"#, #"{"w\x":{}}"#, "{\"w\u{1}\":{}}", "{}x",
      "{\"w\":{\"dtype\":[[[[[[[[[[",
    ])
  func brokenHeadersAreRefused(header: String) throws {
    #expect(try isBrokenHeader(header))
  }

  @Test func integersMayStandBesideTheWeights() throws {
    let stateDict = try Fixture.open("types.safetensors").stateDict
    #expect(stateDict.shape(of: "steps") == [])
    #expect(fault(reading: "steps", of: stateDict) == .tensor(.unsupportedType(.other("I64")), name: "steps"))
    #expect(try stateDict.tensor("Schläge \u{9F13}").values == [1, 0, 0, 1])
  }

  private func fault(reading name: String, of stateDict: StateDict) -> CheckpointFault? {
    CheckpointsTests.fault(reading: name, of: stateDict)
  }

  @Test func aFileWithoutTensorsIsRefused() throws {
    #expect(
      try CheckpointsTests.fault(opening: file("{}", data: 0)) == .contents(.noStateDict(found: "no tensors")))
  }
}
