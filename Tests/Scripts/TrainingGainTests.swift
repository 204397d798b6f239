import Foundation
import Testing

/// `--gain`: sounds that are larger in the network than outside.
@Suite struct TrainingGainTests {
  private let folder: TrainingFolder
  private let sounds: DrumlinProcess

  init() throws {
    folder = try TrainingFolder()
    sounds = try folder.run("train sounds --out run \(TrainingFolder.network) --steps 4 --gain 20dB")
  }

  @Test func theNetworkLearnsLouderSounds() throws {
    #expect(sounds.errors == "")
    #expect(sounds.output.contains("brought to 0 LUFS, as the network has them\n"))
    #expect(try folder.text("run/config.yaml").contains("\ngain: 10\n"))
    let plain = try folder.run("train sounds --out plain \(TrainingFolder.network) --steps 4")
    #expect(plain.output.contains("brought to -20 LUFS\n"))
    #expect(try !folder.text("plain/config.yaml").contains("gain"))
  }

  @Test func whatComesOutIsAsSoftAsWhatWentIn() throws {
    try Data(
      folder.text("run/config.yaml").replacing("gain: 10\n", with: "").utf8
    ).write(to: folder.url("plain.yaml"))
    // One step, since those of several lie elsewhere for a louder network.
    let made = "generate --seed 1 --steps 1; export"
    let run = "denoise-start --seed 1 --steps 1; predict; export"
    let saved = try folder.run(
      """
      load-model run/last.ckpt; info; \(made) soft.wav --bits float; \(run) soft-run.wav --bits float
      save-model saved.safetensors; load-model saved.safetensors; \(made) saved.wav --bits float
      load-model run/last.ckpt --config plain.yaml; \(made) loud.wav --bits float; \(run) loud-run.wav --bits float
      """)
    #expect(saved.errors == "")
    #expect(saved.output.contains("in the network 20 dB louder"))
    for kind in ["", "-run"] {
      let (soft, loud) = (try folder.samples("soft\(kind).wav"), try folder.samples("loud\(kind).wav"))
      #expect(soft.contains { $0 != 0 } && soft == loud.map { $0 / 10 })
    }
    #expect(try folder.samples("saved.wav") == folder.samples("soft.wav"))
    // The training's own samples are the moving average's.
    let heard = try folder.run(
      "load-model run/last.ckpt --weights ema; generate --seed 1 --steps 2 | export heard.wav; load-audio heard.wav | "
        + "export heard.wav --bits float --overwrite; load-audio run/samples/step-0000004-seed-1.wav | "
        + "export sample.wav --bits float")
    #expect(heard.errors == "")
    let (one, other) = (try folder.samples("heard.wav"), try folder.samples("sample.wav"))
    // Two engines' roundings and 24 bits.
    #expect(one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// The levels of `NoiseSchedule`, at the prompt and after a fork.
  @Test func itsRunsHaveLevelsOfTheirOwn() throws {
    let levels = "denoise-start --steps 4; denoise-step 1; denoise-step 1; fork --steps 3; denoise-step 1"
    let result = try folder.run("load-model run/last.ckpt; \(levels)")
    #expect(result.errors == "")
    let sigmas = result.output.matches(of: /sigma ([0-9.]+)/).map { String($0.output.1) }
    #expect(sigmas.first == "1.000" && sigmas.contains("0.982") && sigmas.contains("0.909"))
    #expect(!sigmas.contains("0.750") && !sigmas.contains("0.500"))
  }

  @Test func aMatchedTransferKeepsTheSound() throws {
    let result = try folder.run(
      "load-model run/last.ckpt; load-audio sounds/3.wav; "
        + "transfer --matched --noise-level 0.001 --steps 2 --trim --seed 1; "
        + "export near.wav --bits float; load-audio sounds/3.wav; export far.wav --bits float")
    #expect(result.errors == "")
    let (near, far) = (try folder.samples("near.wav"), try folder.samples("far.wav"))
    #expect(near.count == far.count && zip(near, far).allSatisfy { abs($0 - $1) < 0.02 })
  }

  @Test func aTuningInheritsIt() throws {
    let more = "--steps 1 --samples 0"
    #expect(try folder.run("train sounds --out tuned --from run/last.ckpt \(more)").output.contains("to 0 LUFS"))
    #expect(
      try folder.run("train sounds --out softer --from run/last.ckpt --gain 6dB \(more)").output.contains("to -14 LUFS")
    )
    #expect(try folder.run("train --resume run --steps 5").output.contains("to 0 LUFS"))
    // A factor keeps its last bit through every file, so that whole decibels stay whole.
    let saved = try folder.run("load-model softer/last.ckpt; info; save-model softer.safetensors")
    #expect(saved.output.contains("in the network 6 dB louder"))
    #expect(try folder.run("train sounds --out third --from softer.safetensors \(more)").output.contains("to -14 LUFS"))
    let soft = try folder.run("train sounds --out fourth --from softer.safetensors --gain -3dB \(more); info")
    #expect(soft.output.contains("to -23 LUFS") && soft.output.contains("in the network 3 dB softer"))
  }

  @Test func whatIsNone() throws {
    for (line, message) in [
      ("train sounds --out other \(TrainingFolder.network) --gain 30dB", "--gain should be a level from -20dB to 20dB"),
      ("train sounds --out other \(TrainingFolder.network) --gain 2", "--gain should be a level from -20dB to 20dB"),
      ("train --resume run --gain 3dB", "--gain and --resume don't go together"),
    ] {
      try folder.expect(line, failsSaying: message)
    }
  }
}
