import Foundation
import Testing

/// `--fade-in`, `--fade-out`, `--fill-noise`, `--clean-tail` and `--max-peak`: sounds that rise from silence and fall
/// to it, with a little noise in them, none behind, and peaks that are held.
@Suite struct TrainingFinishTests {
  private let folder: TrainingFolder
  private let network = "\(TrainingFolder.network) --steps 2 --seed 3"

  init() throws {
    folder = try TrainingFolder()
    #expect(try folder.run("train sounds --out run \(network) --fade-in 10").errors == "")
  }

  /// Each frame of the fade is the network's own at its share, those behind it are the network's.
  @Test func whatIsMadeRises() throws {
    #expect(try folder.text("run/config.yaml").contains("\nfade_in: 10\n"))
    try Data(folder.text("run/config.yaml").replacing("fade_in: 10\n", with: "").utf8)
      .write(to: folder.url("plain.yaml"))
    let made = "generate --seed 1 --steps 2; export"
    let run = "denoise-start --seed 1 --steps 2; predict; export"
    let result = try folder.run(
      """
      load-model run/last.ckpt; \(made) faded.wav --bits float; \(run) faded-run.wav --bits float
      save-model saved.safetensors; load-model saved.safetensors; \(made) saved.wav --bits float
      load-model run/last.ckpt --config plain.yaml; \(made) plain.wav --bits float; \(run) plain-run.wav --bits float
      """)
    #expect(result.errors == "")
    for kind in ["", "-run"] {
      let (faded, plain) = (try folder.samples("faded\(kind).wav"), try folder.samples("plain\(kind).wav"))
      #expect(plain.count == 128 && plain[0] != 0 && plain[5] != 0)
      #expect(faded == plain.enumerated().map { $0 < 10 ? $1 * (Float($0) / 10) : $1 })
    }
    #expect(try folder.samples("saved.wav") == folder.samples("faded.wav"))
  }

  /// Other sounds are learnt from, so the weights come out otherwise, and a tuning inherits the fade.
  @Test func whatIsLearntRisesToo() throws {
    #expect(try folder.run("train sounds --out plain \(network)").errors == "")
    #expect(try folder.bytes("plain/state.safetensors") != folder.bytes("run/state.safetensors"))
    #expect(try !folder.text("plain/config.yaml").contains("fade_in"))
    let more = "--steps 1 --samples 0"
    #expect(try folder.run("train sounds --out tuned --from run/last.ckpt \(more)").errors == "")
    #expect(try folder.text("tuned/config.yaml").contains("\nfade_in: 10\n"))
    // 0.5 ms at 44.1 kHz.
    #expect(try folder.run("train sounds --out other --from run/last.ckpt --fade-in 0.5ms \(more)").errors == "")
    #expect(try folder.text("other/config.yaml").contains("\nfade_in: 22\n"))
  }

  @Test func whatIsMadeFallsToSilenceAtItsEnd() throws {
    #expect(try folder.run("train sounds --out falling --from run/last.ckpt --fade-out 8 --steps 1").errors == "")
    #expect(try folder.text("falling/config.yaml").contains("\nfade_in: 10\nfade_out: 8\n"))
    let both = try folder.text("falling/config.yaml")
    try Data(both.replacing("fade_out: 8\n", with: "").utf8).write(to: folder.url("open.yaml"))
    let made = "generate --seed 1 --steps 2; export"
    let result = try folder.run(
      """
      load-model falling/last.ckpt; \(made) falling.wav --bits float
      save-model kept.safetensors; load-model kept.safetensors; \(made) kept.wav --bits float
      load-model falling/last.ckpt --config open.yaml; \(made) open.wav --bits float
      """)
    #expect(result.errors == "")
    let (falling, open) = (try folder.samples("falling.wav"), try folder.samples("open.wav"))
    let end = open.count - 1
    #expect(open[end] != 0 && falling[end] == 0)
    #expect(falling == open.enumerated().map { end - $0 < 8 ? $1 * (Float(end - $0) / 8) : $1 })
    #expect(try folder.samples("kept.wav") == falling)
    // Other sounds are learnt from as well.
    #expect(try folder.run("train sounds --out other --from run/last.ckpt --steps 1").errors == "")
    #expect(try folder.bytes("other/state.safetensors") != folder.bytes("falling/state.safetensors"))
  }

