extension Sound {
  /// The frames from `start` to before `end`. Throws when there is none between them or when they reach beyond the
  /// sound.
  public func slice(from start: Int, to end: Int) throws(AudioError) -> Sound {
    guard 0 <= start, start < end, end <= frameCount else {
      throw .noSuchSlice(start: start, end: end, frames: frameCount, rate: sampleRate)
    }
    return Sound(rate: sampleRate, planes: channels.map { Array($0[start..<end]) })
  }
}
