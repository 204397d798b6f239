import Foundation
import Testing

/// `load-model --away-from`, and the keys of config.yaml: what a model's sounds are led away from while they are made.
@Suite struct GuidanceTests {
  private let folder: TrainingFolder
  private static let network = "\(TrainingFolder.network) --steps 2"

  init() throws {
    folder = try TrainingFolder()
    for (name, options) in [("run", "--seed 3"), ("other", "--seed 4 --channels [16]")] {
      let network = name == "run" ? Self.network : Self.network.replacing("--channels [8] ", with: "")
      #expect(try folder.run("train sounds --out \(name) \(network) \(options)").errors == "")
    }
  }

  private func samples(_ line: String, _ name: String) throws -> [Float] {
    let result = try folder.run("\(line) | export \(name).wav --bits float")
    #expect(result.errors == "")
    return try folder.samples("\(name).wav")
  }

  /// By hand from what the two models make of the same noise: at sigma 1 the clean sound that a model predicts is −v,
  /// and so is that of the one that is led.
  @Test func isLedByTheDifference() throws {
    let look = "denoise-start --seed 1 --steps 2; predict"
    let own = try samples("load-model run/last.ckpt; \(look)", "own")
    let others = try samples("load-model other/last.ckpt; \(look)", "others")
    let options = "--away-from other/last.ckpt"
    let early = "--guidance 0.5 --guidance-sigma [0.9, 1]"
    let led = try samples("load-model run/last.ckpt \(options) \(early); \(look)", "led")
    #expect(own != others && own.count == led.count)
    // Of two roundings each.
    for index in own.indices {
      let expected = own[index] + 0.5 * (own[index] - others[index])
      #expect(abs(led[index] - expected) <= 1e-6 + 1e-6 * abs(expected))
    }
    #expect(try samples("load-model run/last.ckpt \(options); \(look)", "later") == own)
    #expect(try samples("load-model run/last.ckpt \(options) --guidance 0; \(look)", "none") == own)
  }

  /// A config.yaml says it of a model that comes with drumlin, options say otherwise, and what is saved keeps it.
  @Test func theConfigSaysIt() throws {
    let result = try folder.run(
      """
      load-model hihats --away-from snares --guidance 0.8 --guidance-sigma [0.2, 1]; info
      generate --seed 1 --steps 3 | export led.wav --bits float; recipe led.wav; reproduce led.wav
      save-model saved.safetensors; let $saved = load-model saved.safetensors; print $saved.away-from $saved.guidance
      generate --seed 1 --steps 3 | export saved.wav --bits float; recipe saved.wav
      let $less = load-model saved.safetensors --guidance 0.4; print $less.away-from $less.guidance
      generate --seed 1 --steps 3 | export less.wav --bits float; reproduce less.wav
      let $other = load-model saved.safetensors --away-from kicks; print $other.away-from $other.guidance
      let $none = load-model saved.safetensors --guidance 0; print $none.away-from $none.guidance
      generate --seed 1 --steps 3 | export none.wav --bits float; reproduce none.wav
      load-model hihats --guidance 0; generate --seed 1 --steps 3 | export plain.wav --bits float
      evaluate saved.safetensors . --count 2 --steps 2
      """)
    #expect(result.errors == "")
    #expect(result.output.contains("\nguidance: led away from snares by 0.8 from sigma 1 to 0.2\n"))
    #expect(result.output.contains("\nkicks 0.8\n"))
    #expect(result.output.contains("\nsnares 0.8\n") && result.output.contains("\nsnares 0.4\n"))
    #expect(result.output.contains("--away-from \"snares\" --guidance 0.8 --guidance-sigma [0.2, 1]\n"))
    // What leads is told by its hash too: twice of what is told, and of what the file itself says.
    #expect(result.output.components(separatedBy: "\n# checkpoint ").count == 5, "\(result.output)")
    #expect(result.output.components(separatedBy: "the bits agree with the recipe's").count == 4)
    #expect(result.output.contains("(2 steps, ddim, led away from snares by 0.8 from sigma 1 to 0.2)"))
    let (led, less) = (try folder.samples("led.wav"), try folder.samples("less.wav"))
    #expect(try led == folder.samples("saved.wav") && led != less)
    #expect(try folder.samples("none.wav") == folder.samples("plain.wav") && led != folder.samples("none.wav"))
  }

  /// Kicks make sounds of any length, and the hats that lead them of one: the others are made by kicks alone, which is
  /// said, and a recipe makes them again.
  @Test func otherLengthsAreNotLed() throws {
    let result = try folder.run(
      """
      load-model kicks; generate --seed 1 --steps 2 --length 16384 | export own.wav --bits float; reproduce own.wav
      generate --seed 2 --steps 2 | trim --length 0.4s | transfer --steps 2 --seed 3 | export moved.wav
      noise --seed 4 --length 16384 | denoise-start --steps 2; denoise-finish
      load-model kicks --guidance 0; generate --seed 1 --steps 2 --length 16384 | export plain.wav --bits float
      """)
    #expect(result.errors == "")
    let note = "note: hihats makes no sounds of 16384 frames: kicks makes them by itself\n"
    // Of generate and of denoise-start; the noise itself is not led.
    #expect(result.output.components(separatedBy: note).count == 3)
    #expect(result.output.contains("hihats makes no sounds of 18432 frames"))
    #expect(result.output.contains("the bits agree with the recipe's"))
    #expect(try folder.samples("own.wav") == folder.samples("plain.wav"))
  }

