import CStack
import Commands
import Foundation
import Language
import Networks
import Prompt

/// Wires the session's commands to the language, and the language to the prompt, a script, a line or standard input.
@main
enum Main {
  static func main() {
    stack_limit_arenas()
    let environment = ProcessInfo.processInfo.environment
    let (own, scriptArguments) = Arguments.split(Array(CommandLine.arguments.dropFirst()))
    let arguments: Arguments
    let engine: Engine
    do {
      arguments = try Arguments.parse(own)
      engine = try arguments.engine(environment)
    } catch {
      Arguments.exit(withError: error)
    }

    Interrupts.install()
    let session = Session(engine: engine, environment: environment)
    let host = TerminalHost(environment: Environment(environment))
    let history = History(environment: Environment(environment))
    let interpreter = session.interpreter(host: host, adding: [history.command])
    session.arguments = scriptArguments
    let status: Int32
    do {
      if let line = arguments.line {
        try interpreter.run(SourceText(name: "-e", text: line))
        status = 0
      } else if let path = arguments.script {
        let source = try ScriptFile.read(path)
        if arguments.step {
          let prompt = StepPrompt(
            try Walk(source), arguments: scriptArguments, interpreter: interpreter, host: host, history: history,
            promptText: { session.promptText })
          status = prompt.run()
        } else {
          try interpreter.run(source, arguments: scriptArguments)
          status = 0
        }
      } else if isatty(STDIN_FILENO) == 0 {
        try interpreter.run(try ScriptFile.readStandardInput(), arguments: [])
        status = 0
      } else {
        let prompt = Prompt(
          interpreter: interpreter, host: host, version: version, history: history, promptText: { session.promptText })
        leave(prompt.run())
      }
    } catch let diagnostic as Diagnostic {
      host.complain(diagnostic)
      leave(diagnostic.status)
    } catch let failure as ScriptFile.Failure {
      host.complain("drumlin: \(failure)")
      leave(64)
    } catch {
      // Ctrl-C, before the script was read.
      leave(130)
    }
    if status == 0, let reason = host.outputFailure {
      host.complain("drumlin: the output could not be written: \(reason)")
      leave(70)
    }
    leave(status)
  }

  /// Ends the program with what was written; libraries that would put their threads in order, and can hang in it where
  /// memory is short, don't get to it.
  private static func leave(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
  }
}
