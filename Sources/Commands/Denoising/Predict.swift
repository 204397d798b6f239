import Language

/// `predict`.
struct Predict: Command {
  static let signature = Signature(
    CommandName.predict, category: .denoising,
    summary: "Gives the clean sound that the network predicts from the run as it stands.",
    discussion: "It costs one pass of the network, which the next step then doesn't need. The run stays where it is.",
    result: "sound", effect: .session,
    examples: [
      .init("predict", "Where the run is heading; the sound is then $it."),
      .init("denoise-step 5; predict | export now.wav", "Five steps on, and what would come out."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let sounds = try session.run().sounds(predicted: true)
    call.host.print(sounds.description)
    return sounds
  }
}
