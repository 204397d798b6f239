import Commands
import Foundation
import Language
import Networks
import Prompt

/// Wires the session's commands to the language, and the language to the prompt, a script, a line or standard input.
@main
enum Main {
  static func main() {
    let (own, scriptArguments) = Arguments.split(Array(CommandLine.arguments.dropFirst()))
    let arguments: Arguments
    let engine: Engine
    do {
      arguments = try Arguments.parse(own)
      engine = try arguments.engine()
    } catch {
      Arguments.exit(withError: error)
    }

    Interrupts.install()
    let session = Session(engine: engine)
    let host = TerminalHost()
    let history = History()
    let commands = session.commands.adding([history.command])
    let interpreter = Interpreter(registry: commands, host: host, transaction: session.transaction)

    if let line = arguments.line {
      exit(run(SourceText(name: "-e", text: line), [], interpreter, host))
    }
    if let path = arguments.script {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      exit(run(descriptor, named: path, scriptArguments, interpreter, host))
    }
    if isatty(STDIN_FILENO) == 0 {
      exit(run(STDIN_FILENO, named: "standard input", [], interpreter, host))
    }
    let prompt = Prompt(
      interpreter: interpreter, host: host, version: version, history: history, promptText: { session.promptText })
    exit(prompt.run())
  }

  /// Runs a whole source.
  /// - Returns: the exit status.
  private static func run(
    _ source: SourceText, _ arguments: [String], _ interpreter: Interpreter, _ host: TerminalHost
  ) -> Int32 {
    do throws(Diagnostic) {
      try interpreter.run(source, arguments: arguments, echo: false)
      guard let reason = host.outputFailure else { return 0 }
      host.complain("drumlin: the output could not be written: \(reason)")
      return 70
    } catch {
      host.complain(error)
      return switch error.kind {
      case .syntax: 65
      case .runtime: 70
      case .interrupted: 130
      }
    }
  }

  /// The longest script there may be, in bytes: what has no end, such as /dev/zero, is not read for ever.
  private static let longestScript = 16 << 20

  /// Reads a script to its end and runs it.
  /// - Parameter descriptor: negative when the script could not be opened, for the reason in errno.
  private static func run(
    _ descriptor: Int32, named name: String, _ arguments: [String], _ interpreter: Interpreter, _ host: TerminalHost
  ) -> Int32 {
    do {
      guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      let bytes = try Interrupts.readAll(descriptor, limit: longestScript + 1)
      guard bytes.count <= longestScript else {
        host.complain("drumlin: \(name) is no script: it is longer than 16 MB")
        return 64
      }
      return run(SourceText(name: name, text: String(decoding: bytes, as: UTF8.self)), arguments, interpreter, host)
    } catch is Interrupted {
      return 130
    } catch {
      let reason = (error as? POSIXError).map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
      host.complain("drumlin: can't read \(name): \(reason)")
      return 64
    }
  }
}
