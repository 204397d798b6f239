import CPortAudio
import Glibc

/// The machine's sound devices, by PortAudio, for as long as the value lives.
public final class SoundSystem {
  /// The devices that play, in PortAudio's order.
  public let devices: [OutputDevice]
  private let hasBegun: Bool

  /// Begins PortAudio and looks for devices; what it says on standard error is dropped.
  public init() throws(PlaybackError) {
    let begun = cportaudio_begin()
    hasBegun = begun == 0
    guard begun != CPORTAUDIO_NOTHING else {
      devices = []
      return
    }
    guard begun != CPORTAUDIO_NO_LIBRARY else { throw .noLibrary }
    guard begun == 0 else { throw .refused(device: nil, reason: Self.text(begun)) }
    let standard = cportaudio_default()
    devices = (0..<max(0, cportaudio_count())).compactMap { index in
      var device = cportaudio_device()
      guard cportaudio_device_at(index, &device), device.channels > 0 else { return nil }
      return OutputDevice(
        index: index, name: String(cString: device.name), system: String(cString: device.system),
        channelCount: Int(device.channels), sampleRate: device.rate, isDefault: index == standard)
    }
  }

  deinit { if hasBegun { cportaudio_end() } }

  fileprivate static func text(_ error: Int32) -> String {
    cportaudio_text(error).map { String(cString: $0) } ?? "unknown reason"
  }
}

extension SoundSystem {
  /// What is written ahead of what is heard, in seconds: enough that a busy machine leaves no gaps.
  private static let ahead = 0.1
  /// What is written at a time, in seconds; between the portions an interrupt is noticed.
  private static let portion = 0.02

  /// The sound as the device is given it: at its own rate where the device takes that and else at the device's; a
  /// mono sound on two channels; of more channels than the device has those that fit, and on one their mean.
  /// - Throws: `AudioError`, and `AudioError.interrupted` soon after `isInterrupted` has become true.
  public func fitted(
    _ sound: Sound, to device: OutputDevice, isInterrupted: () -> Bool = { false }
  ) throws(AudioError) -> Sound {
    let fitting = sound.withChannels(min(max(2, sound.channelCount), device.channelCount))
    guard !cportaudio_takes(device.index, Int32(fitting.channelCount), sound.sampleRate) else { return fitting }
    return try fitting.resampled(to: device.sampleRate, isInterrupted: isInterrupted)
  }

  /// Plays a sound that fits the device, at its level, and returns when it has been heard.
  /// - Parameters:
  ///   - again: Whether it begins anew at its end, without a gap, until `heard` throws.
  ///   - heard: called fifty times a second with the seconds of the sound that have been heard so far; what it throws
  ///     stops the sound at once.
  /// - Throws: `PlaybackError`, or what `heard` throws.
  public func play(
    _ sound: Sound, on device: OutputDevice, again: Bool = false, heard: (Double) throws -> Void
  ) throws {
    var opened: UnsafeMutableRawPointer?
    let error = cportaudio_open(
      device.index, Int32(sound.channelCount), sound.sampleRate, Self.ahead, &opened)
    guard error == 0, let stream = opened else {
      throw PlaybackError.refused(device: device.name, reason: Self.text(error))
    }
    do {
      try write(sound, to: stream, of: device, again, heard)
    } catch {
      cportaudio_close(stream, true)
      throw error
    }
    cportaudio_close(stream, false)
  }

  private func write(
    _ sound: Sound, to stream: UnsafeMutableRawPointer, of device: OutputDevice, _ again: Bool,
    _ heard: (Double) throws -> Void
  ) throws {
    let capacity = cportaudio_space(stream)
    // Written and not heard yet, in frames.
    let waiting = { max(0, capacity - cportaudio_space(stream)) }
    let portion = max(1, Int(sound.sampleRate * Self.portion))
    let began = ContinuousClock.now
    var (start, written) = (0, 0)
    while start < sound.frameCount {
      let frames = start..<min(start + portion, sound.frameCount)
      let error = cportaudio_write(stream, sound.interleaved(frames), UInt(frames.count))
      guard error == 0 else { throw PlaybackError.refused(device: device.name, reason: Self.text(error)) }
      written += frames.count
      try heard(Double(max(0, written - waiting() - 1) % sound.frameCount) / sound.sampleRate)
      start = again && frames.upperBound == sound.frameCount ? 0 : frames.upperBound
      // What takes everything at once, such as a file, gets no more of an endless sound than time has passed.
      if again, Double(written) > (began.duration(to: .now) / .seconds(1) + 1) * sound.sampleRate { usleep(20_000) }
    }
    // What is left is waited for here, where it can be stopped; the device may not have begun with the last of it.
    var left = waiting()
    while left > 0 {
      usleep(10_000)
      left = min(waiting(), left - max(1, Int(sound.sampleRate / 100)))
      try heard(Double(sound.frameCount - max(0, left)) / sound.sampleRate)
    }
  }
}

extension Sound {
  /// Some of the frames, channel by channel within each.
  fileprivate func interleaved(_ frames: Range<Int>) -> [Float] {
    var samples: [Float] = []
    samples.reserveCapacity(frames.count * channelCount)
    for frame in frames { for plane in channels { samples.append(plane[frame]) } }
    return samples
  }
}
