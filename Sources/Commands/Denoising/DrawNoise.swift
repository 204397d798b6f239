import Language

/// `noise`.
struct DrawNoise: Command {
  static let signature = Signature(
    "noise", category: .denoising,
    summary: "Draws noise for a run from the random stream.",
    discussion: """
      denoise-start draws its own when it is given none. Drawing it apart shows what a run starts from, and lets \
      several runs start from the same noise.
      """,
    options: [RunOptions.length, RunOptions.count, RunOptions.seed], result: "noise", effect: .draws,
    examples: [
      .init("noise --seed 42 | denoise-start --steps 50", "A run from the noise of seed 42."),
      .init("let $n = noise", "Noise to start more than one run from."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    if let seed = call[RunOptions.seed] { session.setSeed(seed) }
    let count = call[RunOptions.count]
    let length = try model.length(for: call)
    try model.requireMemory(length: length, count: count)
    let origin = session.origin([
      Invocation(
        Self.signature.name,
        [RunOptions.length.argument(Quantity(Double(length))), RunOptions.count.argument(count)])
    ])
    let noise = try session.drawNoise(count: count, channels: model.channels, length: length, call)
    let value = NoiseValue(tensor: noise, origin: origin)
    call.host.print(value.summary)
    return .foreign(value)
  }
}
