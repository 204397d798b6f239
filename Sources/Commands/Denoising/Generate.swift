import Diffusion
import Language

/// `generate`.
struct Generate: Command {
  static let signature = Signature(
    name: "generate", category: "Denoising",
    summary: "Makes sounds out of noise, from the first step to the last.",
    discussion: """
      The same as denoise-start and denoise-finish, without touching the run under way. With --count, each sound starts \
      from the next noise of the random stream: the second of two is what a second generate would have made.
      """,
    options: [.steps, .length, .count, .seed],
    result: "sound, or a list of sounds with --count",
    examples: [
      .init("generate --seed 42", "One sound at 50 steps."),
      .init("generate --count 3 --steps 30 | concat", "Three sounds one after the other."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    if let seed = call.integer("seed") { session.setSeed(seed) }
    let length = try model.length(for: call)
    let count = call.integer("count") ?? 1
    var sounds: [Value] = []
    for index in 1...count {
      var run = try DenoisingRun(
        network: model.network, noise: try session.drawNoise(count: 1, channels: model.channels, length: length),
        steps: call.integer("steps") ?? 50)
      let label = count == 1 ? "denoising" : "sound \(index) of \(count)"
      try run.advance(run.steps) { try call.reportStep($0, label: label) }
      sounds.append(try .sounds(run.state, sampleRate: model.sampleRate))
    }
    call.host.show(nil)
    let result = count == 1 ? sounds[0] : .list(sounds)
    for case .foreign(let sound) in sounds { call.host.print(sound.summary) }
    return result
  }
}
