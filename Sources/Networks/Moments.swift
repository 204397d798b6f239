/// The mean of one row of values, and 1 / sqrt(variance + epsilon).
///
/// Sixteen partial sums in a fixed order, first for the mean and then for the squared distances from it.
@inline(__always)
package func rowMoments(_ row: UnsafeBufferPointer<Float>, epsilon: Float) -> (mean: Float, inverseDeviation: Float) {
  guard let base = row.baseAddress else { return (0, 1) }
  let raw = UnsafeRawPointer(base)
  let whole = row.count & ~15
  var sums = SIMD16<Float>.zero
  for index in stride(from: 0, to: whole, by: 16) {
    sums += raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
  }
  var sum = sums.sum()
  for index in whole..<row.count { sum += base[index] }
  let mean = sum / Float(row.count)

  var squares = SIMD16<Float>.zero
  for index in stride(from: 0, to: whole, by: 16) {
    let distance = raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self) - mean
    squares += distance * distance
  }
  var square = squares.sum()
  for index in whole..<row.count { square += (base[index] - mean) * (base[index] - mean) }
  return (mean, 1 / (square / Float(row.count) + epsilon).squareRoot())
}
