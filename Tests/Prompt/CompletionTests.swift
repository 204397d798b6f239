import Language
import Prompt
import Testing

@Suite struct CompletionTests {
  /// A few files in memory.
  private struct Files: FileSystem {
    let folders: [String: [String]] = [
      "./": ["kicks_v7.ckpt", "snare.safetensors", "notes.txt", "my kick.wav", "models/", ".hidden.ckpt", "-odd.ckpt"],
      "models/": ["a.ckpt", "b.CKPT", "old sounds/"],
      "/home/u/": ["tilde.ckpt", "sub/"],
    ]
    let home: String? = "/home/u"

    func names(inFolder path: String) -> [String] {
      (folders[path] ?? []).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    func isFolder(_ path: String) -> Bool {
      folders.contains { folder, names in names.contains { folder + $0 == path + "/" } }
    }
  }

  /// A value of the engine, of the type that `plot` takes.
  private struct Noise: ForeignValue {
    static let typeName = "sound"
    static let fieldNames: [String] = []
    let summary = "noise"
    func field(_ name: String) -> Value? { nil }
  }

  private static let signatures = [
    Signature(
      "load-model", category: Category("Model"), summary: "Loads.",
      parameters: [Parameter("file", .path(.read(endings: ["ckpt", "safetensors"])), help: "The file.")],
      options: [
        Option("config", .path(.read(endings: ["yaml"])), help: "The configuration."),
        Option("weights", .choice(of: ["ema", "online"], name: { $0 }), help: "The weights."),
        Option(flag: "quiet", help: "Says nothing."),
        Option("gain", .number(units: [.decibels]), help: "How loud."),
      ], effect: .session),
    Signature(
      "load-audio", category: Category("Sound"), summary: "Loads.", effect: .pure),
    Signature(
      "set-seed", category: Category("Denoising"), summary: "Sets.",
      parameters: [Parameter("seed", .integer(in: 0...9), help: "The seed.")], effect: .session),
    Signature(
      "plot", category: Category("Plot"), summary: "Plots.",
      parameters: [
        Parameter(optional: "kind", .choice(of: ["mel", "waveform"], name: { $0 }), help: "What."),
        Parameter(input: "sound", ArgumentType<Noise>.engine, help: "Of what."),
      ], effect: .looks),
    Signature(
      "concat", category: Category("Sound"), summary: "Joins.",
      parameters: [
        Parameter(
          rest: "files", .either([.choice(of: ["all"], name: { $0 }), .path(.read(endings: ["wav"]))]), help: "F.")
      ], effect: .pure),
    Signature(
      "help", category: Category("Session"), summary: "Helps.",
      parameters: [Parameter(optional: "topic", .text, help: "A command.")], effect: .looks),
  ]

  /// Completes at `‸`, or at the end.
  private func completion(_ line: String) -> Completion {
    let parts = line.split(separator: "‸", maxSplits: 1, omittingEmptySubsequences: false)
    return Completion(
      line: parts.joined(), cursor: parts[0].utf8.count, signatures: Self.signatures,
      variables: [
        Completion.Variable(name: "kick", fields: ["duration", "peak"]), Completion.Variable(name: "kicks"),
        Completion.Variable(name: "it"), Completion.Variable(name: "r", fields: ["b c", "b"]),
      ],
      fileSystem: Files())
  }

  private func labels(_ line: String) -> [String] { completion(line).candidates.map(\.label) }

  @Test(arguments: [
    "load-", "set-seed 1; load-", "set-seed 1;load-", "plot | load-", "let $x = load-", "plot mel (load-",
    "time load-", "time\tload-", "let $x = time load-", "return load-", "time time load-",
    "for $i in 1..2 { load-", "for $i in load-",
    "if $x { set-seed 1 } else { load-", "{\nset-seed 1\n  load-", "x # note\nload-",
    "x # a ( \" {\nload-", "print \"{$a}\"; load-", "print \"{(load-", "print \"a{f \"b\"}\" | load-",
    "let $r = {a: 1}; load-",
    "f {a: {b: 1}} | load-", "while $x == {a: 1} { load-", "try { plot } catch $e { load-", "def f $a={x: 1} { load-",
    "time if true { load-", "f ...$o; load-",
  ])
  func commandsStandAtTheStartOfAStatement(line: String) {
    #expect(labels(line) == ["load-audio", "load-model"])
  }

  @Test(arguments: [
    "print [load-", "set-seed load-", "time set-seed load-", "print \"{load-", "print \"load-", "# load-", "x #load-",
    "$x == load-", "print \"a{\"b{load-", "print \"{$a} load-", "print {load-", "print {a: load-", "let $r = {load-",
    "let $r = {a: 1,\n  load-", "f ...{load-", "return {load-", "print [{load-", "print \"\\\"; load-",
    "f {a: 1} load-",
    "if $x == 1 # {\nset-seed load-",
  ])
  func commandsStandNowhereElse(line: String) {
    #expect(labels(line).isEmpty)
  }

