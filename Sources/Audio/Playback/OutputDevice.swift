/// A device that plays sounds.
public struct OutputDevice: Sendable, Equatable {
  /// PortAudio's number for it, which holds until the sound system ends.
  package let index: Int32
  /// Such as "HDA Intel PCH: ALC257 Analog (hw:0,0)".
  public let name: String
  /// What it is reached by, such as "ALSA".
  public let system: String
  /// How many channels it plays at most.
  public let channelCount: Int
  /// The rate that it runs at by itself, in Hz.
  public let sampleRate: Double
  /// Whether it is the one that plays when none is named.
  public let isDefault: Bool

  package init(
    index: Int32, name: String, system: String, channelCount: Int, sampleRate: Double, isDefault: Bool
  ) {
    (self.index, self.name, self.system) = (index, name, system)
    (self.channelCount, self.sampleRate, self.isDefault) = (channelCount, sampleRate, isDefault)
  }
}

extension [OutputDevice] {
  /// The device of a name: the default one for nil, else that of just this name, or the only one that has it in its
  /// own; capitals don't count.
  public func named(_ name: String?) throws(PlaybackError) -> OutputDevice {
    guard let name else {
      guard let device = first(where: \.isDefault) ?? first else { throw .noDevice }
      return device
    }
    if let device = first(where: { $0.name.lowercased() == name.lowercased() }) { return device }
    let matching = name.isEmpty ? [] : filter { $0.name.lowercased().contains(name.lowercased()) }
    guard let device = matching.first else { throw .unknownDevice(name, known: map(\.name)) }
    guard matching.count == 1 else { throw .severalDevices(name, matching: matching.map(\.name)) }
    return device
  }
}
