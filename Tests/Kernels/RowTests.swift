import CKernels
import Foundation
import Tensors
import Testing

struct RowTests {
  static let channels = [1, 5, 8, 16, 24, 33]

  /// Rows [rows, padded(channels)], surplus channels zero.
  private func rows(_ rows: Int, _ channels: Int, _ numbers: inout Numbers, offset: Float = 0) -> [Float] {
    (0..<rows).flatMap { _ in
      numbers.take(channels).map { $0 + offset } + [Float](repeating: 0, count: padded(channels) - channels)
    }
  }

  /// SiLU over all its range, within 2.5e-7 of its size; NaN and infinities as they should be.
  @Test(arguments: KernelTable.exact)
  func siluIsExact(_ kernels: KernelTable) {
    let x =
      (-9000...9000).map { Float($0) * 0.01 } + [0, -0.0, 1e-30, .infinity, .nan, 1e30, -1000]
      + [Float](repeating: 0, count: 8)
    let out = Guarded(x.count)
    kernels.table.silu(x, x.count, out.pointer)
    out.expectGuards()
    for (x, found) in zip(x, out.values) {
      guard x.isFinite else {
        #expect(x.isNaN ? found.isNaN : found == x)
        continue
      }
      let expected = Double(x) / (1 + exp(-Double(x)))
      // e^−x is as exact as x·log2(e), whose last place counts the more the larger x is.
      let tolerance = 2.5e-7 * abs(expected) * max(1, abs(Double(x)) / 2) + 1e-30
      #expect(abs(Double(found) - expected) <= tolerance, "\(x): \(found)")
    }
  }