  @Test func anEmptyLineOffersCommandsAndKeywords() {
    let labels = labels("")
    #expect(labels.contains("set-seed") && labels.contains("for") && labels.contains("let"))
  }

  @Test func optionsThatAreNotGivenYet() {
    #expect(labels("load-model --") == ["--config", "--weights", "--quiet", "--gain"])
    #expect(labels("load-model a.ckpt --quiet --w") == ["--weights"])
    #expect(labels("load-model --weights=ema --quiet -") == ["--config", "--gain"])
    #expect(labels("load-model -- --").isEmpty)
  }

  @Test func whatStandsInBracketsIsOneArgument() {
    #expect(labels("load-model {a: 1} --qu") == ["--quiet"])
    #expect(labels("load-model ...{quiet: true} --qu") == ["--quiet"])
    #expect(labels("load-model \"a{\"b\"}c\" --weights ") == ["ema", "online"])
    #expect(labels("load-model (f | g; h) --weights ") == ["ema", "online"])
    #expect(labels("load-model [\n] --weights ") == ["ema", "online"])
    #expect(hint("set-seed (f 1) ") == ["set-seed SEED"])
  }

  @Test func valuesOfOptions() {
    #expect(labels("load-model --weights ") == ["ema", "online"])
    #expect(labels("load-model --weights=o") == ["online"])
    #expect(completion("load-model --weights=o").step == .insert(replacing: 1, with: "online "))
    // A flag takes no value: the file is next.
    #expect(labels("load-model --quiet k") == ["kicks_v7.ckpt"])
  }

  @Test func choicesAndVariables() {
    #expect(labels("plot ") == ["mel", "waveform"])
    #expect(labels("plot mel $k") == ["$kick", "$kicks"])
    #expect(labels("plot mel ") == ["$kick", "$kicks", "$it", "$r"])
    #expect(labels("export \"kick-{$ki") == ["$kick", "$kicks"])
    #expect(labels("print $kick.") == ["duration", "peak"])
    #expect(completion("print $r.b").candidates.map(\.text) == ["$r[\"b c\"]", "$r.b"])
    #expect(completion("print $kick.p").step == .insert(replacing: 7, with: "$kick.peak "))
  }

  @Test func behindAPipeStandsWhatTakesItsValue() {
    #expect(labels("plot | ") == ["plot"])
    #expect(labels("plot |\n  pl") == ["plot"])
    #expect(labels("plot | set") == ["set-seed"])
    #expect(labels("plot | plot; ").contains("set-seed"))
    #expect(labels("plot | plot\n").contains("set-seed"))
    #expect(labels("let $x = plot | ") == ["plot"])
    #expect(labels("if $x { plot | plot }\n").contains("set-seed"))
  }

  @Test func variablesOfTheTypeThatIsWanted() {
    let values: [(String, Value)] = [
      ("number", .number(3)), ("text", .string("a")), ("flag", .bool(true)), ("list", .list([])), ("none", .nothing),
    ]
    let completion = Completion(
      line: "plot mel ", cursor: 9, signatures: Self.signatures,
      variables: values.map { Completion.Variable(name: $0, value: $1) }
        + [
          Completion.Variable(name: "sound", typeName: "sound"), Completion.Variable(name: "run", typeName: "run"),
          Completion.Variable(name: "unknown"),
        ],
      fileSystem: Files())
    #expect(completion.candidates.map(\.label) == ["$sound", "$unknown"])
  }

  /// What stands in fields has fields too: of engine values by their types, which compute none of them.
  @Test(arguments: [
    ("$run.", ["sound", "step"]), ("$run.s", ["sound", "step"]), ("$run.sound.", ["peak"]), ("$run.step.", []),
    ("$list.last.p", ["peak"]), ("$list.first.n", ["name"]), ("$record.one.", ["two"]),
    ("$record.one.two.l", ["length"]),
    ("$record.none.", []), ("$unknown.a.", []),
  ]) func fieldsOfFields(line: String, fields: [String]) {
    let values: [(String, Value)] = [
      ("run", .foreign(FakeRun())), ("list", .list([record("name", .number(1)), .foreign(FakeSound())])),
      ("record", record("one", record("two", .string("three")))),
    ]
    let completion = Completion(
      line: line, cursor: line.utf8.count, signatures: Self.signatures,
      variables: values.map { Completion.Variable(name: $0, value: $1) }, fileSystem: Files())
    let before = line[...(line.lastIndex(of: ".") ?? line.startIndex)]
    #expect(completion.candidates.map(\.text) == fields.map { before + $0 })
  }

