extension Sound {
  /// The sound from its end to its start.
  public func reversed() -> Sound {
    Sound(rate: sampleRate, planes: channels.map { Array($0.reversed()) })
  }
}
