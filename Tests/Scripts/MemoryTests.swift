import Foundation
import Testing

/// Memory that is not there: a sentence and exit status 70, whatever `ulimit -v` leaves; never an abort, never a hang.
@Suite struct MemoryTests {
  private let folder: TrainingFolder

  init() throws {
    folder = try TrainingFolder()
    // A network that takes any length.
    let made = try folder.run(
      "train sounds --out net --channels [32, 64] --factors [1, 4] --items [1, 1] --length 4096 --steps 1 --samples 0")
    #expect(made.errors == "")
  }

  /// Runs a line with so many MB of address space.
  private func run(_ line: String, _ megabytes: Int, threads: Int = 2) throws -> DrumlinProcess {
    try RunningDrumlin(["--threads", "\(threads)", "-e", line], memoryLimit: megabytes << 10, in: folder.folder.url)
      .finish()
  }

  @Test(arguments: [
    "load-model kicks; generate --steps 1 --seed 1 | export a.wav --overwrite",
    "load-model net/last.ckpt; generate --steps 1 --length 20s", "load-model kicks; noise --count 900",
    "load-model kicks; generate --steps 1 --count 900 | mix",
    "train sounds --out run-{1} --channels [64, 128] --factors [1, 4] --items [1, 1] --length 32768 --steps 1 "
      + "--samples 0",
  ])
  func itIsASentence(line: String) throws {
    var sentences = 0
    for megabytes in stride(from: 190, through: 490, by: 60) {
      let result = try run(line.replacing("{1}", with: "\(megabytes)"), megabytes)
      #expect(result.status == 0 || result.status == 70, "\(megabytes) MB: \(result.status) \(result.errors)")
      if result.status == 70 {
        #expect(result.errors.contains("MB of memory") && result.errors.contains("MB are free"), "\(result.errors)")
        sentences += 1
      }
    }
    #expect(sentences > 0)
  }

  /// The session goes on with what there is memory for.
  @Test func whatComesNextStillWorks() throws {
    let result = try run(
      "load-model net/last.ckpt; try { generate --steps 1 --length 20s } catch $e { print \"no: {$e.message}\" }; "
        + "generate --steps 1 --seed 1; print done", 400)
    #expect(result.status == 0 && result.output.contains("no: ") && result.output.hasSuffix("done\n"))
  }

  @Test func manyThreadsAreAsManyAsFit() throws {
    let result = try run("print 1", 300, threads: 256)
    #expect(result.status == 0 && result.output == "1\n", "\(result.errors)")
  }
}
