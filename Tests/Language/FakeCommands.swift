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
  static let signature = Signature(
    name: "tone", category: "Fake", summary: "Makes a tone.",
    parameters: [Parameter("pitch", .number(units: [.hertz], in: 20...20000), .optional, help: "Its pitch.")],
    result: "tone", examples: [.init("tone 440Hz", "Makes the usual a.")])

  func run(_ call: Call) throws -> Value { .foreign(Tone(pitch: call.number("pitch") ?? 440)) }
}

/// `write FILE [TONE]`: says what it would write.
struct WriteTone: Command {
  static let signature = Signature(
    name: "write", category: "Fake", summary: "Writes a tone to a file.",
    parameters: [
      Parameter("file", .path(.write(endings: ["wav"])), help: "Where to."),
      Parameter("tone", .foreign("tone"), .input, help: "The tone."),
    ],
    options: [
      Option("fade", .number(units: [.seconds, .none], in: 0...2), help: "How long it fades."),
      Option(flag: "overwrite", help: "Replaces a file."),
    ],
    examples: [.init("write a.wav --fade 20ms", "Writes the last tone.")])

  func run(_ call: Call) throws -> Value {
    let file = call.text("file") ?? ""
    if file == "locked.wav" { throw CommandFailure("it is locked", hint: "unlock it", argument: "file") }
    if file == "broken.wav" { throw DiskFailure() }
    let fade = call.quantity("fade").map { ", fades \($0)" } ?? ""
    let tone = call.foreign("tone", as: Tone.self)?.summary ?? "?"
    call.host.print("writes \(file): \(tone)\(fade)\(call.flag("overwrite") ? ", over what was there" : "")")
    return .nothing
  }
}

/// An engine's error: it knows no place.
struct DiskFailure: Error, CustomStringConvertible {
  let description = "the disk is full\nfree some space\nor buy one"
}

/// `draw [KIND] [TONE]`: an optional parameter before the input.
struct DrawTone: Command {
  static let signature = Signature(
    name: "draw", category: "Fake", summary: "Draws a tone.",
    parameters: [
      Parameter("kind", .choice(["mel", "waveform"]), .optional, help: "What to draw."),
      Parameter("tone", .foreign("tone"), .input, help: "The tone."),
    ])

  func run(_ call: Call) throws -> Value {
    call.host.print("\(call.text("kind") ?? "mel") of \(call.foreign("tone", as: Tone.self)?.summary ?? "?")")
    return .nothing
  }
}

/// `join TONE...`, and `start [TONE]`, which takes what is piped in but not `$it`.
struct JoinTones: Command {
  static let signature = Signature(
    name: "join", category: "Fake", summary: "Joins tones.",
    parameters: [Parameter("tones", .foreign("tone"), .rest, help: "The tones.")], result: "tone")

  func run(_ call: Call) throws -> Value {
    let tones = call.items("tones")
    if tones.isEmpty { throw CommandFailure("there is nothing to join") }
    call.host.print("joins \(tones.map(\.description).joined(separator: " and "))")
    return tones[0]
  }
}

struct StartTone: Command {
  static let signature = Signature(
    name: "start", category: "Fake", summary: "Starts from a tone.",
    parameters: [Parameter("tone", .foreign("tone"), .piped, help: "The tone; a new one when not given.")])

  func run(_ call: Call) throws -> Value {
    call.host.print("starts from \(call.foreign("tone", as: Tone.self)?.summary ?? "nothing")")
    return .nothing
  }
}

/// `typed --…`: an option of every type, and shows what arrived.
struct Typed: Command {
  static let signature = Signature(
    name: "typed", category: "Fake", summary: "Shows its options.",
    options: [
      Option("any", .any, help: "Anything."), Option("text", .text, help: "A text."),
      Option("number", .number(), help: "A number."), Option("time", .number(units: [.seconds]), help: "A time."),
      Option("level", .number(units: [.decibels], in: -60...0), help: "A level."),
      Option("mixed", .number(units: [.none, .percent]), help: "Either."),
      Option("whole", .integer(in: 1...10), default: .number(5), help: "A whole number."),
      Option("bool", .boolean, help: "Yes or no."), Option("choice", .choice(["red", "green"]), help: "A colour."),
      Option("file", .path(.read(endings: ["wav"])), help: "A file."),
      Option("tone", .foreign("tone"), help: "A tone."),
      Option("list", .list(of: .integer(in: 0...9)), help: "Digits."),
      Option("either", .either([.integer(in: 0...100), .choice(["auto"])]), help: "A number or auto."),
      Option(flag: "flag", help: "A flag."),
    ])

  func run(_ call: Call) throws -> Value {
    let shown = Self.signature.options.compactMap { option in
      call.value(option.name).map { "\(option.name)=\($0.typeName):\($0)" }
    }
    call.host.print(shown.joined(separator: " "))
    return .nothing
  }
}

/// `stop`: as if Ctrl-C had been pressed while it worked.
struct Stop: Command {
  static let signature = Signature(name: "stop", category: "Fake", summary: "Is interrupted.")

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
