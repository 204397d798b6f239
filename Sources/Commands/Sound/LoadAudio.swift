import Audio
import Hashing
import Language

/// `load-audio FILE`.
struct LoadAudio: Command {
  static let file = Parameter("file", .path(.read(endings: readableEndings)), help: "The sound file.")

  static let signature = Signature(
    CommandName.loadAudio, category: .sound,
    summary: "Reads a sound from a file: WAV, FLAC, OGG, MP3, AIFF and more.",
    discussion: "Where a command takes a sound, a file's name stands for it too: plot snare.wav.",
    parameters: [file], options: [RecipeOptions.sha256],
    result: "sound", effect: .pure,
    examples: [
      .init("let $snare = load-audio snare.wav", "A sound with a name."),
      .init("load-audio snare.wav | plot waveform", "A look at it."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let path = call[Self.file]
    let sound = try call.blaming(Self.file) {
      try session.reach.checkFile(path, call)
      return try AudioFile.read(path)
    }
    let digest = Digest.ofFile(path)
    if let expected = call[RecipeOptions.sha256], expected != digest {
      throw CommandFailure("\(path) is not the file that is meant: its SHA-256 is another", argument: Self.file)
    }
    call.host.print(sound.summary)
    let origin = digest.flatMap { Origin([.loadAudio(path, sha256: $0)]) }
    return .sound(sound, origin: origin)
  }
}

/// Endings that completion offers; any file that libsndfile opens can be read.
private let readableEndings = ["wav", "flac", "ogg", "opus", "mp3", "aif", "aiff", "aifc", "au", "caf", "w64"]
