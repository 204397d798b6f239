import Language
import Testing

@Suite struct TimingTests {
  @Test(arguments: [
    (0.000_000_1, "0.000 ms"), (0.000_042_4, "0.042 ms"), (0.001, "1.00 ms"), (0.009_994, "9.99 ms"),
    (0.042_13, "42.1 ms"), (0.099_96, "100 ms"), (0.999_4, "999 ms"), (0.999_6, "1.00 s"), (1.236, "1.24 s"),
    (9.996, "10.0 s"), (61.27, "61.3 s"), (1240.4, "1240 s"),
  ])
  func threeDigits(seconds: Double, text: String) {
    #expect(Interpreter.text(of: .seconds(seconds)) == text)
  }

  @Test func measuresTheStatement() throws {
    let host = FakeHost()
    let interpreter = Interpreter(registry: fakeRegistry, host: host)
    let start = ContinuousClock.now
    try interpreter.run(SourceText(name: "prompt", text: "time for $i in 1..50000 { }"))
    let elapsed = ContinuousClock.now - start
    let words = host.lines[0].split(separator: " ")
    let value = try #require(Double(words[1]))
    let seconds = words[2] == "ms" ? value / 1000 : value
    #expect(words[0] == "took" && seconds > 0.000_1 && .seconds(seconds) <= elapsed + .milliseconds(1))
  }
}