  /// Recipes find both files beside the sound, and `--with` names the one that is led.
  @Test func recipesFindBoth() throws {
    let made = try folder.run(
      """
      load-model run/last.ckpt; save-model own.safetensors; load-model other/last.ckpt; save-model guide.safetensors
      load-model own.safetensors --away-from guide.safetensors; save-model led.safetensors
      generate --seed 1 --steps 3 | export led.wav; make-folder moved
      """)
    #expect(made.output.contains("does not say that the sounds are led away from guide"))
    let files = FileManager.default
    for name in ["own.safetensors", "guide.safetensors", "led.wav"] {
      try files.moveItem(at: folder.url(name), to: folder.url("moved/\(name)"))
    }
    let agrees = "the bits agree with the recipe's"
    #expect(try folder.run("reproduce moved/led.wav").output.contains(agrees))
    try files.moveItem(at: folder.url("moved/own.safetensors"), to: folder.url("elsewhere.safetensors"))
    #expect(try folder.run("reproduce moved/led.wav --with elsewhere.safetensors").output.contains(agrees))
    try files.moveItem(at: folder.url("moved/guide.safetensors"), to: folder.url("away.safetensors"))
    let missing = try folder.run("reproduce moved/led.wav --with elsewhere.safetensors")
    #expect(missing.errors.contains("guide.safetensors is not there"))
    #expect(missing.errors.contains("load a model that it leads"))
    // What is loaded serves where it is the same, and what leads it.
    let known = "load-model elsewhere.safetensors --away-from away.safetensors"
    #expect(try folder.run("\(known); reproduce moved/led.wav").output.contains(agrees))
    let twice = try folder.run(
      """
      \(known); let $a = generate --seed 1 --steps 3; load-model elsewhere.safetensors; let $b = generate --steps 3
      load-model away.safetensors; let $c = generate --steps 3
      mix $a $b $c | export both.wav; recipe both.wav; reproduce both.wav
      """)
    #expect(twice.output.components(separatedBy: "# checkpoint ").count == 3 && twice.output.contains(agrees))
  }

  /// A training is of what its network learns: it leaves out what its config leads.
  @Test func trainingsAreByThemselves() throws {
    try Data((folder.text("run/config.yaml") + "\naway_from: snares\nguidance: 1\n").utf8)
      .write(to: folder.url("led.yaml"))
    let result = try folder.run("train sounds --out by --config led.yaml --seed 3 --steps 2 --samples 0")
    #expect(result.errors == "")
    #expect(try !folder.text("by/config.yaml").contains("away_from"))
    // Nor does it count whether the other is a model that comes with drumlin.
    try Data((folder.text("run/config.yaml") + "\naway_from: elsewhere\n").utf8).write(to: folder.url("led.yaml"))
    try folder.expect("load-model run/last.ckpt --config led.yaml", failsSaying: "away_from must be one of kicks")
    for start in ["--config led.yaml", "--from run/last.ckpt --config led.yaml"] {
      #expect(try folder.run("train sounds --out by-\(start.count) \(start) --steps 1 --samples 0").errors == "")
    }
    try Data((folder.text("run/config.yaml") + "\naway_from: snares\n").utf8).write(to: folder.url("run/config.yaml"))
    try folder.expect("train --resume run --steps 4", failsSaying: "says away_from")
  }

  @Test func whatCantLead() throws {
    let own = "load-model run/last.ckpt"
    for (line, message) in [
      ("\(own) --away-from run/last.ckpt", "is the model itself"),
      ("\(own) --guidance 1", "= give --away-from with it"),
      ("\(own) --guidance-sigma [0, 1]", "= give --away-from with it"),
      ("\(own) --away-from other/last.ckpt --guidance-sigma [1, 0.5]", "the lower first"),
      ("\(own) --away-from other/last.ckpt --guidance-sigma [0.5]", "the lower first"),
      ("\(own) --away-from other/last.ckpt --guidance-sigma [0.5, 2]", "--guidance-sigma should be"),
      ("\(own) --away-from other/last.ckpt --guidance 11", "--guidance should be"),
      ("\(own) --away-from kicks", "doesn't fit the model that is to be led away"),
      ("\(own) --away-from snars", "there is no such file"),
      ("load-model kicks --away-from run/last.ckpt", "doesn't fit the model that is to be led away"),
    ] { try folder.expect(line, failsSaying: message) }
    let config = try folder.text("run/config.yaml")
    for (keys, message) in [
      ("away_from: toms", "away_from must be one of kicks, snares"),
      ("away_from: snares\nguidance: -1", "guidance must be a number from 0 to 10, found -1"),
      ("away_from: snares\nguidance_sigma: 1", "guidance_sigma must be two numbers from 0 to 1"),
      ("away_from: snares\nguidance_sigma: [0.7, 0.3]", "guidance_sigma must be two numbers from 0 to 1"),
      ("away_from: snares\nguidance_sigma: [0.1, x, 0.3]", "guidance_sigma must be two numbers from 0 to 1"),
      ("away_from: snares", "doesn't fit the model that is to be led away"),
    ] {
      try Data("\(config)\n\(keys)\n".utf8).write(to: folder.url("bad.yaml"))
      try folder.expect("\(own) --config bad.yaml", failsSaying: message)
    }
  }
}
