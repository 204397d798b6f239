import Diffusion
import Language

/// `denoise-start [NOISE]`.
struct DenoiseStart: Command {
  static let signature = Signature(
    name: "denoise-start", category: "Denoising",
    summary: "Starts a run: noise, and the steps that lead from it to a sound.",
    discussion: """
      Nothing is denoised yet: denoise-step and denoise-finish do that, and in between one can look (plot), listen and \
      change one's mind. A new run takes the place of the one before.
      """,
    parameters: [
      Parameter("noise", .foreign("noise"), .piped, help: "Noise to start from; drawn afresh when not given.")
    ],
    options: [.steps, .length, .seed],
    result: "run",
    examples: [
      .init("denoise-start --steps 50", "A run of 50 steps from fresh noise."),
      .init("denoise-start $noise --steps 20", "A run from noise drawn before."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    if let seed = call.integer("seed") { session.setSeed(seed) }
    let noise =
      if let given: NoiseValue = call.foreign("noise") {
        given.tensor
      } else {
        try session.drawNoise(count: 1, channels: model.channels, length: try model.length(for: call))
      }
    let run = try call.blaming("noise") {
      try DenoisingRun(network: model.network, noise: noise, steps: call.integer("steps") ?? 50)
    }
    let value = RunValue(run: run, sampleRate: model.sampleRate)
    session.state.run = value
    call.host.print(value.summary)
    return .foreign(value)
  }
}
