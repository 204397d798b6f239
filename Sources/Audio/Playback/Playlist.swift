extension Sound {
  /// Sounds one after the other as one, at the highest of their rates and with the most of their channels.
  /// - Throws: `AudioError.interrupted` soon after `isInterrupted` has become true.
  public static func playlist(
    _ sounds: [Sound], isInterrupted: () -> Bool = { false }
  ) throws(AudioError) -> Sound {
    try concatenate(try alike(sounds, isInterrupted: isInterrupted))
  }

  /// Each of the sounds at the highest of their rates and with the most of their channels, so that they go together.
  /// - Throws: `AudioError.interrupted` soon after `isInterrupted` has become true.
  public static func alike(
    _ sounds: [Sound], isInterrupted: () -> Bool = { false }
  ) throws(AudioError) -> [Sound] {
    let rate = sounds.reduce(0) { max($0, $1.sampleRate) }
    let channels = sounds.reduce(0) { max($0, $1.channelCount) }
    return try sounds.map { sound throws(AudioError) in
      try sound.resampled(to: rate, isInterrupted: isInterrupted).withChannels(channels)
    }
  }
}
