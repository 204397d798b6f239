import Diffusion
import Language

/// `denoise-start [NOISE]`.
struct DenoiseStart: Command {
  static let signature = Signature(
    name: "denoise-start", category: "Denoising",
    summary: "Starts a run: noise, and the steps that lead from it to a sound.",
    discussion: """
      Nothing is denoised yet: denoise-step and denoise-finish do that, and in between one can look (plot, show, predict), \
      listen, go back, and try another way on (fork). A new run takes the place of the one before; marks stay.
      """,
    parameters: [
      Parameter("noise", .foreign("noise"), .piped, help: "Noise to start from; drawn afresh when not given.")
    ],
    options: [.steps, .length, .sampler, .seed],
    result: "run",
    examples: [
      .init("denoise-start --steps 50", "A run of 50 steps from fresh noise."),
      .init("noise --seed 42 | denoise-start --steps 20", "A run from noise drawn before."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    if let seed = call.integer("seed") { session.setSeed(seed) }
    let steps = call.integer("steps") ?? 50
    let sampler = call.sampler
    let options = " --steps \(steps) --sampler \(sampler.rawValue)"
    let given: NoiseValue? = call.foreign("noise")
    var origin: Origin?
    if let given {
      origin = given.origin.flatMap {
        session.origin([[.text("denoise-start "), .input(0, isImplicit: false), .text(options)]], inputs: [$0])
      }
    } else {
      let length = try model.length(for: call)
      origin = session.origin([[.text("denoise-start --length \(length)\(options)")]])
    }
    let noise =
      try given?.tensor
      ?? session.drawNoise(count: 1, channels: model.channels, length: try model.length(for: call))
    let run = try call.blaming("noise") {
      try DenoisingRun(
        network: model.network, noise: noise, steps: steps, gain: model.gain, sampler: sampler,
        generator: session.state.generator.offspring)
    }
    let value = RunValue(run: run, seed: session.state.seed, model: model, origin: origin, base: 0)
    session.state.current = CurrentRun(value)
    call.host.print(value.summary)
    return .foreign(value)
  }
}
