import Diffusion
import Language
import Tensors
import Text

/// `denoise-start [NOISE]`.
struct DenoiseStart: Command {
  static let noise = Parameter(
    piped: "noise", ArgumentType<NoiseValue>.engine, help: "Noise to start from; drawn afresh when not given.")

  static let signature = Signature(
    "denoise-start", category: .denoising,
    summary: "Starts a run: noise, and the steps that lead from it to a sound.",
    discussion: """
      Nothing is denoised yet: denoise-step and denoise-finish do that, and in between one can look (plot, show, \
      predict), listen, go back, and try another way on (fork). A new run takes the place of the one before; marks \
      stay.
      """,
    parameters: [noise], options: [RunOptions.steps, RunOptions.length, RunOptions.sampler, RunOptions.seed],
    result: "run", effect: .session,
    examples: [
      .init("denoise-start --steps 50", "A run of 50 steps from fresh noise."),
      .init("noise --seed 42 | denoise-start --steps 20", "A run from noise drawn before."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    if let seed = call[RunOptions.seed] { session.setSeed(seed) }
    let (steps, sampler) = (model.steps(for: call), model.sampler(for: call))
    let options = [RunOptions.steps.argument(steps), RunOptions.sampler.argument(sampler)]
    let given = call[Self.noise]
    var origin: Origin?
    let noise: Tensor
    if let given {
      origin = given.origin.flatMap {
        session.origin(
          [Invocation(Self.signature.name, [.positional(.input(0, isImplicit: false))] + options)], inputs: [$0])
      }
      noise = given.tensor
      model.tellWhyUnled(length: noise.shape[2], call)
    } else {
      let length = try model.lengthToMake(for: call)
      origin = session.origin(
        [Invocation(Self.signature.name, [RunOptions.length.argument(Quantity(Double(length)))] + options)])
      noise = try session.drawNoise(count: 1, channels: model.channels, length: length, call)
    }
    let run = try call.blaming(Self.noise) {
      try DenoisingRun(
        network: model.network, noise: noise, steps: steps, gain: model.gain, sampler: sampler,
        fresh: FreshNoise(session.state.generator.offspring))
    }
    let title = "\(model.name), seed \(session.state.seed), \(counted(steps, "step"))"
    let branch = RunBranch(number: session.nextRun(), title: title, parent: nil)
    let value = RunValue(
      run: run, seed: session.state.seed, model: model, origin: origin, base: 0, branch: branch)
    session.state.current = CurrentRun(value)
    call.host.print(value.summary)
    return .foreign(value)
  }
}
