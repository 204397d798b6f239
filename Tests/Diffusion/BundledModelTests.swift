import Checkpoints
import Diffusion
import Foundation
import Tensors
import Testing

/// The models that come with drumlin.
@Suite struct BundledModelTests {
  private static let names = ["kicks", "snares", "hihats", "percussion"]

  @Test func fourInSixtyMegabytes() {
    #expect(BundledModel.all.map(\.name) == Self.names)
    #expect(BundledModel.all.reduce(0) { $0 + $1.bytes.count } <= 60_000_000)
  }

  @Test(arguments: names) func tellsWhatItIs(name: String) throws {
    let checkpoint = try #require(BundledModel.named(name)).checkpoint()
    #expect(try checkpoint.config != nil)
    #expect((checkpoint.globalStep ?? 0) > 0)
    let about = try #require(checkpoint.about)
    #expect(about.contains("sounds") && about.contains("scripts/bundled-models"))
    #expect(about.contains(name == "kicks" ? "on from the kicks before" : "with the other classes"))
  }

  @Test(arguments: names) func loadsAndDenoises(name: String) throws {
    let (model, report) = try DiffusionModel.load(checkpoint: name)
    #expect(model.name == name && model.channels == 2 && model.sampleRate == 44_100 && model.length == 32_768)
    #expect(report.matchedKeys > 100 && report.notes == [])
    var generator = TorchGenerator(seed: 1)
    let noise = try Tensor(shape: [1, 2, 32_768], values: generator.randn(65_536))
    // Where all is noise the velocity is the sound's, with the other sign; where none is, the noise's: about nothing.
    let velocity = try model.network.velocity(of: noise, sigma: [1])
    #expect(velocity.values.allSatisfy { $0.isFinite })
    let level = Double(model.gain)
    let power = velocity.values.reduce(0) { $0 + Double($1 * $1) } / 65_536 / (level * level)
    #expect(level > 1 && power > 1e-7 && power < 0.25, "\(power)")
  }

  /// What leads each, what makes its sounds and how loud they may get: what tutorials/models.md has measured.
  @Test func areMadeAsThePageSays() throws {
    for (name, other, weight, interval, sampler, peak) in [
      ("kicks", "hihats", 0.3, 0.9...0.97, Sampler.ancestral, nil),
      ("snares", "kicks", 0.3, 0.8...0.97, .ancestral, -0.1),
      ("hihats", "kicks", 0.2, 0.15...0.95, .ddim, -0.1),
      ("percussion", "kicks", 0.3, 0.8...0.97, .ancestralEarly, -0.1),
    ] as [(String, String, Double, ClosedRange<Double>, Sampler, Double?)] {
      let (model, _) = try DiffusionModel.load(checkpoint: name)
      #expect(model.guidance?.config == GuidanceConfig(awayFrom: other, weight: weight, interval: interval))
      #expect(model.sampler == sampler && model.finish.maxPeak == peak)
      #expect(model.steps == (name == "kicks" ? 40 : 50))
      #expect(model.finish.fillNoise == (name == "percussion" ? 42 : nil))
    }
  }

  /// The memory of both networks is asked for at once, before either's weights are read.
  @Test func bothNetworksMemoryIsChecked() throws {
    let alone = try ["kicks", "hihats"].map {
      try DiffusionModel.load(checkpoint: $0, isLed: false).report.parameterCount
    }
    var asked: [Int] = []
    let (model, _) = try DiffusionModel.load(checkpoint: "kicks") { asked.append($0) }
    #expect(asked == [8 * (alone[0] + alone[1])] && model.guidance != nil)
    #expect(throws: CancellationError.self) {
      try DiffusionModel.load(checkpoint: "kicks") { _ in throw CancellationError() }
    }
  }

  @Test(arguments: ["./kicks", "Kicks", "kicks.ckpt", "", "kick"]) func otherNamesAreNone(name: String) {
    #expect(BundledModel.named(name) == nil)
  }
}
