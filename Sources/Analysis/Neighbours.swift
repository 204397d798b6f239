/// Which of some points lie nearest to another.
public enum Neighbours {
  /// The nearest of the points that count, the first of equally near ones; nothing where none counts.
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

  /// The mean distance to the `count` nearest of the points that count; nothing where fewer count.
  public static func meanDistance<Point>(
    to point: Point, nearest count: Int, of others: [Point], metric: (Point, Point) -> Double,
    where counts: (Int) -> Bool = { _ in true }
  ) -> Double? {
    let distances = others.indices.filter(counts).map { metric(point, others[$0]) }.sorted()
    guard count > 0, distances.count >= count else { return nil }
    return distances[..<count].reduce(0, +) / Double(count)
  }
}
