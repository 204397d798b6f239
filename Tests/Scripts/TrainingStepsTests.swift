import Foundation
import Testing

/// `train --denoising-steps`: how many steps lead from noise to a model's sounds where nobody says.
@Suite struct TrainingStepsTests {
  private let folder: TrainingFolder
  private let network = "\(TrainingFolder.network) --steps 2 --seed 3"

  init() throws {
    folder = try TrainingFolder()
    #expect(try folder.run("train sounds --out run \(network) --denoising-steps 3").errors == "")
  }

  /// Each command that makes sounds does of itself what it does told of three steps by a model that names none, and
  /// what is told goes before it.
  @Test func whatMakesSoundsTakesTheModels() throws {
    #expect(try folder.text("run/config.yaml").contains("\ndenoising_steps: 3\n"))
    try Data(folder.text("run/config.yaml").replacing("denoising_steps: 3\n", with: "").utf8)
      .write(to: folder.url("plain.yaml"))
    let commands = [
      "generate --seed 1 STEPS", "generate --seed 1 --count 2 STEPS | concat",
      "denoise-start --seed 1 STEPS; denoise-finish", "load-audio sounds/1.wav | transfer --seed 1 STEPS",
      "pattern {kick: \"x...\"} --fresh --seed 1 STEPS", "let $all = sheet --seeds [1, 2] SHEET; $all[1]",
    ]
    func made(_ name: String, _ steps: String) -> String {
      commands.enumerated().map { number, line in
        let (told, list) = steps.isEmpty ? ("", "") : ("--steps \(steps)", "--steps [\(steps)]")
        let command = line.replacing("STEPS", with: told).replacing("SHEET", with: list)
        return "\(command) | export \(name)-\(number).wav --bits float"
      }.joined(separator: "\n") + "\n"
    }
    let result = try folder.run(
      "load-model run/last.ckpt; print (load-model run/last.ckpt).steps\n" + made("own", "") + made("more", "4")
        + "save-model saved.safetensors; load-model saved.safetensors\n" + made("saved", "")
        + "load-model run/last.ckpt --config plain.yaml; print (load-model run/last.ckpt --config plain.yaml).steps\n"
        + made("told", "3") + made("plain", ""))
    #expect(result.errors == "")
    #expect(result.output.contains("\n3\n") && result.output.contains("\n50\n"))
    for number in commands.indices {
      func samples(_ name: String) throws -> [Float] { try folder.samples("\(name)-\(number).wav") }
      let own = try samples("own")
      #expect(try own == samples("told") && own == samples("saved"), "\(commands[number])")
      #expect(try own != samples("plain") && own != samples("more"), "\(commands[number])")
    }
  }

  /// What info, audition and recipes say, which name the steps.
  @Test func whatIsSaidOfIt() throws {
    let result = try folder.run(
      """
      audition run --seed 1; export heard.wav --bits float
      generate --seed 1; export made.wav --bits float; recipe made.wav
      generate --seed 1 | export foreseen.wav; generate --seed 1 | export foreseen.wav --skip-same
      load-audio made.wav | transfer --seed 1; export moved.wav; recipe moved.wav
      pattern {kick: "x..."} --fresh --seed 1; export loop.wav; recipe loop.wav
      denoise-start; info; evaluate run/last.ckpt sounds --count 2
      """)
    #expect(result.errors == "")
    #expect(try folder.samples("heard.wav") == folder.samples("made.wav"))
    #expect(result.output.components(separatedBy: "--steps 3").count == 4, "\(result.output)")
    #expect(result.output.contains("; 3 steps\n") && result.output.contains("step 0 of 3"))
    #expect(result.output.contains("2 sounds of last (3 steps, ddim)"))
    // The second is seen to be there from what its recipe would be, before it is made.
    let lines = result.output.split(separator: "\n")
    let there = try #require(lines.firstIndex(of: "foreseen.wav: there already, the same"), "\(result.output)")
    #expect(lines[there - 1].hasPrefix("foreseen.wav: "))
    for name in ["made", "moved", "loop"] { #expect(try folder.run("reproduce \(name).wav").errors == "") }
  }

  @Test func whatIsTunedInheritsIt() throws {
    let more = "--steps 1 --samples 0"
    #expect(try folder.run("train sounds --out tuned --from run/last.ckpt \(more)").errors == "")
    #expect(try folder.text("tuned/config.yaml").contains("\ndenoising_steps: 3\n"))
    #expect(try folder.run("train sounds --out by --config run/config.yaml --denoising-steps 7 \(more)").errors == "")
    #expect(try folder.text("by/config.yaml").contains("\ndenoising_steps: 7\n"))
    let other = "train sounds --out other --from run/last.ckpt --denoising-steps 9 \(more)"
    #expect(try folder.run(other).errors == "")
    #expect(try folder.text("other/config.yaml").contains("\ndenoising_steps: 9\n"))
  }

  @Test func whatIsNone() throws {
    try folder.expect(
      "train sounds --out other \(network) --denoising-steps 0", failsSaying: "--denoising-steps should be")
    try folder.expect(
      "train --resume run --denoising-steps 4", failsSaying: "--denoising-steps and --resume don't go together")
    for (wrong, expected) in [
      ("0", "1 to 10000, found 0"), ("10001", "1 to 10000, found 10001"), ("2.5", "a whole number, found 2.5"),
      ("many", "a whole number, found many"), ("[3]", "a whole number, found a list"),
    ] {
      try Data(
        folder.text("run/config.yaml").replacing("denoising_steps: 3", with: "denoising_steps: \(wrong)").utf8
      ).write(to: folder.url("bad.yaml"))
      for line in ["load-model run/last.ckpt", "train sounds --out other --steps 1"] {
        try folder.expect("\(line) --config bad.yaml", failsSaying: "bad.yaml: denoising_steps must be \(expected)")
      }
    }
  }
}