  /// What a model whose training was told of a finish makes is what a command makes of another model's sound, once no
  /// step is left; on its way a run is the same. A tuning inherits it.
  @Test(arguments: [
    ("--clean-tail 30dB", "clean_tail: 30.0", "clean-tail --by 30dB"),
    ("--fill-noise 30dB", "fill_noise: 30.0", "fill-noise --below 30dB"),
    ("--max-peak -60dB", "max_peak: -60.0", "normalize --peak -60dB"),
  ])
  func whatIsMadeIsFinished(option: String, key: String, command: String) throws {
    let long = "--channels [8] --factors [4] --length 8192 --modulation 16 --samples 1 --sample-steps 2"
    #expect(try folder.run("train sounds --out told \(long) --steps 1 \(option)").errors == "")
    #expect(try folder.text("told/config.yaml").contains("\n\(key)\n"))
    let without = try folder.text("told/config.yaml").replacing("\(key)\n", with: "")
    try Data(without.utf8).write(to: folder.url("without.yaml"))
    let made = "generate --seed 1 --steps 2"
    let run = "denoise-start --seed 1 --steps 2; denoise-step; predict; export"
    let result = try folder.run(
      """
      load-model told/last.ckpt; \(made); export told.wav --bits float; \(run) told-run.wav --bits float
      denoise-finish; export finished.wav --bits float
      save-model kept.safetensors; load-model kept.safetensors; \(made); export kept.wav --bits float
      load-model told/last.ckpt --config without.yaml; \(run) plain-run.wav --bits float
      \(made); export plain.wav --bits float; \(command); export by-command.wav --bits float
      """)
    #expect(result.errors == "")
    let told = try folder.samples("told.wav")
    #expect(try told != folder.samples("plain.wav") && told == folder.samples("by-command.wav"))
    #expect(try told == folder.samples("finished.wav") && told == folder.samples("kept.wav"))
    #expect(try folder.samples("told-run.wav") == folder.samples("plain-run.wav"))
    #expect(try folder.run("train sounds --out tuned --from told/last.ckpt --steps 1 --samples 0").errors == "")
    #expect(try folder.text("tuned/config.yaml").contains("\n\(key)\n"))
  }

  /// What lies below the peak stays, what lies beyond it is taken down to it by one factor; a whole number is a level.
  @Test func peaksAreHeld() throws {
    #expect(try folder.run("train sounds --out held \(network) --max-peak -60dB").errors == "")
    let config = try folder.text("held/config.yaml")
    for (name, level) in [("none", ""), ("high", "max_peak: 0\n")] {
      try Data(config.replacing("max_peak: -60.0\n", with: level).utf8).write(to: folder.url("\(name).yaml"))
    }
    let made = "generate --seed 1 --steps 2; export"
    let result = try folder.run(
      """
      load-model held/last.ckpt; \(made) held.wav --bits float
      load-model held/last.ckpt --config none.yaml; \(made) none.wav --bits float
      load-model held/last.ckpt --config high.yaml; \(made) high.wav --bits float
      """)
    #expect(result.errors == "")
    let (held, none, high) = (
      try folder.samples("held.wav"), try folder.samples("none.wav"), try folder.samples("high.wav")
    )
    // A level is a float, and a gain is taken in double precision.
    func taken(to limit: Float) throws -> [Float] {
      let peak = try #require(none.map(abs).max())
      return peak > limit ? none.map { Float(Double($0) * (Double(limit) / Double(peak))) } : none
    }
    #expect(try held != none && held == taken(to: Float(pow(10, -60.0 / 20))))
    #expect(try high == taken(to: 1))
  }

  @Test func whatIsNone() throws {
    for (line, message) in [
      ("train sounds --out other \(network) --fade-in loud", "--fade-in should be a"),
      ("train sounds --out other \(network) --clean-tail 0.2", "--clean-tail should be a"),
      ("train sounds --out other \(network) --fill-noise 2dB", "--fill-noise should be a"),
      ("train sounds --out other \(network) --max-peak 3dB", "--max-peak should be a"),
      ("train sounds --out other \(network) --fade-in 9s", "--fade-in"),
      ("train sounds --out other \(network) --fade-out 9s", "--fade-out"),
      ("train sounds --out other \(network) --quiet 99dB", "--quiet"),
      ("train --resume run --fade-in 3", "--fade-in and --resume don't go together"),
    ] {
      try folder.expect(line, failsSaying: message)
    }
  }
}
