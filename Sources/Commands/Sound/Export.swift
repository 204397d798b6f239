import Audio
import Language

/// `export FILE [SOUND]`.
struct Export: Command {
  static let signature = Signature(
    name: "export", category: "Sound",
    summary: "Writes a sound to a file, in the format that the file's ending names.",
    discussion: """
      .wav, .flac, .ogg and .aiff are known. WAV and AIFF are written with 24 bits unless told otherwise, or as floats \
      bit for bit; FLAC with 16 or 24; OGG is compressed and takes no --bits. The file appears whole or not at all, and \
      one that is there already stays unless --overwrite is given.
      """,
    parameters: [
      Parameter(
        "file", .path(.write(endings: AudioFormat.Container.allCases.flatMap(\.endings))), help: "The file to write."),
      Parameter("sound", .foreign("sound"), .input, help: "The sound to write."),
    ],
    options: [
      Option("bits", .choice(BitDepth.allCases.map(\.rawValue)), help: "The width of a sample; 24 when not given."),
      .overwrite,
    ],
    result: "sound",
    examples: [
      .init("export kick.wav", "The last sound, with 24 bits."),
      .init("export \"kick-{$seed}.flac\" $kick --bits 16", "A named sound, as FLAC with 16 bits."),
    ])

  func run(_ call: Call) throws -> Value {
    guard let path = call.text("file"), let sound = call.sound("sound") else { return .nothing }
    let bits = call.text("bits").flatMap(BitDepth.init(rawValue:))
    let format = try call.blaming(bits == nil ? "file" : "bits") { try AudioFormat(path: path, bits: bits) }
    let report = try call.writing("file") {
      try AudioFile.write(sound, to: path, format: format, overwrite: call.flag("overwrite"))
    }
    call.host.print("\(path): \(decimals(sound.duration, 3)) s, \(format.summary), \(report.bytes) bytes")
    if report.clipped > 0 {
      let samples = report.clipped == 1 ? "1 sample was" : "\(report.clipped) samples were"
      call.host.print("\(samples) louder than full scale and clipped; --bits float keeps what is above it")
    }
    return .sound(sound)
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
