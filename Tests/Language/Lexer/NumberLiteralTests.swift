import Language
import Testing

@Suite struct NumberLiteralTests {
  @Test(arguments: [
    ("0", Quantity(0)), ("20ms", Quantity(0.02, .seconds)), ("0.75s", Quantity(0.75, .seconds)),
    ("44.1kHz", Quantity(44100, .hertz)), ("440Hz", Quantity(440, .hertz)), ("-6dB", Quantity(-6, .decibels)),
    ("+3dB", Quantity(3, .decibels)), ("50%", Quantity(50, .percent)), ("1e-4", Quantity(0.0001)),
    ("1E+2ms", Quantity(0.1, .seconds)), (".5", Quantity(0.5)), ("1.001kHz", Quantity(1001, .hertz)),
    ("0.1ms", Quantity(0.0001, .seconds)), ("1e-999999999999999999999", Quantity(0)),
  ])
  func reads(text: String, quantity: Quantity) {
    #expect(NumberLiteral.read(text) == quantity)
  }

  @Test(arguments: [
    "", "-", ".", "1.", "1..2", "20 ms", "20mss", "20MS", "1e", "e5", "0x10", "1_000", "--5", "1e999", "∞", "nan",
    "inf", "５",
  ])
  func readsNot(text: String) {
    #expect(NumberLiteral.read(text) == nil)
  }

  @Test func anythingTooLargeIsSaidToBe() {
    #expect(NumberLiteral.scan(Array("1e999999999999999999999s".utf8), from: 0) == .tooLarge(end: 24))
  }

  /// Whatever is printed reads back as the same number.
  @Test func printedNumbersReadBack() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<5000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite, let unit = Unit.allCases.randomElement(using: &random) else { continue }
      let quantity = Quantity(value, unit)
      #expect(NumberLiteral.read(quantity.description) == quantity)
    }
  }
}
