import Glibc

extension Sound {
  /// The sound without its constant offset and without what moves slower than `corner` Hz.
  ///
  /// The filter is one pole and one zero at DC: y[n] = x[n] − x[n−1] + R·y[n−1], R = exp(−2·pi·corner / rate), in double
  /// precision. Fed with an offset it would begin with a step that takes as long to decay (16 ms at 10 Hz) as a short
  /// one-shot lasts. So each channel's mean is taken off first, and the little that the filter's own start leaves
  /// behind it: the result's mean is zero. A corner of 0 takes off the mean alone.
  public func withoutDC(corner: Double = 10) -> Sound {
    let pole = Double(Float(exp(-2 * Double.pi * max(0, corner) / sampleRate)))
    let planes = channels.map { plane in
      var values = Sound.centred(plane.map(Double.init))
      if corner > 0 {
        var previous = 0.0
        var output = 0.0
        for index in values.indices {
          output = values[index] - previous + pole * output
          previous = values[index]
          values[index] = output
        }
        values = Sound.centred(values)
      }
      return values.map { Float($0) }
    }
    return Sound(rate: sampleRate, planes: planes)
  }

  /// The values less their mean.
  private static func centred(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return values }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
}
