import ArgumentParser
import Commands
import Networks
import Tensors

/// The command line of drumlin itself, up to and with the script's name; what follows belongs to the script.
struct Arguments: ParsableArguments, ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drumlin",
    abstract: "A prompt for making sound out of noise.",
    usage: """
      drumlin                       the prompt (or what standard input holds, when it is no terminal)
      drumlin FILE.drum [ARG ...]   a script; its $args holds what follows its name
      drumlin --step FILE.drum      a script walked like a notebook: Enter runs the step shown
      drumlin --report FILE.html …  any of these, and a page of what was done, with its pictures and sounds
      drumlin -e 'COMMANDS'         a line of commands
      drumlin --threads 1 …         any of these, with a choice of how the network is computed
      """,
    discussion: """
      At the prompt, help tells the rest. Options stand before the script: what follows its name is the script's.

      The environment's DRUMLIN_THREADS, DRUMLIN_KERNELS and DRUMLIN_PRECISION stand in for options that are not given.
      The prompt begins with ~/.config/drumlin/init.drum where there is one: help set tells of it.
      With NO_COLOR nothing has colours; with DRUMLIN_PLAIN the line that is typed has none, and nothing is suggested.

      Exit status: 0 when all went well, 64 for wrong arguments, 65 for a script that does not parse, 70 for one that \
      fails while running, 130 for an interrupt.
      """,
    version: "drumlin \(version)")

  // A line may begin with a minus: -$x, or --5.
  @Option(
    name: .customShort("e"), parsing: .unconditional, help: ArgumentHelp("Runs these commands.", valueName: "commands"))
  var line: String?

  @Flag(help: "Shows each statement of the script; Enter runs it, and anything may be typed in between.")
  var step = false

  @Option(
    help: ArgumentHelp(
      "Writes a page of what was done, with its pictures and sounds, also when it fails; see help report.",
      valueName: "file.html"))
  var report: [String] = []

  @Flag(name: .shortAndLong, help: "Leaves out what commands say of their work; what a script prints is written.")
  var quiet = false

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Runs this script first, in the place of the one that the prompt begins with; see help set.",
      valueName: "file.drum"))
  var initFile: String?

  @Flag(name: .customLong("no-init"), help: "Leaves out the script that the prompt begins with.")
  var noInit = false

  @Flag(help: "Replaces the report's file if there is one.")
  var overwrite = false

  @Option(help: ArgumentHelp("Threads that denoise; one a processor when not given.", valueName: "number"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      """
      Kernels that denoise: \(InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")) (all give the same \
      bits) or \(Engine.Kernels.openblas.rawValue); the fastest when not given.
      """,
      valueName: "name"))
  var kernels: String?

  @Option(
    help: ArgumentHelp(
      """
      \(Engine.Precision.f32.rawValue), or \(Engine.Precision.bf16.rawValue), which is faster and less exact; \
      \(Engine.Precision.f32.rawValue) when not given.
      """, valueName: "format"))
  var precision: String?

  @Argument(help: "The script to run.")
  var script: String?

  func validate() throws {
    if line != nil, script != nil { throw ValidationError("-e runs a line, so there is no script to name") }
    if noInit, initFile != nil { throw ValidationError("--no-init leaves out what --init names") }
    if overwrite, report.isEmpty { throw ValidationError("--overwrite is for --report FILE.html") }
    if report.count > 1 { throw ValidationError("--report is given \(report.count) times, and there is one page") }
    if step, script == nil { throw ValidationError("--step walks a script: drumlin --step FILE.drum") }
  }

  /// Splits the words of the command line after the script's name, so that a script's options stay its own.
  static func split(_ words: [String]) -> (own: [String], script: [String]) {
    var index = 0
    while index < words.count {
      if ["-e", "--threads", "--kernels", "--precision", "--report", "--init"].contains(words[index]) {
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

let version = drumlinVersion
