import Checkpoints
import Testing

@Suite struct PrintableNameTests {
  @Test func controlCharactersAreReplaced() {
    #expect(printable("a\u{1B}[2Jb\n\u{202E}c") == "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}c")
  }

  @Test func ordinaryTextStays() {
    #expect(printable("Schläge/kick 1.ckpt 鼓") == "Schläge/kick 1.ckpt 鼓")
  }

  @Test func longTextIsCut() {
    #expect(printable(String(repeating: "x", count: 500)) == String(repeating: "x", count: 120) + "…")
  }
}
