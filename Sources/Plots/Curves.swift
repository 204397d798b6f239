/// A line of a plot: a name and points in order.
public struct Curve: Sendable {
  /// What it is called beside it.
  public let name: String
  /// In the order in which they are joined.
  public let points: [(x: Double, y: Double)]

  /// A curve through points, in their order.
  public init(name: String, points: [(x: Double, y: Double)]) {
    self.name = name
    self.points = points
  }
}

/// Curves over one axis, such as losses over the steps of a training.
public struct Curves: Sendable {
  private let title, xTitle, yTitle: String
  private let curves: [Curve]
  private let xRange, yRange: ClosedRange<Double>
  /// Where lines stand from top to bottom, behind the curves.
  private let marks: [Double]

  /// Throws when there is no point to draw, and for points that are not finite.
  public init(title: String, xTitle: String, curves: [Curve]) throws(PlotError) {
    let points = curves.flatMap(\.points)
    guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { throw .notFinite }
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max() else { throw .nothingToDraw }
    // Losses fall fast at first: what is beyond the upper end of nearly all points is cut off.
    let heights = points.map(\.y).sorted()
    let top = heights[min(heights.count - 1, heights.count * 99 / 100)]
    (self.title, self.xTitle, yTitle, self.curves) = (title, xTitle, "loss", curves)
    marks = []
    xRange = left...max(right, left + 1)
    yRange = min(0, heights[0])...max(top * 1.1, heights[0] + 1e-9)
  }

  /// Levels in dB over kHz, 100 dB from the highest down; the curves lie over lines at the frequencies in `marks`, Hz.
  public init(title: String, spectra: [Curve], marks: [Double]) throws(PlotError) {
    let curves = spectra.map { curve in
      Curve(name: curve.name, points: curve.points.map { (x: $0.x / 1000, y: $0.y) })
    }
    let points = curves.flatMap(\.points)
    guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { throw .notFinite }
    guard let right = points.map(\.x).max(), let top = points.map(\.y).max() else { throw .nothingToDraw }
    (self.title, xTitle, yTitle, self.curves) = (title, "frequency (kHz)", "level (dB)", curves)
    self.marks = marks.map { $0 / 1000 }
    xRange = 0...max(right, 1e-9)
    yRange = (top - 100)...(top + 5)
  }
}

extension Curves: Picture {
  package var byteCount: Int { curves.reduce(0) { $0 + 16 * $1.points.count } }

  /// "loss and validation".
  package var summary: String { curves.map(\.name).joined(separator: " and ") }

  /// Always at one scale.
  package func draw(on canvas: Canvas, leastScale: Double) {
    let area = Rectangle(x: 94, y: 60, width: Double(canvas.width) - 124, height: Double(canvas.height) - 130)
    canvas.fill(area, Theme.plot)
    canvas.text(title, x: area.x, y: 32, size: 18, Theme.text, bold: true)
    for tick in Ticks.linear(yRange, atMost: 6) {
      let y = area.bottom - tick.position * area.height
      canvas.stroke([(area.x, y), (area.right, y)], Theme.grid, width: 1)
      canvas.text(tick.label, x: area.x - 10, y: y, size: 13.5, Theme.text, align: .right)
    }
    for tick in Ticks.linear(xRange, atMost: 8) {
      let x = area.x + tick.position * area.width
      canvas.text(tick.label, x: x, y: area.bottom + 18, size: 13.5, Theme.text, align: .center)
    }
    canvas.text(
      yTitle, x: area.x - 66, y: area.y + area.height / 2, size: 13.5, Theme.quiet, align: .center, turned: true)
    canvas.text(xTitle, x: area.x + area.width / 2, y: area.bottom + 44, size: 13.5, Theme.quiet, align: .center)
    for mark in marks where xRange.contains(mark) {
      let x = area.x + mark / (xRange.upperBound - xRange.lowerBound) * area.width
      canvas.stroke([(x, area.y), (x, area.bottom)], Theme.frame, width: 1)
    }
    for (index, curve) in curves.enumerated() {
      let color = ColorMap.color(index == 0 ? 0.58 : 0.86)
      let line = curve.points.map { point in
        (
          x: area.x + (point.x - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * area.width,
          y: area.bottom - max(0, min(1, (point.y - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound)))
            * area.height
        )
      }
      if line.count > 1 { canvas.stroke(line, color, width: 2) }
      canvas.text(
        curve.name, x: area.right - 12, y: area.y + 18 + 20 * Double(index), size: 13.5, color, align: .right)
    }
    canvas.outline(area, Theme.frame, width: 1)
  }
}
