import Language

/// What a session did and the sounds that came of it, as a text: `>` before a statement, `.` before its further lines,
/// `=` before each sound that it made, `!` before the error that it ended with, `@` before an argument of the script.
struct Transcript {
  struct Step {
    let text: String
    var sounds: [Journal.MadeSound] = []
    var failure: String?
  }

  var arguments: [String] = []
  var steps: [Step] = []

  private static let title = "# drumlin transcript"

  /// - Parameter beginning: the statements of the start-up file that the entries need.
  init(of entries: [Journal.Entry], behind beginning: [String], arguments: [String]) {
    self.arguments = arguments
    steps = beginning.map { Step(text: $0) }
    steps += entries.map { entry in
      let failure: String? = if case .failed(let message) = entry.ending { message } else { nil }
      // What Ctrl-C stopped can only be told by what it left.
      let isWhole = if case .interrupted = entry.ending { false } else { true }
      return Step(
        text: isWhole ? entry.text : entry.script ?? "# interrupted", sounds: isWhole ? entry.sounds : [],
        failure: failure)
    }
  }

  /// Reads a transcript; nil when the text is none.
  init?(_ text: String) {
    guard text.hasPrefix(Self.title) else { return nil }
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let content = String(line.dropFirst(2))
      switch line.first {
      case "#": continue
      case "@": arguments.append(content)
      case ">": steps.append(Step(text: content))
      case ".":
        guard let step = steps.popLast() else { return nil }
        steps.append(Step(text: step.text + "\n" + content))
      case "=":
        guard !steps.isEmpty else { return nil }
        let parts = content.split(separator: " ", maxSplits: 1).map(String.init)
        steps[steps.count - 1].sounds.append(
          Journal.MadeSound(digest: parts.first ?? "", facts: parts.count > 1 ? parts[1] : ""))
      case "!":
        guard !steps.isEmpty else { return nil }
        steps[steps.count - 1].failure = content
      default: return nil
      }
    }
  }

  var text: String {
    var lines = ["\(Self.title) \(drumlinVersion)"] + arguments.map { "@ \($0)" }
    for step in steps {
      for (index, line) in step.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        lines.append((index == 0 ? "> " : ". ") + line)
      }
      lines += step.sounds.map { "= \($0.digest) \($0.facts)" }
      if let failure = step.failure { lines.append("! " + failure.replacing("\n", with: " ")) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
