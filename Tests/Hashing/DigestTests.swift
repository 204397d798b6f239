import Foundation
import Hashing
import Testing

@Suite struct DigestTests {
  /// The examples of FIPS 180-4, in two pieces.
  @Test(arguments: [
    (Digest.Algorithm.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
  ])
  func knownValues(algorithm: Digest.Algorithm, expected: String) {
    var digest = Digest(algorithm)
    for piece in ["a", "", "bc"] { Array(piece.utf8).withUnsafeBytes { digest.update($0) } }
    var copy = digest
    #expect(copy.finish() == expected)
    #expect(digest.finish() == expected)
  }

  @Test func filesAreReadInPieces() throws {
    let path = FileManager.default.temporaryDirectory.path + "/drumlin-digest-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(Digest.ofFile(path) == bytes.withUnsafeBytes(Digest.ofBytes))
    #expect(Digest.ofFile(path + "-none") == nil)
    #expect(Digest.ofFile(FileManager.default.temporaryDirectory.path) == nil)
  }

  /// Equal for equal data alone; a state of a training holds these very numbers.
  @Test func fingerprints() {
    func value(_ add: (inout Fingerprint) -> Void) -> UInt64 {
      var fingerprint = Fingerprint()
      add(&fingerprint)
      return fingerprint.value
    }
    #expect(value { $0.add("kick") } == value { $0.add("kick") })
    #expect(value { $0.add("kick") } != value { $0.add("kicl") })
    #expect(value { $0.add([Float]()) } != value { $0.add([0]) })
    #expect(value { $0.add(0) } == 0xE220_A839_7B1D_CDAF)
  }
}
