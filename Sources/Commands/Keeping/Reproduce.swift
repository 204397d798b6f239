import Audio
import Language

/// `reproduce FILE`.
struct Reproduce: Command {
  static let file = Parameter("file", .soundFile, help: "A sound file.")
  static let with = Option("with", .modelFile, help: "The checkpoint to use in the place of the recipe's.")

  static let anywhere = Option(flag: "anywhere", help: "Opens the files that the recipe names wherever they lie.")
  static let download = Option(flag: "download", help: "Downloads a model of the hub that is not here yet.")

  static let budget = Option(
    "budget", in: 1...1000, default: 1, help: "How many times the usual budget the recipe may take.")

  static let signature = Signature(
    "reproduce", category: .session,
    summary: "Makes an exported sound again by its recipe, and says whether the bits agree.",
    discussion: """
      The recipe runs in a session of its own, in which it can load, generate and shape sounds but write nothing; the \
      session under way stays as it is. The files it needs are looked for where it says, counted from the current \
      folder or from the sound's; --with names the checkpoint elsewhere, and the model that is loaded serves when it \
      is the same.

      Whoever made the sound wrote the recipe, so it opens unasked what lies in the sound's folder, what has been \
      downloaded before and what you name; for other files and for a download you are asked at a terminal, and a \
      script has to say --anywhere and --download. The hub isn't told who you are. It may take \
      \(Budget.Limits().statements) statements, \(Budget.Limits().items) values, \(Budget.Limits().bytes >> 20) MB of \
      sounds and \(Int(Budget.Limits().seconds)) s; --budget 2 allows twice as much.
      """,
    parameters: [file], options: [with, anywhere, download, budget], result: "sound", effect: .looks,
    examples: [
      .init("reproduce kick.wav", "The sound again, from the checkpoint that it was made with."),
      .init("reproduce kick.wav --with kicks_v7.ckpt", "The checkpoint lies elsewhere now."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let path = call[Self.file]
    let recipe = try call.recipe(in: Self.file)
    let stated = try call.blaming(Self.file) { try AudioFile.read(path) }
    let made = try session.make(recipe, of: path, call)
    call.host.show(nil)
    call.host.print(made.sound.summary)
    for line in verdict(recipe, made: made, file: stated, path) { call.host.print(line) }
    return .sound(made.sound, origin: made.origin)
  }

  /// What the comparison comes to, a sentence a line.
  private func verdict(_ recipe: Recipe, made: Session.Remade, file: Sound, _ path: String) -> [String] {
    let isSame = made.sound.digest == recipe.sound
    var lines = [
      isSame
        ? "the bits agree with the recipe's"
        : "the bits differ: the recipe's sound is \(recipe.sound.prefix(12))…, "
          + "this one \(made.sound.digest.prefix(12))…"
    ]
    for (expected, found) in zip(recipe.checkpoints, made.checkpoints) where expected.digest != found.digest {
      lines.append("the checkpoint is another: \(found.path) is not the \(expected.path) of the recipe")
    }
    if !isSame, recipe.version != drumlinVersion {
      lines.append("the recipe was written by drumlin \(recipe.version); this is \(drumlinVersion)")
    }
    if let format = try? AudioFormat(path: path), format.container != .ogg, isSame, !agrees(file, made.sound) {
      lines.append("but the samples in \(path) are others: the file was changed after it was made")
    }
    return lines
  }

  /// Whether a file's samples are the sound's, in some width of samples.
  private func agrees(_ file: Sound, _ sound: Sound) -> Bool {
    guard file.frameCount == sound.frameCount, file.channelCount == sound.channelCount else { return false }
    if file == sound { return true }
    // Half a step of 16 bits and a rest for the largest step, which clips.
    let step: Float = 1 / 32768
    return zip(file.channels, sound.channels).allSatisfy { found, made in
      zip(found, made).allSatisfy { abs($0 - min(max($1, -1), 1)) <= 1.01 * step }
    }
  }
}