  private func record(_ name: String, _ value: Value) -> Value {
    var record = Record()
    record.set(name, to: value)
    return .record(record)
  }

  private struct FakeRun: ForeignValue {
    static let typeName = "run"
    static let fieldNames = ["sound", "step"]
    var summary: String { "" }
    func field(_ name: String) -> Value? {
      Issue.record("a field was computed")
      return nil
    }
    static func type(ofField name: String) -> (any ForeignValue.Type)? { name == "sound" ? FakeSound.self : nil }
  }

  private struct FakeSound: ForeignValue {
    static let typeName = "sound"
    static let fieldNames = ["peak"]
    var summary: String { "" }
    func field(_ name: String) -> Value? { nil }
  }

  /// What a command has to offer stands before what its argument's type tells.
  @Test func suggestionsOfACommand() {
    let completion = Completion(
      line: "help m", cursor: 6, signatures: Self.signatures, variables: [], fileSystem: Files(),
      suggestions: { $0 == "help" && $1 == "topic" ? ["mark-1", "other", "marked twice"] : [] })
    #expect(completion.candidates.map(\.label) == ["mark-1", "marked twice", "model"])
  }

  @Test func variablesOfABlockThatIsStillTyped() {
    #expect(labels("for $index in 1..3 {\n  print $in") == ["$index"])
    #expect(labels("for $index in 1..3 {\n  let $inner = 2; print \"{$in") == ["$index", "$inner"])
    #expect(labels("try { plot } catch $issue { print $is") == ["$issue"])
    #expect(labels("def f $some $sort=6dB --sorted --size=3 {\n  print $s") == ["$some", "$sort", "$sorted", "$size"])
    #expect(labels("def f $size={a: 1} $some=[2, $sold] {\n  print $s") == ["$size", "$some"])
    #expect(labels("def f $a\nprint $some\nprint $s").isEmpty)
    #expect(labels("print \"let $unbound\" # for $unbound\nprint $un").isEmpty)
    #expect(labels("print $unbound; print $un").isEmpty)
    #expect(labels("let $kick = 1; print $kick") == ["$kick", "$kicks"])
  }

  @Test func definedCommandsHaveTheirOptions() throws {
    let interpreter = Interpreter(registry: CommandRegistry([]), host: Silence())
    try interpreter.run(SourceText(name: "t", text: "def brighter $sound $amount=6dB --slowly --by=3 { print $sound }"))
    func labels(_ line: String) -> [String] {
      Completion(
        line: line, cursor: line.utf8.count, signatures: interpreter.definedSignatures, variables: [],
        fileSystem: Files()
      ).candidates.map(\.label)
    }
    #expect(labels("bri") == ["brighter"])
    #expect(labels("print | bri") == ["brighter"])
    #expect(labels("brighter --") == ["--slowly", "--by"])
    #expect(labels("brighter $x --slowly --") == ["--by"])
  }

  private final class Silence: Language.Host {
    let isInterrupted = false
    let display = Display.plain
    func print(_ text: String) {}
    func show(_ progress: Language.Progress?) {}
  }

  /// The hint's lines.
  private func hint(_ line: String, columns: Int = 80) -> [String] {
    completion(line).hint?.text(columns: columns).components(separatedBy: "\n") ?? []
  }

  @Test func hintsTellOfTheParameterAtTheCursor() {
    #expect(completion("set-seed ").step == .nothing)
    #expect(hint("set-seed ") == ["set-seed SEED", "  SEED  The seed. A whole number from 0 to 9."])
    #expect(hint("set-seed 4") == hint("set-seed "))
    #expect(hint("let $x = time set-seed 4") == hint("set-seed "))
    // Behind the last parameter the usage stays.
    #expect(hint("set-seed 4 ") == ["set-seed SEED"])
    #expect(hint("set-seed 4; ").isEmpty)
    #expect(hint("load-audio ") == ["load-audio"])
    #expect(hint("nonsense ").isEmpty)
  }

  @Test(arguments: ["load-model --gain ", "load-model --gain=", "load-model --gain -1", "load-model --gain=-1"])
  func hintsTellOfTheOptionWhoseValueIsTyped(line: String) {
    #expect(completion(line).step == .nothing)
    #expect(
      hint(line) == [
        "load-model FILE [--config FILE] [--weights ema|online] [--quiet] [--gain LEVEL]",
        "  --gain LEVEL  How loud. A level such as -6dB.",
      ])
  }

