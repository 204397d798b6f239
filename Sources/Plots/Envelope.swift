import Glibc

/// What a channel's samples reach in each pixel column.
package struct Envelope {
  package let lowest: [Float]
  package let highest: [Float]
  /// The root of the mean square.
  package let rms: [Float]

  /// Over `columns` equal parts of the samples; parts overlap by a sample, so that the outline has no gaps.
  package init(of samples: [Float], columns: Int) {
    var (lowest, highest, rms) = ([Float](), [Float](), [Float]())
    for column in 0..<columns where !samples.isEmpty {
      let first = Int(Double(column) / Double(columns) * Double(samples.count))
      let end = Int((Double(column + 1) / Double(columns) * Double(samples.count)).rounded(.up))
      let part = samples[min(first, samples.count - 1)..<min(max(end + 1, first + 1), samples.count)]
      lowest.append(part.min() ?? 0)
      highest.append(part.max() ?? 0)
      rms.append((part.reduce(0) { $0 + $1 * $1 } / Float(max(1, part.count))).squareRoot())
    }
    (self.lowest, self.highest, self.rms) = (lowest, highest, rms)
  }

  /// The magnitude an amplitude axis must reach: 1, or the next round value above a louder peak.
  package static func limit(peak: Float) -> Double {
    guard peak > 1 else { return 1 }
    let step = pow(10, floor(log10(Double(peak)))) / 2
    return (Double(peak) / step).rounded(.up) * step
  }
}
