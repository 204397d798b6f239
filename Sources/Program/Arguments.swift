import ArgumentParser
import Commands
import Glibc
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
      drumlin --tell FILE.drum      a script with its comments, and each command before what it says
      drumlin FILE.drum --help      what a script is for, and the parameters that it declares
      drumlin --report FILE.html …  any of these, and a page of what was done, with its pictures and sounds
      drumlin -e 'COMMANDS'         a line of commands
      drumlin --check FILE.drum …   what is wrong in scripts, as far as it can be told without running them
      drumlin --format FILE.drum    a script in drumlin's style
      drumlin --shard 3/16 …        the third of 16 processes that share out a script's work; see help shard
      drumlin --threads 1 …         any of these, with a choice of how the network is computed
      """,
    discussion: """
      At the prompt, help tells the rest. Options stand before the script: what follows its name is the script's.

      The environment's DRUMLIN_THREADS, DRUMLIN_KERNELS and DRUMLIN_PRECISION stand in for options that are not given.
      The prompt begins with ~/.config/drumlin/init.drum where there is one: help set tells of it.
      In a task of a Slurm array, and under mpirun, a script is a shard without --shard; --shard 1/1 makes it whole.
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

  @Flag(
    help: """
      Shows a script's comments, and each command before what it says; a script with a line "# drumlin: tell" at its \
      beginning does so by itself, but not with -q.
      """)
  var tell = false

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

  @Flag(
    help: """
      Looks for faults in scripts and runs nothing: names of commands, options and variables, and types of arguments. \
      Exit status 65 where there are any. - is standard input, here and for --format.
      """)
  var check = false

  @Flag(help: "Writes a script to standard output with its spaces and indentation in order.")
  var format = false

  @Flag(name: .shortAndLong, help: "With --format: puts it in the place of the script, and takes several.")
  var inPlace = false

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
      \(AskedPrecision.f32), or \(AskedPrecision.bf16), which is less exact, where the processor is faster with it \
      (AMD from Zen 4 on); \(AskedPrecision.bf16Always) if it is slower, too; \(AskedPrecision.f32) when not given.
      """, valueName: "format"))
  var precision: String?

  @Option(
    help: ArgumentHelp(
      "Makes this share of what a script makes: the third of 16 is 3/16. See help shard and help gather.",
      valueName: "number/count"))
  var shard: String?

  @Argument(help: "The script to run; with --check or --format the scripts to look at.")
  var scripts: [String] = []

  /// The script to run.
  var script: String? { scripts.first }

  /// Whether there is no script to run, and a person to type.
  var opensPrompt: Bool {
    line == nil && script == nil && isatty(STDIN_FILENO) != 0
  }

  func validate() throws {
    if line != nil, script != nil { throw ValidationError("-e runs a line, so there is no script to name") }
    if noInit, initFile != nil { throw ValidationError("--no-init leaves out what --init names") }
    if overwrite, report.isEmpty { throw ValidationError("--overwrite is for --report FILE.html") }
    if report.count > 1 { throw ValidationError("--report is given \(report.count) times, and there is one page") }
    if check || format {
      let what = check ? "--check" : "--format"
      if initFile != nil { throw ValidationError("\(what) reads no start-up file: source it in the script") }
      if check, format { throw ValidationError("--check and --format are two things: one after the other") }
      if line != nil || step || tell || shard != nil || !report.isEmpty {
        throw ValidationError("\(what) runs nothing")
      }
      if scripts.isEmpty { throw ValidationError("\(what) wants a script: drumlin \(what) FILE.drum") }
      if format, !inPlace, scripts.count > 1 {
        throw ValidationError("--format writes one script to standard output; --in-place takes several")
      }
    }
    if inPlace, !format { throw ValidationError("--in-place is for --format FILE") }
    if tell, line != nil || step {
      throw ValidationError("--tell is for scripts that run straight through: drumlin --tell FILE.drum")
    }
    if step, script == nil { throw ValidationError("--step walks a script: drumlin --step FILE.drum") }
  }

  /// Splits the words of the command line after the script's name, so that a script's options stay its own.
  static func split(_ words: [String]) -> (own: [String], script: [String]) {
    var index = 0
    var looks = false
    while index < words.count {
      if ["-e", "--threads", "--kernels", "--precision", "--report", "--init", "--shard"].contains(words[index]) {
        index += 2
      } else if words[index].hasPrefix("-"), words[index] != "--" {
        looks = looks || ["--check", "--format"].contains(words[index])
        index += 1
      } else if looks {
        return (words, [])
      } else {
        let end = min(index + (words[index] == "--" ? 2 : 1), words.count)
        return (Array(words[..<end]), Array(words[end...]))
      }
    }
    return (words, [])
  }
}

let version = drumlinVersion
