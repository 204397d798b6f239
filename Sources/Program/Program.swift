import CStack
import Cluster
import Commands
import Foundation
import Language
import Networks
import Prompt
import Synchronization

/// The program: wires the session's commands to the language, and the language to the prompt, a script, a line or
/// standard input.
public enum Drumlin {
  /// Runs what the command line asks for, to the end of the process.
  /// - Parameter join: finds the other processes that work with this one, with the engine that the command line asks
  ///   for; a process that is not the first among them never comes back from it. Nil where there are none.
  public static func main(join: ((Engine) throws -> Ranks?)? = nil) -> Never {
    stack_limit_arenas()
    StandardDescriptors.prepare()
    let environment = ProcessInfo.processInfo.environment
    let (own, scriptArguments) = Arguments.split(Array(CommandLine.arguments.dropFirst()))
    let arguments: Arguments
    let engine: Engine
    let refusal: String?
    let shard: (shard: Shard, variable: String?)
    do {
      arguments = try Arguments.parse(own)
      (engine, refusal) = try arguments.engine(environment)
      shard = try arguments.shard(environment, ofRanks: join == nil)
    } catch {
      leave(afterParsing: error)
    }

    Interrupts.install()
    let ranks: Ranks?
    do {
      ranks = try join?(engine)
    } catch {
      FileHandle.standardError.write(Data("drumlin: \(error)\n".utf8))
      _exit(70)
    }
    let session = Session(engine: engine, environment: environment, ranks: ranks, shard: shard.shard)
    let host = TerminalHost(environment: Environment(environment), isQuiet: arguments.quiet)
    if let variable = shard.variable, shard.shard.isPart, !arguments.quiet {
      host.complain("drumlin: shard \(shard.shard), by \(variable); --shard 1/1 makes all")
    }
    if let refusal, !arguments.quiet { host.complain("drumlin: \(refusal)") }
    let history = History(environment: Environment(environment))
    let ownCommands: [any Command] = [history.command, host.clearCommand]
    let interpreter = session.interpreter(host: host, adding: ownCommands)
    host.preferences = { [unowned session] in
      let appearance = session.appearance
      return Preferences(
        hasColours: appearance.hasColours, hasSuggestions: appearance.hasSuggestions, hasPager: appearance.hasPager)
    }
    let scripts = ScriptFiles(paths: arguments.scripts, host: host)
    if arguments.check { leave(scripts.check { session.interpreter(host: host, adding: ownCommands) }) }
    if arguments.format { leave(scripts.format(inPlace: arguments.inPlace), host) }
    var report: SessionReport?
    do {
      report = try arguments.report.first.map {
        try SessionReport(of: session, script: arguments.script, to: $0, overwrite: arguments.overwrite, host: host)
      }
      // A reader that has seen enough ends a script; with a page to write it goes on.
      if report != nil { signal(SIGPIPE, SIG_IGN) }
    } catch {
      host.complain("drumlin: \(error)")
      leave(64)
    }
    let status = run(arguments, scriptArguments, session: session, interpreter: interpreter, host: host, history)
    // A script that does not parse did nothing, and there is no page of that.
    if let report, status != 65, status != 64 {
      Interrupts.clear()
      do {
        host.complain(try report.write())
      } catch is Interrupted {
        host.complain("interrupted: \(report.path) was not written")
        leave(130)
      } catch {
        host.complain("drumlin: \(error)")
        leave(status == 0 ? 70 : status)
      }
    }
    if status == 0 {
      do {
        try session.writeManifests()
      } catch {
        host.complain("drumlin: \(error)")
        leave(70)
      }
    }
    leave(status, host)
  }

