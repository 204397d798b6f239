import Language

/// Keeps what programs write, and says when Ctrl-C was pressed.
final class FakeHost: Host {
  var lines: [String] = []
  /// How many times the question may be asked before the answer is yes.
  var patience = Int.max

  func print(_ text: String) { lines.append(text) }
  func show(_ progress: Progress?) {}
  var isInterrupted: Bool {
    patience -= 1
    return patience < 0
  }
  var display: Display { .plain }
}

extension Category {
  static let fake = Category("Fake")
}

/// An engine value: a tone of some pitch.
struct Tone: ForeignValue {
  static let typeName = "tone"
  static let fieldNames = ["pitch", "peak", "sample-rate", "parts"]
  let pitch: Double

  var summary: String { "a tone of \(Quantity(pitch, .hertz))" }

  func field(_ name: String) -> Value? {
    switch name {
    case "pitch": .number(pitch, .hertz)
    case "peak": .number(-3, .decibels)
    case "sample-rate": .number(44100, .hertz)
    case "parts": .list([.foreign(self), .foreign(Tone(pitch: pitch * 2))])
    default: nil
    }
  }
}

/// `tone [PITCH]`: gives a tone.
struct MakeTone: Command {
  static let pitch = Parameter(optional: "pitch", .number(units: [.hertz], in: 20...20000), help: "Its pitch.")
  static let signature = Signature(
    "tone", category: .fake, summary: "Makes a tone.", parameters: [pitch], result: "tone", effect: .pure,
    examples: [.init("tone 440Hz", "Makes the usual a.")])

  func run(_ call: Call) throws -> Value { .foreign(Tone(pitch: call[Self.pitch] ?? 440)) }
}

/// `write FILE [TONE]`: says what it would write.
struct WriteTone: Command {
  static let file = Parameter("file", .path(.write(endings: ["wav"])), help: "Where to.")
  static let tone = Parameter(input: "tone", ArgumentType<Tone>.engine, help: "The tone.")
  static let fade = Option("fade", .quantity(units: [.seconds, .none], in: 0...2), help: "How long it fades.")
  static let overwrite = Option(flag: "overwrite", help: "Replaces a file.")
  static let signature = Signature(
    "write", category: .fake, summary: "Writes a tone to a file.", parameters: [file, tone],
    options: [fade, overwrite], effect: .writes,
    examples: [.init("write a.wav --fade 20ms", "Writes the last tone.")])

  func run(_ call: Call) throws -> Value {
    let file = call[Self.file]
    if file == "locked.wav" { throw CommandFailure("it is locked", hint: "unlock it", argument: Self.file) }
    if file == "broken.wav" { throw DiskFailure() }
    let fade = call[Self.fade].map { ", fades \($0)" } ?? ""
    let tone = call[Self.tone].summary
    call.host.print("writes \(file): \(tone)\(fade)\(call[Self.overwrite] ? ", over what was there" : "")")
    return .nothing
  }
}

/// An engine's error: it knows no place.
struct DiskFailure: Error, CustomStringConvertible {
  let description = "the disk is full\nfree some space\nor buy one"
}

/// `draw [KIND] [TONE]`: an optional parameter before the input.
struct DrawTone: Command {
  enum Kind: String, CaseIterable, Sendable { case mel, waveform }

  static let kind: Parameter<Kind?> = Parameter(optional: "kind", .choice, help: "What to draw.")
  static let tone = Parameter(input: "tone", ArgumentType<Tone>.engine, help: "The tone.")
  static let signature = Signature(
    "draw", category: .fake, summary: "Draws a tone.", parameters: [kind, tone], effect: .looks)

  func run(_ call: Call) throws -> Value {
    call.host.print("\(call[Self.kind] ?? .mel) of \(call[Self.tone].summary)")
    return .nothing
  }
}