  @Test(arguments: KernelTable.exact)
  func geluIsExact(_ kernels: KernelTable) {
    let x = (-800...799).map { Float($0) * 0.01 } + [.nan, .infinity, 100, -100, 0, 0, 0, 0]
    let out = Guarded(x)
    kernels.table.gelu(out.pointer, x.count)
    out.expectGuards()
    for (x, found) in zip(x, out.values) {
      let expected = Double(x) / 2 * (1 + erf(Double(x) / 2.0.squareRoot()))
      let tolerance = 6e-8 * abs(expected) + 2e-8
      #expect(
        x.isNaN ? found.isNaN : x == .infinity ? found == x : abs(Double(found) - expected) <= tolerance,
        "\(x): \(found), not \(expected)")
    }
  }

  /// silu(x·scale + shift) with zeros before the sound and after it.
  @Test(arguments: KernelTable.all)
  func normalisesWithZerosAround(_ kernels: KernelTable) {
    var numbers = Numbers(2)
    for (length, first, count) in [(5, -1, 7), (1, -3, 2), (20, 18, 6), (9, 2, 4), (3, 3, 5)] {
      let width = 32
      let (x, scale, shift) = (numbers.take(length * width), numbers.take(width), numbers.take(width))
      let out = Guarded(count * width)
      let norm = AffineInput(scale, shift)
      kernels.table.normaliseSilu(x, width, length, first, count, norm.affine, out.pointer)
      out.expectGuards()
      let copy = Guarded(count * width / kernels.unit)
      kernels.table.copyRows(x, width, length, first, count, copy.pointer)
      copy.expectGuards()
      let copied = kernels.numbers(copy.values)
      for row in 0..<count {
        for channel in 0..<width {
          let inside = (0..<length).contains(first + row)
          let value = inside ? x[(first + row) * width + channel] : 0
          #expect(copied[row * width + channel] == (kernels.unit == 1 ? value : value.asBFloat16))
          let z = Double(value) * Double(scale[channel]) + Double(shift[channel])
          let expected = inside ? z / (1 + exp(-z)) : 0
          #expect(abs(Double(out.values[row * width + channel]) - expected) <= (kernels.unit == 1 ? 2e-7 : 1e-3))
        }
      }
    }
  }

  /// LayerNorm over the channels there are, at a mean that is far larger than the deviation too.
  @Test(arguments: KernelTable.all)
  func layerNorms(_ kernels: KernelTable) {
    var numbers = Numbers(4)
    for channels in Self.channels {
      for (count, offset) in [(1, Float(0)), (15, 0), (16, 3), (17, 0), (40, 0)] {
        let width = padded(channels)
        let x = rows(count, channels, &numbers, offset: offset)
        let y = rows(count, channels, &numbers)
        let scale = rows(1, channels, &numbers)
        let shift = rows(1, channels, &numbers)
        let (sum, tile) = (Guarded(x), Guarded(count * width / kernels.unit))
        let extent = CExtent(rows: count, width: width, channels: channels)
        let modulation = AffineInput(scale, shift)
        kernels.table.normaliseRows(x, extent, 1e-5, tile.pointer)
        kernels.table.addModulate(sum.pointer, y, extent, 1e-6, modulation.affine)
        for guarded in [sum, tile] { guarded.expectGuards() }
        let normalised = kernels.numbers(tile.values)
        for row in 0..<count {
          let own = row * width..<row * width + channels
          let plain = Self.normalised(own.map { Double(x[$0]) }, epsilon: 1e-5)
          let added = Self.normalised(own.map { Double(x[$0] + y[$0]) }, epsilon: 1e-6)
          for channel in 0..<channels {
            let expected = added[channel] * Double(scale[channel]) + Double(shift[channel])
            #expect(abs(Double(sum.values[row * width + channel]) - expected) < 1e-5)
            let tolerance = kernels.unit == 1 ? 1e-5 : 1e-5 + abs(plain[channel]) * 0x1p-8
            #expect(abs(Double(normalised[row * width + channel]) - plain[channel]) < tolerance)
          }
          #expect((channels..<width).allSatisfy { sum.values[row * width + $0] == 0 })
        }
      }
    }
  }

  private static func normalised(_ row: [Double], epsilon: Double) -> [Double] {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    return row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
  }

  @Test(arguments: KernelTable.all)
  func addsScaled(_ kernels: KernelTable) {
    var numbers = Numbers(5)
    let (x, y, scale) = (numbers.take(96), numbers.take(96), numbers.take(32))
    let (scaled, plain) = (Guarded(x), Guarded(x))
    kernels.table.addScaled(scaled.pointer, y, 32, 3, scale)
    kernels.table.addScaled(plain.pointer, y, 32, 3, nil)
    for guarded in [scaled, plain] { guarded.expectGuards() }
    #expect(scaled.values == (0..<96).map { x[$0].addingProduct(y[$0], scale[$0 % 32]) })
    #expect(plain.values == (0..<96).map { x[$0] + y[$0] })
  }

  /// GroupNorm's factor and addend from the moments of tiles, against two passes in double over all rows; the mean a
  /// thousand times the deviation.
  @Test(arguments: KernelTable.all)
  func groupNorms(_ kernels: KernelTable) {
    var numbers = Numbers(6)
    for (channels, groups) in [(8, 8), (24, 3), (33, 1), (40, 8)] {
      for (length, tileRows) in [(1, 4), (4, 4), (130, 32), (67, 3)] {
        let width = padded(channels)
        let x = rows(length, channels, &numbers, offset: 1000)
        let weight = rows(1, channels, &numbers)
        let bias = rows(1, channels, &numbers)
        let tiles = (length + tileRows - 1) / tileRows
        let last = length - (tiles - 1) * tileRows
        let moments = Guarded(tiles * 2 * width)
        for tile in 0..<tiles {
          let part = Array(x[(tile * tileRows * width)...])
          kernels.table.moments(part, width, tile == tiles - 1 ? last : tileRows, moments.pointer + tile * 2 * width)
        }
        moments.expectGuards()
        let (scale, shift) = (Guarded(width), Guarded(width))
        var sums = [Double](repeating: 0, count: 2 * width)
        let affine = AffineInput(weight, bias)
        kernels.table.groupNorm(
          CMoments(values: moments.pointer, tiles: tiles, tileRows: tileRows, lastRows: last, width: width),
          CGroupNorm(
            weight: affine.affine.scale, bias: affine.affine.shift, channels: channels, groups: groups, epsilon: 1e-5),
          &sums, scale.pointer, shift.pointer)
        let members = channels / groups
        for channel in 0..<channels {
          let group = channel / members * members
          let values = (0..<length).flatMap { row in (group..<(group + members)).map { Double(x[row * width + $0]) } }
          let mean = values.reduce(0, +) / Double(values.count)
          let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
          let factor = Double(weight[channel]) / (variance + 1e-5).squareRoot()
          #expect(abs(Double(scale.values[channel]) - factor) <= 1e-4 * abs(factor))
          // At a mean of 1000, whose own last place is 6e-5.
          let centred = Double(shift.values[channel]) + mean * Double(scale.values[channel])
          #expect(abs(centred - Double(bias[channel])) <= 2e-4 * max(1, abs(factor)))
        }
        #expect((channels..<width).allSatisfy { scale.values[$0] == 0 && shift.values[$0] == 0 })
      }
    }
  }
}
