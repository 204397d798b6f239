import Hashing
import Hub
import Testing

@Suite struct ContentHashTests {
  private func hash(_ text: String, as etag: String) -> String? {
    var hash = Digest(etag: etag, byteCount: text.utf8.count)
    // In two pieces, as it comes over a network.
    for piece in [text.prefix(2), text.dropFirst(2)] { Array(piece.utf8).withUnsafeBytes { hash?.update($0) } }
    return hash?.finish()
  }

  /// What sha256sum and `git hash-object` say.
  @Test func knownValues() {
    let sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    #expect(hash("hello\n", as: sha256) == sha256)
    let git = "ce013625030ba8dba906f756967f9e9ca394464a"
    #expect(hash("hello\n", as: git) == git)
    let empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    #expect(hash("", as: empty) == empty)
  }

  @Test func otherNamesAreNoHash() {
    for etag in ["", "abc", "d41d8cd98f00b204e9800998ecf8427e", String(repeating: "g", count: 64)] {
      #expect(hash("hello\n", as: etag) == nil)
    }
  }
}
