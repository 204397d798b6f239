extension Sound {
  /// Sounds one after the other as one, at the highest of their rates and with the most of their channels.
  /// - Throws: `AudioError.interrupted` soon after `isInterrupted` has become true.
  public static func playlist(
    _ sounds: [Sound], isInterrupted: () -> Bool = { false }
  ) throws(AudioError) -> Sound {
    let rate = sounds.reduce(0) { max($0, $1.sampleRate) }
    let channels = sounds.reduce(0) { max($0, $1.channelCount) }
    var alike: [Sound] = []
    for sound in sounds {
      alike.append(try sound.resampled(to: rate, isInterrupted: isInterrupted).withChannels(channels))
    }
    return try concatenate(alike)
  }
}
