import Language

/// `noise`.
struct DrawNoise: Command {
  static let signature = Signature(
    name: "noise", category: "Denoising",
    summary: "Draws noise for a run from the random stream.",
    discussion: """
      denoise-start draws its own when it is given none. Drawing it apart shows what a run starts from, and lets several \
      runs start from the same noise.
      """,
    options: [.length, .count, .seed],
    result: "noise",
    examples: [
      .init("noise --seed 42 | denoise-start --steps 50", "A run from the noise of seed 42."),
      .init("let $n = noise", "Noise to start more than one run from."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    if let seed = call.integer("seed") { session.setSeed(seed) }
    let count = call.integer("count") ?? 1
    let length = try model.length(for: call)
    let origin = session.origin([[.text("noise --length \(length) --count \(count)")]])
    let noise = try session.drawNoise(count: count, channels: model.channels, length: length)
    return .foreign(NoiseValue(tensor: noise, origin: origin))
  }
}
