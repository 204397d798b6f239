extension Sound {
  /// The sum of sounds that begin together, as long as the longest of them. Throws when there are none, or when their
  /// rates or channel counts differ.
  public static func mix(_ sounds: [Sound]) throws(AudioError) -> Sound {
    let first = try requireAlike(sounds)
    let frames = sounds.reduce(0) { max($0, $1.frameCount) }
    let planes = first.channels.indices.map { channel in
      // In double precision, so that the order of the sounds does not matter to the ear or to a comparison.
      var sum = [Double](repeating: 0, count: frames)
      for sound in sounds {
        for (frame, sample) in sound.channels[channel].enumerated() { sum[frame] += Double(sample) }
      }
      return sum.map { Float($0) }
    }
    return Sound(rate: first.sampleRate, planes: planes)
  }
}
