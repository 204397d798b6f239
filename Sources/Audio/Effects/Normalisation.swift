extension Sound {
  /// The sound at the gain that brings its largest sample to `peak`, linear. Throws when the sound is silent.
  public func normalised(toPeak peak: Double) throws(AudioError) -> Sound {
    let current = Double(self.peak)
    guard current > 0 else { throw .silent }
    return try gained(by: peak / current)
  }

  /// The sound at the gain that brings its loudness (see `loudness()`) to `loudness` LUFS; its peak may then lie beyond
  /// full scale. Throws when the sound is silent or below −70 LUFS, which BS.1770 counts as silence.
  public func normalised(toLoudness loudness: Double) throws(AudioError) -> Sound {
    guard peak > 0 else { throw .silent }
    let current = self.loudness()
    guard current.isFinite else { throw .tooQuietToMeasure(peak: Double(peak)) }
    return try gained(by: Sound.factor(decibels: loudness - current))
  }
}
