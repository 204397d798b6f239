import Audio
import Files
import Language
import Text

/// `export FILE [SOUND]`.
struct Export: Command {
  static let file = Parameter(
    "file", .output(endings: AudioFormat.Container.allCases.flatMap(\.endings)), help: "The file to write.")
  static let sound = Parameter(input: "sound", .sounds, help: "The sound to write, or a list of them.")
  static let bits: Option<BitDepth?> = Option(
    "bits", .choice, help: "The width of a sample; 24 when not given.")
  static let noRecipe = Option(flag: "no-recipe", help: "Leaves the recipe out of the file.")

  static let signature = Signature(
    "export", category: .sound,
    summary: "Writes a sound to a file, in the format that the file's ending names.",
    discussion: """
      .wav, .flac, .ogg and .aiff are known. WAV and AIFF are written with 24 bits unless told otherwise, or as floats \
      bit for bit; FLAC with 16 or 24; OGG is compressed and takes no --bits. The file appears whole or not at all, \
      and one that is there already stays unless --overwrite is given.

      {n} in the name writes the sounds of a list, each with its number: kicks/{n}.wav. In quotes, where braces hold \
      values, it is "my kicks/\\{n\\}.wav".

      The file's comment field carries the recipe of the sound: see recipe and reproduce.
      """,
    parameters: [file, sound], options: [bits, FileOptions.overwrite, noRecipe], result: "sound", effect: .writes,
    examples: [
      .init("export kick.wav", "The last sound, with 24 bits."),
      .init("export \"kick-{$seed}.flac\" $kick --bits 16", "A named sound, as FLAC with 16 bits."),
      .init("export kick-{n}.wav [$kick, $snare]", "Two sounds, as kick-1.wav and kick-2.wav."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let (output, given, bits) = (call[Self.file], call[Self.sound], call[Self.bits])
    let format = try call.blaming(bits == nil ? Self.file : Self.bits as any ArgumentDeclaration) {
      try AudioFormat(path: output.name, bits: bits)
    }
    guard let first = given.items.first else { throw CommandFailure("the list is empty", argument: Self.sound) }
    guard output.isNumbered else {
      guard given.items.count == 1 else {
        throw CommandFailure(
          "there are \(given.items.count) sounds and one name",
          hint: "{n} in the name gives each its number: export kicks/{n}.wav", argument: Self.file)
      }
      try write(first, to: output, format, call)
      return given.value
    }
    let outputs = given.items.indices.map { output.numbered($0, of: given.items.count) }
    // Before the first is written.
    for (index, (item, output)) in zip(given.items, outputs).enumerated() {
      try call.checkInterrupt()
      try session.writer.check(output, as: Self.file, call)
      do { try AudioFile.check(item.sound, as: format) } catch {
        let failure = CommandFailure(describing: error)
        throw failure.saying("sound \(index + 1) of \(outputs.count): \(failure.message)").blaming(Self.sound)
      }
    }
    for (item, output) in zip(given.items, outputs) {
      try call.checkInterrupt()
      try write(item, to: output, format, call)
    }
    return given.value
  }

  /// Writes one sound and says what became of it.
  private func write(_ value: SoundValue, to output: OutputPath, _ format: AudioFormat, _ call: Call) throws {
    let sound = value.sound
    let recipe = call[Self.noRecipe] ? nil : value.origin.flatMap { Recipe(of: sound, origin: $0) }?.text
    let report = try session.writer.write(output, as: Self.file, call) { path, overwrite in
      try AudioFile.write(sound, to: path, format: format, comment: recipe, overwrite: overwrite)
    }
    guard let report else { return }
    call.host.print("\(output.name): \(decimals(sound.duration, 3)) s, \(format.summary), \(report.bytes) bytes")
    if report.clipped > 0 {
      let samples = report.clipped == 1 ? "1 sample was" : "\(report.clipped) samples were"
      call.host.print("\(samples) louder than full scale and clipped; --bits float keeps what is above it")
    }
    let limit = format.container.commentLimit
    if let recipe, recipe.utf8.count > limit {
      call.host.print(
        "the recipe of \(recipe.utf8.count) bytes is too long for \(format.container.rawValue), which holds "
          + "\(limit): left out; FLAC holds it")
    }
  }
}

extension AudioFormat {
  /// The format in words: "WAV 24 bit".
  fileprivate var summary: String {
    switch bits {
    case nil: container.rawValue
    case .float?: container.rawValue + " float"
    case let bits?: "\(container.rawValue) \(bits.rawValue) bit"
    }
  }
}
