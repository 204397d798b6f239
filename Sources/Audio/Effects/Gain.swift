extension Sound {
  /// The sound with every sample times `factor`; a negative one turns the polarity over. Throws when a sample would
  /// become larger than a float can be.
  public func gained(by factor: Double) throws(AudioError) -> Sound {
    guard factor.isFinite, Float(Double(peak) * factor).isFinite else { throw .gainNotPossible(factor) }
    // In double precision, so that a peak lands on the float nearest to where it should be.
    return Sound(rate: sampleRate, planes: channels.map { plane in plane.map { Float(Double($0) * factor) } })
  }
}
