import Foundation
import Testing

/// `train --sampler`: what leads from noise to a model's sounds where nobody says.
@Suite struct TrainingSamplerTests {
  private let folder: TrainingFolder
  private let network = "\(TrainingFolder.network) --steps 2 --seed 3"

  init() throws {
    folder = try TrainingFolder()
    #expect(try folder.run("train sounds --out run \(network) --sampler ancestral").errors == "")
  }

  /// Each command that makes sounds does of itself what it does told of that sampler by a model that names none.
  @Test func whatMakesSoundsTakesTheModels() throws {
    #expect(try folder.text("run/config.yaml").contains("\nsampler: ancestral\n"))
    try Data(folder.text("run/config.yaml").replacing("sampler: ancestral\n", with: "").utf8)
      .write(to: folder.url("plain.yaml"))
    let commands = [
      "generate --seed 1 --steps 3 SAMPLER", "generate --seed 1 --count 2 --steps 3 SAMPLER | concat",
      "denoise-start --seed 1 --steps 3 SAMPLER; denoise-finish",
      "load-audio sounds/1.wav | transfer --seed 1 --steps 3 SAMPLER",
      "pattern {kick: \"x...\"} --fresh --seed 1 --steps 3 SAMPLER",
      "denoise-start --seed 1 --steps 3 SAMPLER; denoise-step; fork --seed 2; denoise-finish",
    ]
    func made(_ name: String, _ sampler: String) -> String {
      commands.enumerated().map { number, line in
        "\(line.replacing("SAMPLER", with: sampler)); export \(name)-\(number).wav --bits float"
      }.joined(separator: "\n") + "\n"
    }
    let result = try folder.run(
      "load-model run/last.ckpt; print (load-model run/last.ckpt).sampler\n" + made("own", "")
        + made("other", "--sampler ddim") + "save-model saved.safetensors; load-model saved.safetensors\n"
        + made("saved", "") + "load-model run/last.ckpt --config plain.yaml\n" + made("told", "--sampler ancestral")
        + made("plain", ""))
    #expect(result.errors == "")
    #expect(result.output.contains("\nancestral\n"))
    for number in commands.indices {
      func samples(_ name: String) throws -> [Float] { try folder.samples("\(name)-\(number).wav") }
      let own = try samples("own")
      #expect(try own == samples("told") && own == samples("saved"), "\(commands[number])")
      #expect(try own != samples("plain"), "\(commands[number])")
      #expect(try samples("other") == samples("plain"), "\(commands[number])")
    }
  }

  /// A training's samples, what audition, sheet and evaluate make, and recipes, which name the sampler.
  @Test func whatIsSaidOfIt() throws {
    let result = try folder.run(
      """
      audition run --seed 1 --steps 2; export heard.wav --bits float
      generate --seed 1 --steps 2; export made.wav --bits float; recipe made.wav
      pattern {kick: "x..."} --fresh --seed 1 --steps 2; export loop.wav; recipe loop.wav
      let $two = sheet --seeds [1, 2] --steps [2]; $two[1] | export cell.wav; recipe cell.wav
      denoise-start --steps 3; info
      evaluate run/last.ckpt sounds --count 2 --steps 2
      """)
    #expect(result.errors == "")
    #expect(try folder.samples("heard.wav") == folder.samples("made.wav"))
    #expect(result.output.components(separatedBy: "--sampler ancestral").count == 4, "\(result.output)")
    #expect(result.output.contains("(2 steps, ancestral)"))
    #expect(try folder.run("reproduce run/samples/step-0000002-seed-1.wav --anywhere").errors == "")
  }

  @Test func whatIsTunedInheritsIt() throws {
    let more = "--steps 1 --samples 0"
    #expect(try folder.run("train sounds --out tuned --from run/last.ckpt \(more)").errors == "")
    #expect(try folder.text("tuned/config.yaml").contains("\nsampler: ancestral\n"))
    #expect(try folder.run("train sounds --out by --config run/config.yaml --sampler dpmpp-2m \(more)").errors == "")
    #expect(try folder.text("by/config.yaml").contains("\nsampler: dpmpp-2m\n"))
  }

  @Test func whatIsNone() throws {
    try folder.expect("train sounds --out other \(network) --sampler euler", failsSaying: "--sampler should be")
    try folder.expect("train --resume run --sampler ddim", failsSaying: "--sampler and --resume don't go together")
    try Data(folder.text("run/config.yaml").replacing("ancestral", with: "euler").utf8)
      .write(to: folder.url("bad.yaml"))
    for line in ["load-model run/last.ckpt --config bad.yaml", "train sounds --out other --config bad.yaml --steps 1"] {
      try folder.expect(line, failsSaying: "bad.yaml: sampler must be one of ddim, ancestral,")
    }
  }
}
