import Audio
import Language
import Text

/// `export FILE [SOUND]`.
struct Export: Command {
  static let signature = Signature(
    name: "export", category: "Sound",
    summary: "Writes a sound to a file, in the format that the file's ending names.",
    discussion: """
      .wav, .flac, .ogg and .aiff are known. WAV and AIFF are written with 24 bits unless told otherwise, or as floats \
      bit for bit; FLAC with 16 or 24; OGG is compressed and takes no --bits. The file appears whole or not at all, and \
      one that is there already stays unless --overwrite is given.

      The file's comment field carries the recipe of the sound: see recipe and reproduce.
      """,
    parameters: [
      Parameter(
        "file", .path(.write(endings: AudioFormat.Container.allCases.flatMap(\.endings))), help: "The file to write."),
      Parameter("sound", .foreign("sound"), .input, help: "The sound to write."),
    ],
    options: [
      Option("bits", .choice(BitDepth.allCases.map(\.rawValue)), help: "The width of a sample; 24 when not given."),
      .overwrite,
      Option(flag: "no-recipe", help: "Leaves the recipe out of the file."),
    ],
    result: "sound",
    examples: [
      .init("export kick.wav", "The last sound, with 24 bits."),
      .init("export \"kick-{$seed}.flac\" $kick --bits 16", "A named sound, as FLAC with 16 bits."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    guard let path = call.text("file"), let value: SoundValue = call.foreign("sound") else {
      return .nothing
    }
    let sound = value.sound
    let bits = call.text("bits").flatMap(BitDepth.init(rawValue:))
    let format = try call.blaming(bits == nil ? "file" : "bits") { try AudioFormat(path: path, bits: bits) }
    if session.isRehearsal { return .foreign(value) }
    let recipe = call.flag("no-recipe") ? nil : Recipe(of: value)?.text
    let report = try call.writing("file") {
      try AudioFile.write(sound, to: path, format: format, comment: recipe, overwrite: call.flag("overwrite"))
    }
    call.host.print("\(path): \(decimals(sound.duration, 3)) s, \(format.summary), \(report.bytes) bytes")
    if report.clipped > 0 {
      let samples = report.clipped == 1 ? "1 sample was" : "\(report.clipped) samples were"
      call.host.print("\(samples) louder than full scale and clipped; --bits float keeps what is above it")
    }
    let limit = format.container.commentLimit
    if let recipe, recipe.utf8.count > limit {
      call.host.print(
        "the recipe of \(recipe.utf8.count) bytes is too long for \(format.container.rawValue), which holds \(limit): left out; "
          + "FLAC holds it")
    }
    return .foreign(value)
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
