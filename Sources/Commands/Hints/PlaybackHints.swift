import Audio
import Language

extension PlaybackError: Hinted {
  /// What else can be done with a sound that can't be heard.
  public var hint: String? {
    switch self {
    case .noLibrary, .noDevice: "play --to FILE.wav writes it to a file, and --if-possible goes on without"
    case .unknownDevice, .severalDevices, .refused: nil
    }
  }
}
