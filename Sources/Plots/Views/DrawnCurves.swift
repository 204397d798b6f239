/// Curves of one sound or of several over one another, told apart by colours and marks.
struct DrawnCurves: DrawnSound {
  /// A point in 0…1 of the picture, from its lower left corner.
  typealias Point = (x: Double, y: Double)

  let curves: [(name: String, curve: TimeCurve)]
  let axis: CurveAxis
  /// Seconds.
  let times: ClosedRange<Double>
  let range: ClosedRange<Double>
  let hasColorBar = false
  var unit: String { axis.unit }
  var byteCount: Int { curves.reduce(0) { $0 + $1.curve.runs.reduce(0) { $0 + 32 + 16 * $1.count } } }

  /// Throws where the section asks for frequencies that are not measured.
  init(
    _ curves: [(name: String, curve: TimeCurve)], axis: CurveAxis, times: ClosedRange<Double>, _ section: PlotSection
  ) throws(PlotError) {
    (self.curves, self.axis, self.times) = (curves, axis, times)
    range = try axis.range(of: curves.map(\.curve), in: section)
  }

  var isOne: Bool { curves.count == 1 }

  /// Of one sound; of several they are in the legend.
  var figures: [String] { isOne ? Self.words(of: curves[0].curve) : [] }

  /// From the lowest of all to the highest.
  func shared(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double> {
    let low = ranges.map(\.lowerBound).min() ?? range.lowerBound
    return low...(ranges.map(\.upperBound).max() ?? range.upperBound)
  }

  /// What is said of a curve: why there is none, or what was measured.
  static func words(of curve: TimeCurve) -> [String] { curve.note.map { [$0] } ?? curve.figures }

  /// What stands in the middle of a picture that shows nothing; `nil` where it shows something.
  var note: String? {
    guard curves.allSatisfy({ lines(of: $0.curve, over: range).isEmpty }) else { return nil }
    let notes = Set(curves.compactMap(\.curve.note))
    return curves.allSatisfy { $0.curve.note != nil } && notes.count == 1 ? notes.first : "nothing in this part"
  }

  // MARK: Places

  /// Where a time and a value lie in the picture.
  func place(x: Double, y: Double, over range: ClosedRange<Double>) -> Point {
    ((x - times.lowerBound) / (times.upperBound - times.lowerBound), axis.position(of: y, in: range))
  }

  /// What is seen of a curve, in pieces; a point alone is a piece too.
  func lines(of curve: TimeCurve, over range: ClosedRange<Double>) -> [[Point]] {
    curve.runs.flatMap { run -> [[Point]] in
      let points = run.map { place(x: $0.x, y: $0.y, over: range) }
      guard let first = points.first, points.count > 1 else { return points.filter(Self.isInside).map { [$0] } }
      var pieces: [[Point]] = []
      var end: Point?
      for (from, to) in zip([first] + points, points) {
        guard let (start, stop) = Self.clipped(from, to) else { continue }
        // A piece goes on where the one before it ended inside.
        if let last = end, last == start {
          pieces[pieces.count - 1].append(stop)
        } else {
          pieces.append([start, stop])
        }
        end = stop
      }
      return pieces
    }
  }

  private static func isInside(_ point: Point) -> Bool { 0...1 ~= point.x && 0...1 ~= point.y }

  /// The part of a line that lies in the picture (Y.-D. Liang and B. A. Barsky, ACM Trans. Graph. 3, 1984).
  private static func clipped(_ from: Point, _ to: Point) -> (Point, Point)? {
    var (first, last) = (0.0, 1.0)
    for (start, change) in [(from.x, to.x - from.x), (from.y, to.y - from.y)] {
      for (change, distance) in [(-change, start), (change, 1 - start)] {
        if change == 0 {
          guard distance >= 0 else { return nil }
        } else if change < 0 {
          first = max(first, distance / change)
        } else {
          last = min(last, distance / change)
        }
      }
    }
    guard first <= last else { return nil }
    func point(_ share: Double) -> Point {
      switch share {
      case 0: from
      case 1: to
      default: (from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
      }
    }
    return (point(first), point(last))
  }

  /// The marks of a single curve that lie in the picture; of several only the curves are marked.
  func marks(over range: ClosedRange<Double>) -> [(label: String, place: Point)] {
    guard isOne else { return [] }
    return curves[0].curve.marks.map { ($0.label, place(x: $0.time, y: $0.value, over: range)) }
      .filter { Self.isInside($0.1) }
  }

  /// The height of a piece at a place between its ends; `nil` beyond them.
  static func height(of piece: [Point], at x: Double) -> Double? {
    guard let first = piece.first, let last = piece.last, first.x <= x, x <= last.x else { return nil }
    guard let index = piece.firstIndex(where: { $0.x >= x }), index > 0 else { return first.y }
    let (before, after) = (piece[index - 1], piece[index])
    return after.x > before.x ? before.y + (x - before.x) / (after.x - before.x) * (after.y - before.y) : after.y
  }
}
