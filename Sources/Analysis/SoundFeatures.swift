import Audio

/// A sound as a point in a space where near means alike to the ear: its log-mel bands over five stretches of time.
///
/// Of each of the 80 bands of `MelSpectrogram` in dB, held to −60 and more (about 80 dB below the loudest band of a
/// drum at −20 LUFS), the mean and the standard deviation over the frames of each stretch. The stretches double in
/// length, to 1/32, 3/32, 7/32, 15/32 and all of the sound, so that the attack counts as much as the tail. 800 numbers,
/// all in dB.
public struct SoundFeatures: Sendable, Equatable {
  /// [stretch][mean, deviation][band], eight to a vector.
  private let values: [SIMD8<Float>]

  static let stretches = 5
  /// dB.
  private static let floor: Float = -60

  /// Throws for an empty sound and for samples that are not finite.
  /// - Parameter aligned: whether the sound is moved to begin at its onset, as the same sound a little later is the
  ///   same.
  public init(of sound: Sound, aligned: Bool) throws(AnalysisError) {
    let spectrogram = try MelSpectrogram(of: aligned ? Self.aligned(sound) : sound)
    let levels = spectrogram.power.map { $0.map { max(decibels(power: $0), Self.floor) } }
    let frames = levels.count
    var numbers: [Float] = []
    numbers.reserveCapacity(Self.stretches * 2 * MelSpectrogram.bands)
    for stretch in 0..<Self.stretches {
      let isLast = stretch == Self.stretches - 1
      // A sound of few frames has some in more than one stretch.
      let start = min(frames * (1 << stretch - 1) / 32, frames - 1)
      let end = isLast ? frames : max(start + 1, frames * (2 << stretch - 1) / 32)
      var means: [Float] = []
      var deviations: [Float] = []
      for band in 0..<MelSpectrogram.bands {
        var (sum, squares) = (0.0, 0.0)
        for frame in start..<end { sum += Double(levels[frame][band]) }
        let mean = sum / Double(end - start)
        for frame in start..<end {
          let difference = Double(levels[frame][band]) - mean
          squares += difference * difference
        }
        means.append(Float(mean))
        deviations.append(Float((squares / Double(end - start)).squareRoot()))
      }
      numbers += means + deviations
    }
    values = stride(from: 0, to: numbers.count, by: 8).map { SIMD8(numbers[$0..<($0 + 8)]) }
  }

  /// The Euclidean distance divided by the root of the number of features: a root mean square, in dB.
  public func distance(to other: SoundFeatures) -> Double {
    var sum = SIMD8<Float>()
    for (one, another) in zip(values, other.values) {
      let difference = one - another
      sum += difference * difference
    }
    var total = 0.0
    for lane in sum.indices { total += Double(sum[lane]) }
    return (total / Double(values.count * SIMD8<Float>.scalarCount)).squareRoot()
  }

  /// The sound from its onset on, with silence behind it to its old length.
  private static func aligned(_ sound: Sound) -> Sound {
    guard let onset = sound.onset(within: Sound.factor(decibels: -30)), onset > 0 else { return sound }
    let silence = [Float](repeating: 0, count: onset)
    return (try? Sound(sampleRate: sound.sampleRate, channels: sound.channels.map { $0.dropFirst(onset) + silence }))
      ?? sound
  }
}

/// Which of some points lie nearest to another.
public enum Neighbours {
  /// The nearest of the points that count, the first of equally near ones; `nil` where none counts.
  public static func nearest<Point>(
    to point: Point, among others: [Point], metric: (Point, Point) -> Double,
    where counts: (Int) -> Bool = { _ in true }
  ) -> (index: Int, distance: Double)? {
    var best: (index: Int, distance: Double)?
    for (index, other) in others.enumerated() where counts(index) {
      let distance = metric(point, other)
      if best.map({ distance < $0.distance }) ?? true { best = (index, distance) }
    }
    return best
  }

  /// The mean distance to the `count` nearest of the points that count; `nil` where fewer count.
  public static func meanDistance<Point>(
    to point: Point, nearest count: Int, of others: [Point], metric: (Point, Point) -> Double,
    where counts: (Int) -> Bool = { _ in true }
  ) -> Double? {
    let distances = others.indices.filter(counts).map { metric(point, others[$0]) }.sorted()
    guard count > 0, distances.count >= count else { return nil }
    return distances[..<count].reduce(0, +) / Double(count)
  }
}
