import Language

/// `generate`.
struct Generate: Foreseeing {
  static let signature = Signature(
    CommandName.generate, category: .denoising,
    summary: "Makes sounds out of noise, from the first step to the last.",
    discussion: """
      The same as denoise-start and denoise-finish, without touching the run under way. With --count, each sound \
      starts from the next noise of the random stream: the second of two is what a second generate would have made.

      In a shard (see shard), --count makes this process's share of the sounds, each as it comes out without shards, \
      and the random stream then stands where it would stand without them.
      """,
    options: [RunOptions.steps, RunOptions.length, RunOptions.count, RunOptions.sampler, RunOptions.seed],
    result: "sound, or a list of sounds with --count", effect: .draws,
    examples: [
      .init("generate --seed 42", "One sound of a seed."),
      .init("generate --count 3 --steps 30 | concat", "Three sounds one after the other."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    try session.generate(call, length: session.model().lengthToMake(for: call), count: call[RunOptions.count])
  }

  func foresee(_ call: Call) throws -> (origin: Origin, pass: () -> Void)? {
    guard call[RunOptions.count] == 1 else { return nil }
    let model = try session.model()
    let length = try model.length(for: call)
    if let seed = call[RunOptions.seed] { session.setSeed(seed) }
    try session.sharing.requireSeed()
    let (steps, sampler) = (model.steps(for: call), model.sampler(for: call))
    guard let origin = session.origin([.generate(length: length, steps: steps, sampler: sampler)]) else { return nil }
    return (origin, { session.state.generator.skipNormals(model.channels * length) })
  }
}
