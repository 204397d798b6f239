import Audio
import Diffusion
import Language
import Tensors
import Text

/// `transfer [SOUND]`.
struct Transfer: Command {
  static let sound = Parameter(input: "sound", ArgumentType<SoundValue>.engine, help: "The sound to transform.")
  static let noiseLevel = Option(
    "noise-level", .number(in: 0...100), default: 0.5,
    help: "How much noise is added: 0 adds none, 1 as much as the loudest sound.")
  static let trim = Option(flag: "trim", help: "Cuts the result back to the length of the sound.")
  static let matched = Option(
    flag: "matched", help: "Starts at the sigma that the noise level stands for, not at 1.")

  static let signature = Signature(
    "transfer", category: .denoising,
    summary: "Gives a sound the model's timbre: adds noise to it and denoises that.",
    discussion: """
      As the notebook's style transfer does: the sound plus --noise-level times noise, denoised from sigma 1 whatever \
      the level. With --matched the run starts where it belongs, at the sigma whose noise stands to the sound as the \
      level says (tan(sigma·pi/2) = level), so that a low level keeps more of the sound.

      The sound is brought to the model's sample rate and channels, and padded with silence to a length that the \
      network takes; --trim cuts the result back to the sound's own length.
      """,
    parameters: [sound], options: [noiseLevel, RunOptions.steps, RunOptions.sampler, trim, matched, RunOptions.seed],
    result: "sound", effect: .draws,
    examples: [
      .init("load-audio snare.wav | transfer --noise-level 0.4 --trim", "The notebook's way."),
      .init("transfer $snare --noise-level 0.4 --matched", "The run starts at sigma 0.24."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let model = try session.model()
    let (level, isMatched) = (call[Self.noiseLevel], call[Self.matched])
    if isMatched, level == 0 {
      throw CommandFailure(
        "without noise there is nothing to denoise from", hint: "--matched needs a level above 0, such as 0.4",
        argument: Self.noiseLevel)
    }
    if let seed = call[RunOptions.seed] { session.setSeed(seed) }
    let sound = try call.blaming(Self.sound) {
      try call[Self.sound].sound.resampled(to: model.sampleRate).withChannels(model.channels)
    }
    let multiple = model.network.architecture.lengthMultiple
    let length = max(1, (sound.frameCount + multiple - 1) / multiple) * multiple
    try call.blaming(Self.sound) { try model.network.architecture.check(length: length) }
    model.tellWhyUnled(length: length, call)

    let (steps, sampler) = (model.steps(for: call), model.sampler(for: call))
    let origin = origin(of: call, steps: steps, sampler)
    let noise = try session.drawNoise(count: 1, channels: model.channels, length: length, call)
    // A matched run knows how large the network's sounds are; the notebook's has the sound for a hint in noise.
    let factor = isMatched ? model.gain : 1
    var run = try DenoisingRun(
      network: model.network, sound: sound.padded(to: length).tensor(gain: factor), noise: noise,
      level: level * Double(factor), matched: isMatched, steps: steps, gain: model.gain,
      sampler: sampler, fresh: FreshNoise(session.state.generator.offspring))
    try run.advance(run.steps) { try call.reportStep($0, label: "transferring") }
    call.host.show(nil)

    var result = try model.sound(run.state, isMade: true)
    if call[Self.trim] { result = result.prefix(sound.frameCount) }
    call.host.print(result.summary)
    return .sound(result, origin: origin)
  }

  /// How the result comes to be, with the random stream as it stands.
  private func origin(of call: Call, steps: Int, _ sampler: Sampler) -> Origin? {
    guard let input = call[Self.sound].origin else { return nil }
    return session.origin(
      [
        Invocation(
          Self.signature.name,
          [
            .positional(.input(0, isImplicit: true)), Self.noiseLevel.argument(call[Self.noiseLevel]),
            RunOptions.steps.argument(steps), RunOptions.sampler.argument(sampler),
            Self.trim.argument(call[Self.trim]), Self.matched.argument(call[Self.matched]),
          ])
      ], inputs: [input])
  }
}
