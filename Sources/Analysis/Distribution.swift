/// How values are distributed, in five numbers.
public struct Distribution: Sendable, Equatable {
  public let count: Int
  public let mean: Double
  /// What 10 %, half and 90 % of the values lie below.
  public let low, median, high: Double

  /// Nothing for no values; values that are no numbers (NaN or infinite) are left out.
  public init?(of values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    count = sorted.count
    mean = sorted.reduce(0, +) / Double(sorted.count)
    low = Self.quantile(0.1, of: sorted)
    median = Self.quantile(0.5, of: sorted)
    high = Self.quantile(0.9, of: sorted)
  }

  /// The quantile of values in rising order, at `share`·(n − 1) between its neighbours (R. J. Hyndman and Y. Fan, Am.
  /// Stat. 50, 1996, type 7); 0 for none.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}

extension Array {
  /// At most `count` of the items, evenly over their places; the first and the last are among them where there are two.
  public func spread(over count: Int) -> [Element] {
    guard self.count > count else { return self }
    guard count > 1 else { return Array(prefix(Swift.max(0, count))) }
    return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
  }
}
