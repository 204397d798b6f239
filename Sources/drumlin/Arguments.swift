import ArgumentParser

/// The command line of drumlin itself, up to and with the script's name; what follows belongs to the script.
struct Arguments: ParsableArguments, ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drumlin",
    abstract: "A prompt for making sound out of noise.",
    usage: """
      drumlin                       the prompt (or what standard input holds, when it is no terminal)
      drumlin FILE.drum [ARG ...]   a script; its $args holds what follows its name
      drumlin -e 'COMMANDS'         a line of commands
      """,
    discussion: """
      At the prompt, help tells the rest.

      Exit status: 0 when all went well, 64 for wrong arguments, 65 for a script that does not parse, 70 for one that \
      fails while running, 130 for an interrupt.
      """,
    version: "drumlin \(version)")

  @Option(name: .customShort("e"), help: ArgumentHelp("Runs these commands.", valueName: "commands"))
  var line: String?

  @Argument(help: "The script to run.")
  var script: String?

  func validate() throws {
    if line != nil, script != nil { throw ValidationError("-e runs a line, so there is no script to name") }
  }

  /// Splits the words of the command line after the script's name, so that a script's options stay its own.
  static func split(_ words: [String]) -> (own: [String], script: [String]) {
    var index = 0
    while index < words.count {
      if words[index] == "-e" {
        index += 2
      } else if words[index].hasPrefix("-"), words[index] != "--" {
        index += 1
      } else {
        let end = min(index + (words[index] == "--" ? 2 : 1), words.count)
        return (Array(words[..<end]), Array(words[end...]))
      }
    }
    return (words, [])
  }
}

let version = "0.1.0"
