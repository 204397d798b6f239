import Commands
import Foundation
import Language
import Prompt

/// Wires the session's commands to the language, and the language to the prompt, a script, a line or standard input.
@main
enum Main {
  static func main() {
    let (own, scriptArguments) = Arguments.split(Array(CommandLine.arguments.dropFirst()))
    let arguments: Arguments
    do {
      arguments = try Arguments.parse(own)
    } catch {
      Arguments.exit(withError: error)
    }

    Interrupts.install()
    let session = Session()
    let host = TerminalHost()
    let commands = session.commands
    let interpreter = Interpreter(registry: commands, host: host, transaction: session.transaction)

    if let line = arguments.line {
      exit(run(SourceText(name: "-e", text: line), [], interpreter, host))
    }
    if let path = arguments.script {
      guard let text = contents(of: path, host) else { exit(64) }
      exit(run(SourceText(name: path, text: text), scriptArguments, interpreter, host))
    }
    if isatty(STDIN_FILENO) == 0 {
      let text = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
      exit(run(SourceText(name: "standard input", text: text), [], interpreter, host))
    }
    exit(Prompt(interpreter: interpreter, registry: commands, host: host, version: version).run())
  }

  /// Runs a whole source.
  /// - Returns: the exit status.
  private static func run(
    _ source: SourceText, _ arguments: [String], _ interpreter: Interpreter, _ host: TerminalHost
  ) -> Int32 {
    do throws(Diagnostic) {
      try interpreter.run(source, arguments: arguments, echo: false)
      return 0
    } catch {
      host.complain(error)
      return switch error.kind {
      case .syntax: 65
      case .runtime: 70
      case .interrupted: 130
      }
    }
  }

  /// The longest script there may be, in bytes; what has no end, such as /dev/zero, is not read for ever.
  private static let longestScript = 16 << 20

  /// A script's text; says on standard error why it can't be had.
  private static func contents(of path: String, _ host: TerminalHost) -> String? {
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      let bytes = try file.read(upToCount: longestScript + 1) ?? Data()
      guard bytes.count <= longestScript else {
        host.complain("drumlin: \(path) is no script: it is longer than 16 MB")
        return nil
      }
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      host.complain("drumlin: can't read the script \(path): \((error as NSError).localizedDescription)")
      return nil
    }
  }
}