  @Test func hintsFitTheWidthAndSayWhatIsAccepted() {
    #expect(hint("load-model ", columns: 30).allSatisfy { $0.count < 30 })
    #expect(hint("load-model x").last == "  FILE  The file. A file.")
    #expect(hint("help x").last == "  TOPIC  A command. A string.")
  }

  @Test func hintsTellHowStatementsGo() {
    #expect(hint("for ") == ["for $name in LIST { … }"])
    #expect(hint("if true { let $x") == [])
    #expect(hint("if true { let x") == ["let $name = VALUE"])
  }

  @Test func filesThatFitAndFoldersFirst() {
    #expect(labels("load-model ") == ["models/", "-odd.ckpt", "kicks_v7.ckpt", "snare.safetensors"])
    #expect(labels("load-model models/") == ["old sounds/", "a.ckpt", "b.CKPT"])
    #expect(labels("load-model .") == [".hidden.ckpt"])
    #expect(labels("load-model --config ") == ["models/"])
    #expect(labels("concat x.wav ").contains("my kick.wav"))
    #expect(labels("concat a") == ["all"])
    #expect(labels("load-model one.ckpt ").isEmpty)
  }

  @Test func theHomeFolder() {
    #expect(completion("load-model ~").step == .insert(replacing: 1, with: "~/"))
    #expect(labels("load-model ~/") == ["sub/", "tilde.ckpt"])
    #expect(completion("load-model ~/t").step == .insert(replacing: 3, with: "~/tilde.ckpt "))
  }

  @Test func namesThatNeedQuotationMarks() {
    #expect(completion("concat m").step == .choose(["models/", "my kick.wav"]))
    #expect(completion("concat my").step == .insert(replacing: 2, with: "\"my kick.wav\" "))
    #expect(completion("concat \"my k").step == .insert(replacing: 5, with: "\"my kick.wav\" "))
    #expect(completion("load-model models/o").step == .insert(replacing: 8, with: "\"models/old sounds/"))
    #expect(completion("load-model \"models/\\u{6f}l").step == .insert(replacing: 15, with: "\"models/old sounds/"))
    #expect(completion("load-model -- -o").step == .insert(replacing: 2, with: "./-odd.ckpt "))
  }

  @Test func tabInsertsWhatAllHaveInCommon() {
    #expect(completion("l").step == .choose(["load-audio", "load-model", "let"]))
    #expect(completion("lo").step == .insert(replacing: 2, with: "load-"))
    #expect(completion("load-").step == .choose(["load-audio", "load-model"]))
    #expect(completion("load-m").step == .insert(replacing: 6, with: "load-model "))
    #expect(completion("load-model mo").step == .insert(replacing: 2, with: "models/"))
    #expect(completion("xyz").step == .nothing)
  }

  @Test func inTheMiddleOfALine() {
    #expect(completion("lo‸ kicks").step == .insert(replacing: 2, with: "load-"))
    #expect(completion("set‸ 42").step == .insert(replacing: 3, with: "set-seed"))
    #expect(completion("set-seed‸ 42").step == .nothing)
  }

  @Test func helpTakesCommandNames() {
    #expect(labels("help load-") == ["load-audio", "load-model"])
    #expect(labels("help lang") == ["language"])
    #expect(labels("help s") == ["set-seed", "session", "sound"])
    #expect(labels("?load-") == ["load-audio", "load-model"])
    #expect(completion("?set").step == .insert(replacing: 4, with: "?set-seed "))
    #expect(labels("? set") == ["set-seed"])
    #expect(labels("print ?set").isEmpty)
  }

  @Test func noTextBreaksIt() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "load-model", " ", "\"", "{", "}", "(", ")", "[", "]", "$", "=", "|", ";", "\\", "#", "é", "--", "\n", "/",
    ]
    for _ in 0..<3000 {
      let line = (0..<Int.random(in: 0..<14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      let cursor = Int.random(in: -1...line.utf8.count + 2, using: &random)
      let completion = Completion(
        line: line, cursor: cursor, signatures: Self.signatures, variables: [], fileSystem: Files())
      if case .insert(let count, _) = completion.step { #expect(count <= line.unicodeScalars.count) }
    }
  }

  @Test(
    arguments: [
      ("set-seed", 3, "set-seed"), ("set-seed 3", 10, "set-seed"), ("load-audio a.wav | plot mel", 25, "plot"),
      ("let $x = load-audio ", 20, "load-audio"), ("print (set-seed ", 16, "set-seed"), ("nonsense", 3, nil),
      ("", 0, nil),
    ] as [(String, Int, String?)])
  func theCommandAtTheCursor(line: String, cursor: Int, name: String?) {
    #expect(Completion.command(in: line, at: cursor, among: Self.signatures)?.name == name)
  }
}
