/// Why a sound can't be heard.
public enum PlaybackError: Error, Equatable, Sendable {
  /// PortAudio is not installed.
  case noLibrary
  /// There is nothing that plays.
  case noDevice
  /// No device has the name; those that there are.
  case unknownDevice(String, known: [String])
  /// Several devices have the name in theirs.
  case severalDevices(String, matching: [String])
  /// What a device or PortAudio itself refuses, in PortAudio's words.
  case refused(device: String?, reason: String)
}

extension PlaybackError: CustomStringConvertible {
  /// What is wrong, and on a further line what to do.
  public var description: String {
    switch self {
    case .noLibrary: "PortAudio, which plays sounds, is not installed\ninstall libportaudio2"
    case .noDevice: "there is no sound device here"
    case .unknownDevice(let name, let known):
      "there is no sound device '\(name)'\n"
        + (known.isEmpty ? "there is none at all" : "there is \(known.map { "'\($0)'" }.joined(separator: ", "))")
    case .severalDevices(let name, let matching):
      "several sound devices have '\(name)' in their names\n"
        + "name one: \(matching.map { "'\($0)'" }.joined(separator: ", "))"
    case .refused(nil, let reason): "the sound system doesn't begin: \(reason)"
    case .refused(let device?, let reason): "'\(device)' plays nothing now: \(reason)"
    }
  }
}
