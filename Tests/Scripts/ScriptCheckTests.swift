import Foundation
import Testing

/// `drumlin --check`.
@Suite struct ScriptCheckTests {
  private func check(_ files: [String], in folder: URL, input: String? = nil) throws -> DrumlinProcess {
    try DrumlinProcess.run(["--check"] + files, input: input, in: folder)
  }

  /// What runs to its end has no fault, and a fault is what a run says too.
  @Test func tutorialsAndCases() throws {
    let tutorials = repository.appendingPathComponent("tutorials")
    let names = try FileManager.default.contentsOfDirectory(atPath: tutorials.path).filter { $0.hasSuffix(".drum") }
    #expect(names.count > 8)
    let sound = try check(names, in: tutorials)
    #expect(sound.status == 0 && sound.output == "" && sound.errors == "", "\(sound.errors)")

    let endings = try ScriptTests.names.map { name in
      let text = try String(
        contentsOf: ScriptTests.cases.appendingPathComponent("\(name).out"), encoding: .utf8)
      return (name: name, run: text)
    }
    let whole = endings.filter { $0.run.hasSuffix("--- exit 0\n") }.map { $0.name + ".drum" }
    #expect(whole.count > 30)
    let clean = try check(whole, in: ScriptTests.cases)
    #expect(clean.status == 0 && clean.errors == "", "\(clean.errors)")

    var told = 0
    for (name, run) in endings where !run.hasSuffix("--- exit 0\n") {
      let result = try check(["\(name).drum"], in: ScriptTests.cases)
      guard result.status != 0 else { continue }
      told += 1
      #expect(result.status == 65 && result.output == "")
      // A run ends at the first.
      let first = result.errors.components(separatedBy: "\nerror: ").first ?? ""
      #expect(run.contains(first.hasSuffix("\n") ? String(first.dropLast()) : first), "\(name)\n\(result.errors)")
    }
    #expect(told > 8, "\(told)")
  }

  @Test func everyFaultIsTold() throws {
    let folder = try TemporaryFolder()
    let script = """
      prnt 1
      print $nope {a: $nope2} "{$nope3}"
      let $y = 1
      generate --stps 3 --steps 2
      generate --steps many
      $z = 2
      for $i in 1..3 { lod; let $inner = $i }
      print $inner
      def g $a { return $later + $q + $a }
      let $later = 1
      g 1 2
      g
      print a | print b
      export
      trim --below 3Hz
      def plot { }
      try { nonsense $nope } catch $error { nons2 $error.message }
      generate | fade --out (20ms) $y $y
      time generate --seed
      """
    try script.write(to: folder.url.appendingPathComponent("w.drum"), atomically: true, encoding: .utf8)
    try "print 1".write(to: folder.url.appendingPathComponent("v.drum"), atomically: true, encoding: .utf8)
    let result = try check(["v.drum", "w.drum"], in: folder.url)
    #expect(result.status == 65)
    let messages = result.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }.map { $0.dropFirst(7) }
    let places = result.errors.split(separator: "\n").filter { $0.contains("--> w.drum:") }
      .compactMap { $0.split(separator: ":", maxSplits: 1).last }
    #expect(
      zip(places, messages).map { "\($0) \($1)" } == [
        "1:1 unknown command prnt", "2:7 unknown variable $nope", "2:17 unknown variable $nope2",
        "2:27 unknown variable $nope3", "4:10 generate: unknown option --stps",
        "5:18 generate: --steps should be a whole number from 1 to 10000, but this is a",
        "6:1 unknown variable $z", "7:18 unknown command lod", "8:7 unknown variable $inner",
        "9:28 unknown variable $q", "11:5 g: it takes one argument, and this is one too many", "12:1 g: A is missing",
        "13:1 print gives nothing to pipe on", "14:1 export: FILE is missing",
        "15:14 trim: --below should be a level such as -6dB, a number or a percentage",
        "16:5 plot is a command already", "17:39 unknown command nons2",
        "18:33 fade: it takes one argument, and this is one too many",
        "19:15 generate: --seed wants a value: a whole number from -9007199254740992 to",
      ], "\(result.errors)")
  }

  /// What other scripts define is read there; where that can't be, no name is held to be unknown.
  @Test func sourcedScriptsAreRead() throws {
    let folder = try TemporaryFolder()
    func write(_ text: String, to name: String) throws {
      try text.write(to: folder.url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write("source inner.drum", to: "outer.drum")
    try write("def mine $a { print $a }\nlet $theirs = 3\nparam $seed=1\n", to: "inner.drum")
    try write("source outer.drum\nmine $theirs\nmine 1 2", to: "a.drum")
    try write("source missing.drum\nmine $theirs\ngenerate --stps 3", to: "b.drum")
    try write("source inner.drum --seed kick", to: "c.drum")
    let a = try check(["a.drum"], in: folder.url)
    #expect(a.errors.contains("mine: it takes one argument") && !a.errors.contains("unknown"), "\(a.errors)")
    let b = try check(["b.drum"], in: folder.url)
    #expect(b.errors.contains("unknown option --stps") && !b.errors.contains("mine"), "\(b.errors)")
    #expect(try check(["c.drum"], in: folder.url).errors.contains("--seed should be a number"))
  }

  @Test func whatCanNotBeReadOrParsed() throws {
    let folder = try TemporaryFolder()
    #expect(try check(["missing.drum"], in: folder.url).status == 64)
    #expect(try check([], in: folder.url).status == 64)
    let broken = try check(["-"], in: folder.url, input: "print 1\nprint (\n")
    #expect(broken.status == 65 && broken.errors.contains("standard input:2:7"))
    #expect(try check(["-"], in: folder.url, input: "export a.wav --overwrite").status == 0)
  }
}