  /// Runs what the arguments name, and complains of what goes wrong.
  /// - Returns: the exit status.
  private static func run(
    _ arguments: Arguments, _ scriptArguments: [String], session: Session, interpreter: Interpreter,
    host: TerminalHost, _ history: History
  ) -> Int32 {
    do {
      let isPrompt = arguments.opensPrompt
      let startUp = StartUpFile(arguments, isPrompt: isPrompt, ProcessInfo.processInfo.environment)
      if !isPrompt { try startUp?.run(in: session, interpreter) }
      if let line = arguments.line {
        session.begins(script: line, command: "-e '\(line)'")
        try interpreter.run(SourceText(name: "-e", text: line))
      } else if let path = arguments.script {
        let source = try ScriptFile.read(path)
        let interface = try ScriptInterface(source)
        if interface.asksForHelp(scriptArguments) {
          host.write(interface.help(columns: host.display.columns))
          leave(0, host)
        }
        let given = try interface.bind(scriptArguments)
        interpreter.parameters = given.parameters
        session.arguments = given.words
        session.begins(script: source.text, command: ([path] + scriptArguments).joined(separator: " "))
        if arguments.step {
          return StepPrompt(
            try Walk(source), arguments: given.words, interpreter: interpreter, host: host, history: history,
            promptText: { session.promptText }
          ).run()
        }
        try run(source, given.words, arguments, interpreter: interpreter, host: host)
      } else if !isPrompt {
        let source = try ScriptFile.readStandardInput()
        session.begins(script: source.text, command: "< SCRIPT")
        try run(source, [], arguments, interpreter: interpreter, host: host)
      } else {
        return Prompt(
          interpreter: interpreter, host: host, greeting: session.greeting, history: history,
          begin: { startUp?.open(session, interpreter, host) },
          promptText: { session.promptText }
        ).run()
      }
      return 0
    } catch let diagnostic as Diagnostic {
      host.complain(diagnostic)
      return diagnostic.status
    } catch let failure as ScriptFile.Failure {
      host.complain("drumlin: \(failure)")
      return 64
    } catch {
      // Ctrl-C, before the script was read.
      return 130
    }
  }

  /// Runs a script straight through, and tells it where that is asked for.
  private static func run(
    _ source: SourceText, _ words: [String], _ arguments: Arguments, interpreter: Interpreter, host: TerminalHost
  ) throws(Diagnostic) {
    if arguments.tell || source.asksToBeTold, !arguments.quiet {
      try StepTeller(Walk(source), arguments: words, interpreter: interpreter, host: host).run()
    } else {
      try interpreter.run(source, arguments: words)
    }
  }

  /// What other processes are told when this one ends, by its exit status.
  private static let leaving = Mutex<(@Sendable (Int32) -> Void)?>(nil)

  /// Has something done when the program ends, however it does.
  /// - Parameter work: given the exit status, 0 where it is not known.
  public static func whenLeaving(_ work: @escaping @Sendable (Int32) -> Void) {
    leaving.withLock { $0 = work }
    // A training that SIGTERM ends leaves by exit.
    atexit { Drumlin.tellOthers(0) }
  }

  private static func tellOthers(_ status: Int32) {
    let work = leaving.withLock { leaving in
      defer { leaving = nil }
      return leaving
    }
    work?(status)
  }

  /// Ends the program, with what the command line's own help and version say, or what is wrong with it.
  private static func leave(afterParsing error: any Error) -> Never {
    guard Arguments.exitCode(for: error).isSuccess else { Arguments.exit(withError: error) }
    let host = TerminalHost(environment: Environment(ProcessInfo.processInfo.environment))
    host.write(Arguments.fullMessage(for: error))
    leave(0, host)
  }

  /// Ends the program, which has failed when what it had to say is lost.
  private static func leave(_ status: Int32, _ host: TerminalHost) -> Never {
    guard status == 0, let reason = host.outputFailure else { leave(status) }
    host.complain("drumlin: the output could not be written: \(reason)")
    leave(70)
  }

  /// Ends the program with what was written; libraries that would put their threads in order, and can hang in it where
  /// memory is short, don't get to it.
  private static func leave(_ status: Int32) -> Never {
    fflush(nil)
    tellOthers(status)
    _exit(status)
  }
}
