import Audio
import Testing

@Suite struct PlaybackTests {
  @Test func aPlaylistHasTheHighestRateAndTheMostChannels() throws {
    let mono = try Sound(sampleRate: 22_050, channels: [[Float](repeating: 0.25, count: 2205)])
    let ramp = (0..<441).map { Float($0) / 441 }
    let stereo = try Sound(sampleRate: 44_100, channels: [ramp, ramp.reversed()])
    let list = try Sound.playlist([mono, stereo])
    #expect(list.sampleRate == 44_100 && list.channelCount == 2 && list.frameCount == 4410 + 441)
    #expect(try list.slice(from: 4410, to: 4851) == stereo)
    // Behind the converter's beginning, which hears silence before the sound; 121 dB are 1e-6.
    for frame in 1000..<3400 { #expect(abs(list.channels[1][frame] - 0.25) < 1e-5) }
    #expect(throws: AudioError.interrupted) { try Sound.playlist([mono, stereo]) { true } }
    #expect(throws: AudioError.nothingToJoin) { try Sound.playlist([]) }
  }

  @Test func aDeviceIsFoundByItsNameOrAPartOfIt() throws {
    let none: [OutputDevice] = []
    #expect(throws: PlaybackError.noDevice) { try none.named(nil) }
    #expect(throws: PlaybackError.unknownDevice("a", known: [])) { try none.named("a") }
    let devices = ["HDMI 0", "HDMI 1", "USB Audio", "hdmi"].enumerated().map { index, name in
      OutputDevice(
        index: Int32(index), name: name, system: "ALSA", channelCount: 2, sampleRate: 48_000, isDefault: index == 2)
    }
    #expect(try devices.named(nil).name == "USB Audio")
    #expect(try devices.named("usb").name == "USB Audio")
    #expect(try devices.named("HDMI").name == "hdmi")
    #expect(try devices.named("hdmi 1").name == "HDMI 1")
    #expect(throws: PlaybackError.severalDevices("I 0", matching: ["HDMI 0", "HDMI 01"])) {
      try (devices + [devices[0].renamed("HDMI 01")]).named("I 0")
    }
    #expect(throws: PlaybackError.unknownDevice("", known: devices.map(\.name))) { try devices.named("") }
    #expect(throws: PlaybackError.unknownDevice("jack", known: devices.map(\.name))) { try devices.named("jack") }
  }

  /// No machine has a device of this number, so that it takes no rate but its own.
  @Test func aDeviceGetsTheRateAndTheChannelsThatItHas() throws {
    let device = OutputDevice(
      index: 12_345, name: "", system: "", channelCount: 1, sampleRate: 48_000, isDefault: false)
    let ones = [Float](repeating: 0.5, count: 4410)
    let sound = try Sound(sampleRate: 44_100, channels: [ones, ones.map { $0 / 2 }])
    let fitted = try SoundSystem().fitted(sound, to: device)
    #expect(fitted.sampleRate == 48_000 && fitted.channelCount == 1 && fitted.frameCount == 4800)
    for frame in 1000..<3800 { #expect(abs(fitted.channels[0][frame] - 0.375) < 1e-5) }
  }
}

extension OutputDevice {
  fileprivate func renamed(_ name: String) -> OutputDevice {
    OutputDevice(
      index: index, name: name, system: system, channelCount: channelCount, sampleRate: sampleRate,
      isDefault: isDefault)
  }
}
