extension Sound {
  /// The sound without the frames before the first and behind the last one that reaches a level in any channel.
  /// Throws `quieterThan` when no frame does.
  /// - Parameters:
  ///   - level: linear, full scale at 1; what is below it counts as silence.
  ///   - atStart: whether the start is cut.
  ///   - atEnd: whether the end is cut.
  public func trimmed(
    below level: Double, atStart: Bool = true, atEnd: Bool = true
  ) throws(AudioError) -> Sound {
    let isLoud = { (frame: Int) in channels.contains { Double($0[frame].magnitude) >= level } }
    let frames = 0..<frameCount
    guard let first = frames.first(where: isLoud), let last = frames.last(where: isLoud) else {
      throw .quieterThan(level: level, peak: Double(peak))
    }
    return try slice(from: atStart ? first : 0, to: atEnd ? last + 1 : frameCount)
  }
}
