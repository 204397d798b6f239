import Audio
import Language

/// `load-audio FILE`.
struct LoadAudio: Command {
  static let signature = Signature(
    name: "load-audio", category: "Sound",
    summary: "Reads a sound from a file: WAV, FLAC, OGG, MP3, AIFF and more.",
    parameters: [
      Parameter("file", .path(.read(endings: readableEndings)), help: "The sound file.")
    ],
    options: [
      Option("sha256", .text, help: "Fails when this is not the file's SHA-256; recipes say it.")
    ],
    result: "sound",
    examples: [
      .init("let $snare = load-audio snare.wav", "A sound with a name."),
      .init("load-audio snare.wav | plot waveform", "A look at it."),
    ])

  func run(_ call: Call) throws -> Value {
    guard let path = call.text("file") else { return .nothing }
    let sound = try call.blaming("file") { try AudioFile.read(path) }
    let digest = Digest.ofFile(path)
    if let expected = call.text("sha256"), expected != digest {
      throw CommandFailure("\(path) is not the file that is meant: its SHA-256 is another", argument: "file")
    }
    call.host.print(sound.summary)
    let origin = digest.flatMap { Origin([[.text("load-audio \(quoted(path)) --sha256 \"\($0)\"")]]) }
    return .sound(sound, origin: origin)
  }
}

/// Endings that completion offers; any file that libsndfile opens can be read.
private let readableEndings = ["wav", "flac", "ogg", "opus", "mp3", "aif", "aiff", "aifc", "au", "caf", "w64"]
