extension Sound {
  /// A sound at a place among others.
  public struct Event: Sendable {
    /// What sounds.
    public let sound: Sound
    /// The frame that it begins at.
    public let start: Int
    /// Linear.
    public let gain: Double
    /// The frame from which it is faded out; nil where it rings to its end.
    public let cut: Int?

    /// A sound from a frame on.
    public init(_ sound: Sound, at start: Int, gain: Double = 1, cut: Int? = nil) {
      (self.sound, self.start, self.gain, self.cut) = (sound, start, gain, cut)
    }
  }

  /// Seconds in which a sound that is cut fades out.
  private static let cutFade = 0.005

  /// Sounds at their places, added up in double precision.
  /// - Parameters:
  ///   - events: of one rate and channel count; those before frame 0 or behind the end don't sound.
  ///   - frames: the length; where `isCut` is false, the least length, and the last sound rings to its end.
  ///   - isCut: whether the result ends there, faded out over the last 5 ms.
  /// - Throws: when there is none, when rates or channel counts differ, when the result would exceed
  ///   `maximumSampleCount`, and `AudioError.interrupted` soon after `isInterrupted` has become true.
  public static func sequence(
    _ events: [Event], frames: Int, isCut: Bool, isInterrupted: () -> Bool = { false }
  ) throws(AudioError) -> Sound {
    let first = try requireAlike(events.map(\.sound))
    let fade = max(1, Int((cutFade * first.sampleRate).rounded()))
    let length = isCut ? frames : events.reduce(frames) { max($0, $1.end(fade: fade)) }
    try requireRoom(frames: length, channels: first.channelCount, rate: first.sampleRate)
    var planes: [[Float]] = []
    for channel in first.channels.indices {
      var sum = [Double](repeating: 0, count: length)
      for event in events where event.start >= 0 {
        if isInterrupted() { throw .interrupted }
        event.add(channel, to: &sum, fade: fade)
      }
      planes.append(sum.map { Float($0) })
    }
    let result = Sound(rate: first.sampleRate, planes: planes)
    return isCut ? try result.faded(out: min(fade, length), curve: .cosine) : result
  }
}

extension Sound.Event {
  /// The frame behind its last one.
  fileprivate func end(fade: Int) -> Int {
    let (end, overflow) = start.addingReportingOverflow(sound.frameCount)
    let whole = overflow ? Int.max : end
    return cut.map { min(whole, max(start, $0) + fade) } ?? whole
  }

  /// Adds a channel to what sounds already.
  fileprivate func add(_ channel: Int, to sum: inout [Double], fade: Int) {
    let last = min(end(fade: fade), sum.count)
    guard start < last else { return }
    let plane = sound.channels[channel]
    let cut = cut.map { max($0, start) } ?? .max
    for frame in start..<last {
      var value = gain * Double(plane[frame - start])
      if frame >= cut { value *= Double(FadeCurve.cosine.gain(at: Double(cut + fade - frame) / Double(fade + 1))) }
      sum[frame] += value
    }
  }
}
