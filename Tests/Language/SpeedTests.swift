import Foundation
import Language
import Testing

/// What must not take long. The bounds are those of a release build; a debug build has ten times as long.
@Suite(.serialized) struct SpeedTests {
  #if DEBUG
    private static let patience = 10.0
  #else
    private static let patience = 1.0
  #endif

  /// The least processor time of five runs in seconds, or the first that is within the bound. Other work beside the tests
  /// does not count.
  private func best(within bound: Double, _ work: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<5 where best > bound {
      let start = Self.processorTime
      try work()
      best = min(best, Self.processorTime - start)
    }
    return best
  }

  /// What this thread has had of the processor, in seconds.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func expect(within seconds: Double, _ text: String, _ ending: Diagnostic.Kind? = nil) {
    let bound = seconds * Self.patience
    let time = best(within: bound) {
      let failure = run(text).failure
      #expect(failure?.kind == ending, "\(failure?.message ?? "")")
    }
    #expect(time <= bound, "\(time) s")
  }

  @Test func tenThousandLinesParseInATenthOfASecond() {
    let lines = [
      "let $x = 0.5s + 20ms * 2", "print \"take {$x} of {1 + 2}\" $x [1, 2, a]",
      "# a comment about nothing in particular",
      "if $x > 1s { print yes } else if true { print no }", "for $n in 1..3 { print $n ($n * 2) }",
      "tone 50Hz | write out/a.wav --fade 20ms --overwrite", "let $r = {steps: 30, sampler: \"ddim\", list: [1, 2]}",
      "typed --whole 3 ...$r --text word", "def f $a $b=6dB --loud { return ($a + $b) }",
      "try { f 1 } catch $e { print $e.message }",
    ]
    let text = (0..<10_000).map { lines[$0 % lines.count] }.joined(separator: "\n")
    expect(within: 0.1, "if false {\n\(text)\n}")
  }

  @Test func aMillionTurnsTakeLessThanASecond() {
    expect(within: 1, "for $i in 1..1000000 { }")
    expect(within: 1, "let $i = 0; while $i < 1000000 { $i = $i + 1 }")
  }

  /// An error in a text of megabytes takes time in proportion, wherever it stands.
  @Test(arguments: [
    "print \(String(repeating: "a", count: 4 << 20)) (", "print (\(String(repeating: "é ", count: 2 << 20))",
    "\(String(repeating: "print 1\n", count: 1 << 19))print (", "(\(String(repeating: " ", count: 4 << 20))",
    "print \"\(String(repeating: "é", count: 2 << 20))", "\(String(repeating: "def f { };", count: 1 << 18))(",
    "\(String(repeating: "# word\n", count: 1 << 19))def f { } (", String(repeating: "(", count: 4 << 20),
    String(repeating: "[1, ", count: 1 << 20), String(repeating: "{a: ", count: 1 << 20),
    String(repeating: "\"{", count: 1 << 20), "print \(String(repeating: "7", count: 4 << 20)).. (",
  ])
  func longTextsWithAnError(text: String) {
    let bound = 3 * Self.patience
    let time = best(within: bound) {
      let failure = run(text).failure
      #expect(failure?.kind == .syntax)
      let shown = failure?.rendered(columns: 80, hasColour: false) ?? ""
      #expect(shown.utf8.count < 4000)
      _ = Completeness(of: text)
    }
    #expect(time <= bound, "\(time) s")
  }
}
