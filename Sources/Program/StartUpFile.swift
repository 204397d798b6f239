import Commands
import Foundation
import Language
import Prompt

/// The script that a person has the prompt begin with.
struct StartUpFile {
  let path: String
  /// Whether it was asked for, and so must be there.
  let isAsked: Bool

  /// The one that `--init` names; else, for the prompt, `drumlin/init.drum` in the folder of XDG_CONFIG_HOME or in
  /// ~/.config.
  init?(_ arguments: Arguments, isPrompt: Bool, _ environment: [String: String]) {
    if let path = arguments.initFile {
      (self.path, isAsked) = (path, true)
      return
    }
    guard isPrompt, !arguments.noInit else { return nil }
    let named = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config" }
    guard let folder = named ?? home else { return nil }
    (path, isAsked) = (folder + "/drumlin/init.drum", false)
  }

  /// Runs it. Throws what a script throws.
  func run(in session: Session, _ interpreter: Interpreter) throws {
    if !isAsked {
      var status = stat()
      guard stat(path, &status) == 0 else { return }
      // A pipe would hold the prompt before it is there.
      guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
        throw ScriptFile.Failure(description: "\(path) is a pipe or a device, and was not read")
      }
    }
    let source = try ScriptFile.read(path)
    try session.startUp { try interpreter.run(source) }
  }

  /// Runs it for the prompt, which opens whatever happens.
  func open(_ session: Session, _ interpreter: Interpreter, _ host: TerminalHost) {
    do {
      try run(in: session, interpreter)
      return
    } catch let diagnostic as Diagnostic {
      host.complain(diagnostic)
    } catch let failure as ScriptFile.Failure {
      host.complain("drumlin: \(failure)")
    } catch {}
    host.complain("the rest of \(path) was left out")
  }
}
