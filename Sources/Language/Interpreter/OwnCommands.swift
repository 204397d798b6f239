import Foundation

/// `print`: writes values.
struct Print: Command {
  static let values = Parameter(rest: "values", .any, help: "What to write.")
  static let signature = Signature(
    "print", category: .language, summary: "Writes values, with a space between them.",
    discussion: "Strings are written without quotes. With no value it writes an empty line.",
    parameters: [values], effect: .pure,
    examples: [
      Signature.Example("print \"seed {42}\"", "writes: seed 42"),
      Signature.Example("print (1 + 2) [a, b]", "writes: 3 [\"a\", \"b\"]"),
    ])

  func run(_ call: Call) throws -> Value {
    var line = ""
    for (index, value) in call[Self.values].enumerated() {
      guard let text = value.formatted(limit: Operators.textLimit), line.utf8.count < Operators.textLimit else {
        throw Operators.textTooLong
      }
      line += (index > 0 ? " " : "") + text
    }
    call.host.write(line)
    return .nothing
  }
}

/// `round NUMBER [PLACES]`: fewer digits.
struct Round: Command {
  static let number = Parameter(input: "number", .any, help: "A number, with its unit if it has one.")
  static let places = Parameter("places", .integer(in: 0...15), default: 0, help: "Digits behind the point.")
  static let signature = Signature(
    "round", category: .language, summary: "Rounds a number, the half away from zero.",
    parameters: [number, places], result: "a number", effect: .pure,
    examples: [
      Signature.Example("print \"{(round 2.6667s 2)}\"", "writes: 2.67s"),
      Signature.Example("print (round 2.5)", "writes: 3"),
    ])

  func run(_ call: Call) throws -> Value {
    guard case .number(let quantity) = call[Self.number] else {
      throw CommandFailure("NUMBER should be a number, but this is \(call[Self.number].kind)", argument: Self.number)
    }
    var scale = 1.0
    for _ in 0..<call[Self.places] { scale *= 10 }
    let rounded = (quantity.value * scale).rounded() / scale
    // So large a number has no digits there.
    return .number(Quantity(rounded.isFinite ? rounded : quantity.value, quantity.unit))
  }
}

/// `source`: runs another file. What it does stands in the interpreter, since it needs the parser and the variables.
struct SourceCommand: Command {
  static let file = Parameter("file", .path(.read(endings: ["drum"])), help: "The script to run.")
  static let signature = Signature(
    "source", category: .language, summary: "Runs another script's commands here.",
    discussion: """
      Its variables and definitions stay. A relative path counts from the folder of the script that says source, at \
      the prompt from the current folder. What a script declares by param is given as an option behind its file.
      """,
    parameters: [file], effect: .session,
    examples: [
      Signature.Example("source effects.drum", "defines what effects.drum defines"),
      Signature.Example("source kicks.drum --seed 4", "another seed than kicks.drum has in param $seed=1"),
    ])

  func run(_ call: Call) throws -> Value { .nothing }
}

/// `exit [STATUS]`: ends the program.
struct Exit: Command {
  static let status = Parameter(
    optional: "status", .integer(in: 0...255), help: "The program's exit status; 0 when not given.")
  static let signature = Signature(
    "exit", category: .language, summary: "Ends the program.",
    discussion: """
      In a script, on a command line and at the prompt alike; nothing after it runs, no try holds it up, and a page \
      that --report asked for is written. A script that `source` runs ends the program too.
      """,
    parameters: [status], effect: .looks,
    examples: [
      Signature.Example("exit", "ends, and all went well"),
      Signature.Example("exit 3", "ends with the status 3, for whoever started the program"),
    ])

  func run(_ call: Call) throws -> Value { throw Leaving(status: Int32(call[Self.status] ?? 0)) }
}

/// `quit`: `exit` by its other name.
struct Quit: Command {
  static let signature = Signature(
    "quit", category: .language, summary: "Ends the program, as exit does.", effect: .looks,
    examples: [Signature.Example("quit", "ends, and all went well")])

  func run(_ call: Call) throws -> Value { throw Leaving(status: 0) }
}

/// Ends the program with this exit status.
struct Leaving: Error {
  let status: Int32
}
