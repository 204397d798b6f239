import Audio
import Language
import Text

/// `devices`.
struct Devices: Command {
  static let signature = Signature(
    "devices", category: .sound,
    summary: "Lists the sound devices that play can use.",
    discussion: "The one marked with a star plays when none is named.",
    effect: .looks,
    examples: [.init("devices", "Their names, channels and rates.")])

  func run(_ call: Call) throws -> Value {
    let system = try SoundSystem()
    guard !system.devices.isEmpty else {
      call.host.print("there is no sound device here; play --to FILE.wav writes what would be heard")
      return .nothing
    }
    for device in system.devices {
      call.host.print(
        "\(device.isDefault ? "*" : " ") \(device.name): \(device.system), "
          + "\(counted(device.channelCount, "channel")), \(shortest(device.sampleRate)) Hz")
    }
    return .nothing
  }
}
