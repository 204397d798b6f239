/// Which rows of which Linears of the time features give which of the conditioning's values: scales and shifts of
/// items, scales of skips.
struct ConditioningLayout {
  /// Some rows of a Linear.
  struct Part {
    /// Where the weight's rows [rows, features] and the bias's values begin among all weights.
    let weight, bias: Int
    let rows: Int
    /// Where the first value stands.
    let place: Int
  }

  private(set) var parts: [Part] = []
  /// How many values there are, with the gaps that bring each part up to whole vectors.
  private(set) var width = 0

  /// Adds some rows; gives the place of the first value.
  mutating func add(weight: Int, bias: Int, rows: Int) -> Int {
    defer { width += padded(rows) }
    parts.append(Part(weight: weight, bias: bias, rows: rows, place: width))
    return width
  }
}
