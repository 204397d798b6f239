/// Replaces a row by its softmax, e^(x − max) / Σ e^(x − max), summed in sixteen parts in a fixed order.
package func softmax(_ row: UnsafeMutableBufferPointer<Float>) {
  guard let base = row.baseAddress else { return }
  let raw = UnsafeMutableRawPointer(base)
  let whole = row.count & ~15

  var maxima = SIMD16<Float>(repeating: -.infinity)
  for index in stride(from: 0, to: whole, by: 16) {
    let values = raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
    maxima.replace(with: values, where: values .> maxima)
  }
  var maximum = maxima.max()
  for index in whole..<row.count { maximum = max(maximum, base[index]) }

  for index in 0..<row.count { base[index] = exponential(base[index] - maximum) }

  var sums = SIMD16<Float>.zero
  for index in stride(from: 0, to: whole, by: 16) {
    sums += raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
  }
  var sum = sums.sum()
  for index in whole..<row.count { sum += base[index] }

  let inverse = 1 / sum
  for index in 0..<row.count { base[index] *= inverse }
}
