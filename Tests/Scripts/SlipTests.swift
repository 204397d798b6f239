import Foundation
import Testing

/// What newcomers type on the command line, and what they are told.
@Suite struct SlipTests {
  /// Foundation ends the program for some questions about names of one letter: none is asked.
  @Test func namesOfOneLetter() throws {
    let folder = try TemporaryFolder()
    let lines = [
      "save-session a", "save-session b", "record c; print 1; record off", "make-folder d", "cd d", "ls e",
      "load-audio f",
      "load-model g", "replay h", "reproduce i", "source j", "report k", "gather l", "evaluate kicks m", "recipe n",
      "load-model kicks; generate --steps 1 | export o", "load-model kicks; generate --steps 1 | plot wave --out p",
      "load-model kicks; save-model q", "load-model kicks; kit r --steps 1", "train s --out t --channels [8]",
      "train --resume u", "audition v", "evaluate w x --out y", "load-model kicks --config z", "info a",
    ]
    for line in lines {
      let run = try DrumlinProcess.run(["-e", line], in: folder.url)
      #expect([0, 70].contains(run.status), "\(line): \(run.status) \(run.errors.prefix(200))")
    }
    for script in ["a", "b"] {
      #expect(try DrumlinProcess.run([script], in: folder.url).status == 0)
    }
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String]) throws -> (output: String, errors: String, status: Int32) {
    let result = try DrumlinProcess.run(arguments, in: folder.url)
    return (result.output, result.errors, result.status)
  }

  /// A sound is no script; the line that plays it is told of.
  @Test func aSoundIsNoScript() throws {
    try Data("RIFF\u{0}\u{0}\u{0}\u{0}WAVE".utf8).write(to: folder.url.appendingPathComponent("kick.wav"))
    let result = try run(["kick.wav"])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("kick.wav is a sound, and no script"))
    #expect(result.errors.contains("load-audio \"kick.wav\" | play"))
  }

  @Test(arguments: [
    ("print (2 ** 3)", "a power is written with ^"), ("load kicks", "there are load-model and load-audio"),
    ("| print 3", "a pipe begins with a value"), ("set-sed 3", "did you mean set-seed?"),
    ("export a b.wav", "= export FILE [SOUND]"),
  ])
  func slipsAreAnswered(line: String, answer: String) throws {
    let result = try run(["-e", line])
    #expect(result.status != 0 && result.errors.contains(answer), "\(result.errors)")
  }

  /// With -q commands say nothing of their work; what a script prints is there, and so are errors.
  @Test(arguments: ["-q", "--quiet"]) func quiet(option: String) throws {
    let line = "make-folder made; let $a = 1; save-session s.drum --overwrite; print \"said {$a}\"; nonsense"
    let result = try run([option, "-e", line])
    #expect(result.output == "said 1\n")
    #expect(result.errors.contains("unknown command nonsense"))
    #expect(try run(["-e", line]).output.contains("s.drum: "))
  }

  /// Nothing behind exit runs, also where it is typed into a pipe, and no try holds it up.
  @Test(arguments: [("exit", Int32(0)), ("exit 7", 7), ("quit", 0), ("try { exit 7 } catch { print caught }", 7)])
  func leaving(line: String, status: Int32) throws {
    let result = try run(["-e", "print before; \(line); print behind"])
    #expect(result.output == "before\n" && result.errors == "" && result.status == status)
  }
}

extension SlipTests {
  /// A folder's name that holds a line end stays within the comment that tells of it.
  @Test func aSavedSessionHoldsNoLineOfAFoldersName() throws {
    let sounds = "load-model kicks; make-folder in; for $i in 1..2 { generate --steps 1 | export \"in/{$i}.wav\" }"
    let how = "--steps 1 --samples 0 --channels [8] --factors [4] --length 1024"
    let trainings = "train in --out \"a\\nprint 7\" \(how)\ntrain in --out=run \(how)"
    let result = try run(["-e", "\(sounds); \(trainings)\nsave-session s.drum"])
    #expect(result.status == 0, "\(result.errors)")
    let saved = try String(contentsOf: folder.url.appendingPathComponent("s.drum"), encoding: .utf8)
    #expect(saved.contains("# Where \"a\\nprint 7\" is there already"))
    #expect(saved.contains("\n# Where run is there already, it goes on: train --resume run\ntrain in --out=run"))
    #expect(!saved.split(separator: "\n").contains { $0.hasPrefix("print 7") })
  }
}