/// `join TONE...`, and `start [TONE]`, which takes what is piped in but not `$it`.
struct JoinTones: Command {
  static let tones = Parameter(rest: "tones", ArgumentType<Tone>.engine, help: "The tones.")
  static let signature = Signature(
    "join", category: .fake, summary: "Joins tones.", parameters: [tones], result: "tone", effect: .pure)

  func run(_ call: Call) throws -> Value {
    let tones = call[Self.tones]
    if tones.isEmpty { throw CommandFailure("there is nothing to join") }
    call.host.print("joins \(tones.map(\.summary).joined(separator: " and "))")
    return .foreign(tones[0])
  }
}

struct StartTone: Command {
  static let tone = Parameter(
    piped: "tone", ArgumentType<Tone>.engine, help: "The tone; a new one when not given.")
  static let signature = Signature(
    "start", category: .fake, summary: "Starts from a tone.", parameters: [tone], effect: .session)

  func run(_ call: Call) throws -> Value {
    call.host.print("starts from \(call[Self.tone]?.summary ?? "nothing")")
    return .nothing
  }
}

/// `typed --…`: an option of every type, and shows what arrived.
struct Typed: Command {
  static let signature = Signature(
    "typed", category: .fake, summary: "Shows its options.",
    options: [
      Option("any", ArgumentType<Value>.any, help: "Anything."), Option("text", .text, help: "A text."),
      Option("number", .number(), help: "A number."), Option("time", .number(units: [.seconds]), help: "A time."),
      Option("level", .number(units: [.decibels], in: -60...0), help: "A level."),
      Option("mixed", .number(units: [.none, .percent]), help: "Either."),
      Option("whole", in: 1...10, default: 5, help: "A whole number."),
      Option("bool", ArgumentType<Bool>.boolean, help: "Yes or no."),
      Option("choice", .choice(of: ["red", "green"], name: { $0 }), help: "A colour."),
      Option("file", .path(.read(endings: ["wav"])), help: "A file."),
      Option("tone", ArgumentType<Tone>.engine, help: "A tone."),
      Option("list", ArgumentType<[Int]>.list(of: .integer(in: 0...9)), help: "Digits."),
      Option("record", ArgumentType<[Named<Int>]>.record(of: .integer(in: 0...9)), help: "Digits with names."),
      Option(
        "either",
        .either([ArgumentType<Int>.integer(in: 0...100), .choice(of: [-1], name: { _ in "auto" })]),
        help: "A number or auto."),
      Option(flag: "flag", help: "A flag."),
    ], effect: .looks)

  func run(_ call: Call) throws -> Value {
    let shown = Self.signature.options.compactMap { option in
      call.value(of: option.name).map { "\(option.name)=\($0.typeName):\($0)" }
    }
    call.host.print(shown.joined(separator: " "))
    return .nothing
  }
}

/// `stop`: as if Ctrl-C had been pressed while it worked.
struct Stop: Command {
  static let signature = Signature("stop", category: .fake, summary: "Is interrupted.", effect: .looks)

  func run(_ call: Call) throws -> Value { throw Interrupted() }
}

var fakeRegistry: CommandRegistry {
  CommandRegistry([
    MakeTone(), WriteTone(), DrawTone(), JoinTones(), StartTone(), Typed(), Stop(),
  ])
}

/// Runs a program from scratch: what it wrote, and how it ended.
func run(
  _ text: String, name: String = "test.drum", arguments: [String]? = nil, echo: Bool = false
) -> (lines: [String], failure: Diagnostic?) {
  let host = FakeHost()
  let interpreter = Interpreter(registry: fakeRegistry, host: host, home: "/home/ada")
  // Every look at the clock is 620 ms later than the one before.
  var instant = ContinuousClock.now
  interpreter.now = {
    instant += .milliseconds(620)
    return instant
  }
  do throws(Diagnostic) {
    try interpreter.run(SourceText(name: name, text: text), arguments: arguments, echo: echo)
    return (host.lines, nil)
  } catch {
    return (host.lines, error)
  }
}
