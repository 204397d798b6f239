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
    result: "sound",
    examples: [
      .init("let $snare = load-audio snare.wav", "A sound with a name."),
      .init("load-audio snare.wav | plot waveform", "A look at it."),
    ])

  func run(_ call: Call) throws -> Value {
    guard let path = call.text("file") else { return .nothing }
    let sound = try call.blaming("file") { try AudioFile.read(path) }
    call.host.print(sound.summary)
    return .sound(sound)
  }
}

/// Endings that completion offers; any file that libsndfile opens can be read.
private let readableEndings = ["wav", "flac", "ogg", "opus", "mp3", "aif", "aiff", "aifc", "au", "caf", "w64"]
