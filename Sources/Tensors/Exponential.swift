/// e to the power of x, within 2 units in the last place, for x clamped to −87…88.
///
/// Written without branches and calls so that loops over it vectorise; it has the same bits on every processor, which
/// the C library's doesn't promise. x = n·ln 2 + r, |r| ≤ ln 2 / 2; the Taylor series of e^r ends at r^7.
@inlinable
@inline(__always)
package func exponential(_ x: Float) -> Float {
  let x = x < -87 ? -87 : (x > 88 ? 88 : x)
  // Adding 1.5·2^23 rounds to an integer, which then stands in the low bits of the sum.
  let shifted = x * 1.442_695_04 + 12_582_912
  let n = shifted - 12_582_912
  let r = (x - n * 0.693_359_375) + n * 2.121_944_40e-4
  var series: Float = 1 / 5040
  series = series * r + 1 / 720
  series = series * r + 1 / 120
  series = series * r + 1 / 24
  series = series * r + 1 / 6
  series = series * r + 0.5
  series = series * (r * r) + r + 1
  return series * Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3F80_0000)
}
