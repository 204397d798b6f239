extension Sound {
  /// One channel alone, by its number from 0; throws when there is no such channel.
  public func channel(_ index: Int) throws(AudioError) -> Sound {
    guard channels.indices.contains(index) else { throw .noSuchChannel(index, of: channelCount) }
    return Sound(rate: sampleRate, planes: [channels[index]])
  }
}
