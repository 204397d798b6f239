import Language

/// `set-seed SEED`.
struct SetSeed: Command {
  static let seed = Parameter("seed", .integer(in: seedRange), help: "A whole number; only its low 32 bits matter.")

  static let signature = Signature(
    CommandName.setSeed, category: .denoising,
    summary: "Starts the random numbers at a seed.",
    discussion: """
      The numbers are PyTorch's: after set-seed 42, noise holds what torch.manual_seed(42) and torch.randn give, so \
      the same seed and checkpoint make the notebook's sound. Each noise drawn moves the stream on. A session starts \
      at seed 0.
      """,
    parameters: [seed], options: [RecipeOptions.skip], effect: .session,
    examples: [
      .init("set-seed 42", "The next noise is that of seed 42."),
      .init("for $seed in 1..3 { set-seed $seed }", "A seed each time round."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    session.setSeed(call[Self.seed])
    var left = call[RecipeOptions.skip] ?? 0
    while left > 0 {
      try call.checkInterrupt()
      session.state.generator.skip(min(left, 1 << 22))
      left -= 1 << 22
    }
    return .nothing
  }
}
