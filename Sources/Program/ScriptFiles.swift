import Files
import Language
import Prompt

/// Scripts that are looked at and not run.
struct ScriptFiles {
  let paths: [String]
  let host: TerminalHost

  /// Complains of what is wrong in the scripts.
  /// - Parameter interpreter: a new one, which knows the commands.
  /// - Returns: the exit status.
  func check(with interpreter: () -> Interpreter) -> Int32 {
    each { source, _ in
      let faults = interpreter().faults(in: source)
      faults.forEach(host.complain)
      return faults.isEmpty ? 0 : 65
    }
  }

  /// Writes the scripts formatted, to standard output or in their own place.
  /// - Returns: the exit status.
  func format(inPlace: Bool) -> Int32 {
    each { source, path in
      let text = try ScriptFormat.formatted(source)
      guard inPlace, path != "-" else {
        // The text ends its last line, and so does what writes it.
        if !text.isEmpty { host.write(String(text.dropLast())) }
        return 0
      }
      if text == source.text { return 0 }
      do {
        try WholeFile.write(Array(text.utf8), to: path, overwrite: true)
        return 0
      } catch {
        throw ScriptFile.Failure(description: "\(error)")
      }
    }
  }

  /// Does something with each script.
  /// - Returns: the worst status.
  private func each(_ work: (_ source: SourceText, _ path: String) throws -> Int32) -> Int32 {
    var worst: Int32 = 0
    for path in paths {
      do {
        let source = try path == "-" ? ScriptFile.readStandardInput() : ScriptFile.read(path)
        worst = max(worst, try work(source, path))
      } catch let diagnostic as Diagnostic {
        host.complain(diagnostic)
        worst = max(worst, diagnostic.status)
      } catch let failure as ScriptFile.Failure {
        host.complain("drumlin: \(failure)")
        worst = max(worst, 64)
      } catch {
        return 130
      }
    }
    return worst
  }
}
