import Diffusion
import Language
import Tensors

/// `fork [NAME]`.
struct Fork: Command {
  static let name = Parameter(
    optional: "name", .text, help: "The mark to leave; fork-1, fork-2 and so on when not given.")
  static let seed = Option("seed", in: seedRange, help: "Draws the noise that is left anew, from this seed.")
  static let sampler = Option("sampler", ArgumentType<Sampler>.sampler, help: "How the steps that are left are made.")
  static let steps = Option("steps", in: stepsRange, help: "How many steps are left from here.")

  static let signature = Signature(
    CommandName.fork, category: .denoising,
    summary: "Goes another way on from the run as it stands: another seed, sampler or number of steps.",
    discussion: """
      The run as it was stays behind as a mark, which goto comes back to: so two continuations of one state can be \
      compared. --seed keeps the clean sound that the network predicts and draws the noise that is left in it anew, so \
      that an early fork gives a very different sound and a late one a close relative.
      """,
    parameters: [name], options: [seed, sampler, steps], result: "run", effect: .session,
    examples: [
      .init("fork --seed 7; denoise-finish", "A relative of the sound that the run was heading for."),
      .init("fork --sampler dpmpp-2m --steps 8; denoise-finish", "The rest in eight bigger steps."),
      .init("fork first --seed 7; denoise-finish; goto first; denoise-finish", "Both ways, one after the other."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let value = try session.run()
    guard let current = session.state.current else { return .nothing }
    let run = value.run
    let (seed, sampler, steps) = (call[Self.seed], call[Self.sampler], call[Self.steps])
    if run.isFinished {
      throw CommandFailure(
        "the run is finished, and nothing is left to go another way", hint: "back 10 goes back first")
    }
    if seed == nil, sampler == nil, steps == nil {
      throw CommandFailure(
        "this fork would be the same run again", hint: "say what is to change: --seed N, --sampler NAME or --steps N")
    }
    let name = call[Self.name] ?? session.freeMark
    if Int(name) != nil || name.isEmpty {
      throw CommandFailure("\(name) can't name a mark", hint: "a name is no number", argument: Self.name)
    }
    var generator = seed.map { TorchGenerator(seed: Int64($0)) }
    let noise = try generator.map { _ in
      try Tensor(shape: run.state.shape, values: generator?.randn(run.state.count) ?? [])
    }
    let fork = try run.forked(
      sampler: sampler, steps: steps, noise: noise, fresh: generator.map { FreshNoise($0.offspring) })
    try session.setMark(name, current)
    let forked = value.forked(
      fork,
      by: Invocation(
        Self.signature.name,
        [Self.seed.argument(seed), Self.sampler.argument(sampler), Self.steps.argument(steps)]),
      number: session.nextRun())
    session.state.current = CurrentRun(forked)
    call.host.print("\(forked.summary); goto \(SourceLiteral.word(name)) comes back to the one before")
    return .foreign(forked)
  }
}

extension Session {
  /// The first of fork-1, fork-2 … that names no mark yet.
  fileprivate var freeMark: String {
    let names = Set(state.marks.map(\.name))
    return (1...(names.count + 1)).lazy.map { "fork-\($0)" }.first { !names.contains($0) } ?? "fork"
  }
}
