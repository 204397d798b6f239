import Commands
import Language
import Networks

import struct Foundation.URL

/// A session as a script has it, with the fixture's model loaded, and $kick and $snare made by it.
final class SoundSession {
  /// What was printed since the last look.
  final class Output: Host {
    var lines: [String] = []
    func print(_ text: String) { lines.append(text) }
    func show(_ progress: Progress?) {}
    var isInterrupted: Bool { false }
    let display: Display
    init(display: Display = .plain) { self.display = display }
  }

  private let output: Output
  private let interpreter: Interpreter
  let commands: CommandRegistry

  /// - Parameter display: what its output can show.
  init(display: Display = .plain) throws {
    output = Output(display: display)
    let session = Session(engine: try Engine())
    commands = session.commands
    interpreter = session.interpreter(host: output)
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/first-sound")
    try run("load-model \"\(fixture.path)/model.ckpt\"")
    try run("let $kick = generate --steps 4 --seed 1; let $snare = generate --steps 4 --seed 2")
  }

  /// Runs lines of the language.
  /// - Returns: what they printed.
  @discardableResult func run(_ text: String) throws -> [String] {
    output.lines = []
    try interpreter.run(SourceText(name: "test", text: text))
    return output.lines
  }

  /// The value of an expression.
  func value(_ expression: String) throws -> Value? {
    try run("let $value = \(expression)")
    return interpreter.value(ofVariable: "value")
  }
}
