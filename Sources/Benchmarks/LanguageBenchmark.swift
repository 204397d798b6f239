import ArgumentParser
import Language

/// `Benchmarks language`: how long the language takes to read a long script, and to go round a loop.
struct LanguageBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "language", abstract: "Times a script of 10,000 lines, and loops of a million turns.")

  @ArgumentParser.Option(help: "How often each is timed; the best is shown.")
  var rounds = 5

  /// Lines as scripts have them.
  private static let lines = [
    "let $x = 0.5s + 20ms * 2", "print \"take {$x} of {1 + 2}\" $x [1, 2, a]",
    "# a comment about nothing in particular", "if $x > 1s { print yes } else if true { print no }",
    "for $n in 1..3 { print $n ($n * 2) }", "generate --steps 30 | export out/a.wav --overwrite",
    "let $r = {steps: 30, sampler: \"ddim\", list: [1, 2]}", "generate ...$r --seed 3",
    "def f $a $b=6dB --loud { return ($a + $b) }", "try { f 1 } catch $e { print $e.message }",
  ]

  func run() throws {
    let script = (0..<10_000).map { Self.lines[$0 % Self.lines.count] }.joined(separator: "\n")
    try time("reading 10,000 lines", "if false {\n\(script)\n}")
    try time("for, 1,000,000 turns", "for $i in 1..1000000 { }")
    try time("while, 1,000,000 turns", "let $i = 0; while $i < 1000000 { $i = $i + 1 }")
  }

  private func time(_ what: String, _ text: String) throws {
    var best = Duration.seconds(1 << 30)
    for _ in 0..<max(1, rounds) {
      let interpreter = Interpreter(registry: CommandRegistry([]), host: NoHost())
      best = min(best, try ContinuousClock().measure { try interpreter.run(SourceText(name: "", text: text)) })
    }
    let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
    print("\(what): \((seconds * 1e4).rounded() / 10) ms")
  }

  private final class NoHost: Language.Host {
    func print(_ text: String) {}
    func show(_ progress: Language.Progress?) {}
    var isInterrupted: Bool { false }
    var display: Display { .plain }
  }
}
