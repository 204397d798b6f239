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
    guard let heard = frames(reaching: level) else { throw .quieterThan(level: level, peak: Double(peak)) }
    return try slice(from: atStart ? heard.lowerBound : 0, to: atEnd ? heard.upperBound + 1 : frameCount)
  }

  /// From the first to the last frame that reaches a level, linear, in any channel; nil when none does.
  package func frames(reaching level: Double) -> ClosedRange<Int>? {
    let isLoud = { (frame: Int) in channels.contains { Double($0[frame].magnitude) >= level } }
    let frames = 0..<frameCount
    guard let first = frames.first(where: isLoud), let last = frames.last(where: isLoud) else { return nil }
    return first...last
  }
}

extension Sound {
  /// The sound from its end to its start.
  public func reversed() -> Sound {
    Sound(rate: sampleRate, planes: channels.map { Array($0.reversed()) })
  }
}

extension Sound {
  /// One channel alone, by its number from 0; throws when there is no such channel.
  public func channel(_ index: Int) throws(AudioError) -> Sound {
    guard channels.indices.contains(index) else { throw .noSuchChannel(index, of: channelCount) }
    return Sound(rate: sampleRate, planes: [channels[index]])
  }
}

extension Sound {
  /// The sum of sounds that begin together, as long as the longest of them. Throws when there are none, or when their
  /// rates or channel counts differ, and `AudioError.interrupted` soon after `isInterrupted` has become true.
  public static func mix(_ sounds: [Sound], isInterrupted: () -> Bool = { false }) throws(AudioError) -> Sound {
    let first = try requireAlike(sounds)
    let frames = sounds.reduce(0) { max($0, $1.frameCount) }
    var planes: [[Float]] = []
    for channel in first.channels.indices {
      // In double precision, so that the order of the sounds does not matter to the ear or to a comparison.
      var sum = [Double](repeating: 0, count: frames)
      for sound in sounds {
        if isInterrupted() { throw .interrupted }
        for (frame, sample) in sound.channels[channel].enumerated() { sum[frame] += Double(sample) }
      }
      planes.append(sum.map { Float($0) })
    }
    return Sound(rate: first.sampleRate, planes: planes)
  }
}
