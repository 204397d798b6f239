import CKernels
import Foundation
import Tensors
import Testing

/// The kernels that training adds: packing of weights, sums of columns and gradients of norms, against double
/// precision; each on every instruction set, whose bits are equal.
struct BackwardTests {
  static let channels = [1, 5, 16, 24, 33, 70]
  static let rows = [1, 2, 3, 4, 5, 15, 16, 17, 31, 66]

  /// Numbers [rows, padded(channels)], surplus channels zero.
  static func rows(_ rows: Int, _ channels: Int, _ numbers: inout Numbers, offset: Float = 0) -> [Float] {
    (0..<rows).flatMap { _ in
      numbers.take(channels).map { $0 + offset } + [Float](repeating: 0, count: padded(channels) - channels)
    }
  }

  /// What `body` writes by each instruction set, which must be the same; gives it.
  static func onEveryInstructionSet(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: (TrainingTable) throws -> [Float]
  ) rethrows -> [Float] {
    var first: [Float]?
    for kernels in KernelTable.training {
      let found = try body(kernels)
      if let first {
        #expect(
          found.map(\.bitPattern) == first.map(\.bitPattern), "\(kernels.testDescription)",
          sourceLocation: sourceLocation)
      }
      first = first ?? found
    }
    return first ?? []
  }

  /// The values of guarded outputs, after a look at their guards.
  static func checked(_ outputs: Guarded..., sourceLocation: SourceLocation = #_sourceLocation) -> [Float] {
    for output in outputs { output.expectGuards(sourceLocation: sourceLocation) }
    return outputs.flatMap(\.values)
  }

  @Test func everyInstructionSetTrains() {
    #expect(KernelTable.training.map(\.testDescription) == KernelTable.exact.map(\.testDescription))
    #expect(!KernelTable.training.isEmpty)
  }

  /// Rows and columns, some numbers apart, as panels whose surplus lanes are zero.
  @Test func packs() {
    var numbers = Numbers(20)
    for count in [1, 2, 7, 8, 9, 15, 16, 17, 31, 32] {
      for steps in [1, 2, 7, 8, 9, 16, 33] {
        let stride = max(steps, count) + 3
        let source = numbers.take(max(steps, count) * stride)
        let input = Input(source)
        let byRows = Self.onEveryInstructionSet { kernels in
          let panel = Guarded(steps * 32)
          kernels.training.packRows(input.rows(stride), count, steps, panel.pointer)
          return Self.checked(panel)
        }
        let byColumns = Self.onEveryInstructionSet { kernels in
          let panel = Guarded(steps * 32)
          kernels.training.packColumns(input.rows(stride), count, steps, panel.pointer)
          return Self.checked(panel)
        }
        for step in 0..<steps {
          for lane in 0..<32 {
            #expect(byRows[step * 32 + lane] == (lane < count ? source[lane * stride + step] : 0))
            #expect(byColumns[step * 32 + lane] == (lane < count ? source[step * stride + lane] : 0))
          }
        }
      }
    }
  }

  /// The panels of both ways, by what `convolve` makes of them: the convolution, and its gradient by the input.
  @Test func packsConvolutions() {
    var numbers = Numbers(21)
    for (inputs, outputs) in [(1, 1), (5, 5), (16, 16), (24, 33), (33, 24), (40, 70)] {
      for isGradient in [false, true] {
        let weights = numbers.take(outputs * inputs * 3)
        let (from, to) = isGradient ? (outputs, inputs) : (inputs, outputs)
        let (width, rows) = (padded(from), 7)
        let x = Self.rows(rows + 1, from, &numbers) + [Float](repeating: 0, count: 2 * width)
        let taps = Input(weights)
        let found = Self.onEveryInstructionSet { kernels in
          let points = kernels.forward.convolutionPoints
          let panels = Guarded(padded(to, to: 32) * points * width)
          for first in stride(from: 0, to: to, by: 32) {
            kernels.training.packConvolution(
              CFilters(weights: taps.values, outputs: outputs, inputs: inputs), first, min(32, to - first),
              isGradient ? 1 : 0, width, panels.pointer + first * points * width)
          }
          let (out, scratch) = (Guarded(rows * padded(to)), FloatBuffer(2 * (rows + 4) * (width + 32)))
          kernels.forward.convolve(
            x, rows, CPanels(values: panels.pointer, steps: width, columns: padded(to)),
            [Float](repeating: 0, count: padded(to)), scratch.all, out.target(padded(to)))
          return Self.checked(panels, out)
        }.suffix(rows * padded(to))
        for row in 0..<rows {
          for channel in 0..<padded(to) {
            var (sum, size) = (0.0, 1.0)
            for tap in 0..<3 where channel < to {
              for other in 0..<from {
                let weight =
                  isGradient
                  ? weights[(other * inputs + channel) * 3 + 2 - tap] : weights[(channel * inputs + other) * 3 + tap]
                let product = Double(x[(row + tap) * width + other]) * Double(weight)
                (sum, size) = (sum + product, size + abs(product))
              }
            }
            let value = Double(found[found.startIndex + row * padded(to) + channel])
            #expect(abs(value - sum) <= 2e-6 * size && (channel < to || value == 0))
          }
        }
      }
    }
  }

  /// Sums of columns and of columns' products: off by a rounding of each addend at most.
  @Test func sumsColumns() {
    var numbers = Numbers(22)
    for channels in Self.channels {
      for rows in Self.rows + [1024] {
        let width = padded(channels)
        let (x, y) = (Self.rows(rows, channels, &numbers), Self.rows(rows, channels, &numbers))
        let found = Self.onEveryInstructionSet { kernels in
          let (sums, products) = (Guarded(width), Guarded(width))
          kernels.training.columnSums(x, width, rows, sums.pointer)
          kernels.training.columnProducts(x, y, width, rows, products.pointer)
          return Self.checked(sums, products)
        }
        for channel in 0..<width {
          let column = (0..<rows).map { Double(x[$0 * width + channel]) }
          let products = (0..<rows).map { column[$0] * Double(y[$0 * width + channel]) }
          for (value, terms) in [(found[channel], column), (found[width + channel], products)] {
            #expect(abs(Double(value) - terms.reduce(0, +)) <= 0x1p-21 * terms.reduce(0) { $0 + abs($1) })
          }
        }
      }
    }
  }

  /// d·silu'(n) and its sums, over all of SiLU's range; x̂ and n are those that the forward's floats say.
  @Test func goesBackThroughNormAndSilu() {
    var numbers = Numbers(23)
    for channels in Self.channels {
      for (rows, spread) in Self.rows.flatMap({ rows in [Float(1), 30].map { (rows, $0) } }) {
        let width = padded(channels)
        let (x, d) = (Self.rows(rows, channels, &numbers), Self.rows(rows, channels, &numbers))
        let (factor, addend) = (Self.rows(1, channels, &numbers), Self.rows(1, channels, &numbers))
        let weight = Self.rows(1, channels, &numbers).map { $0 * spread }
        let bias = Self.rows(1, channels, &numbers).map { $0 * spread }
        let found = Self.onEveryInstructionSet { kernels in
          let (gradient, sums) = (Guarded(d), Guarded(2 * width))
          let (norm, affine) = (AffineInput(factor, addend), AffineInput(weight, bias))
          kernels.training.siluNormBackward(
            x, gradient.pointer, width, rows, norm.affine, affine.affine, sums.pointer)
          return Self.checked(gradient, sums)
        }
        for channel in 0..<width {
          var (plain, times, size) = (0.0, 0.0, 0.0)
          for row in 0..<rows {
            let index = row * width + channel
            let normal = Double(x[index]) * Double(factor[channel]) + Double(addend[channel])
            let n = normal * Double(weight[channel]) + Double(bias[channel])
            let share = 1 / (1 + exp(-n))
            let expected = Double(d[index]) * (share + n * share * (1 - share))
            #expect(abs(Double(found[index]) - expected) <= 1e-6 * (1 + abs(n)))
            (plain, times) = (plain + expected, times + expected * normal)
            size += (1 + abs(n)) * (1 + abs(normal))
          }
          #expect(abs(Double(found[rows * width + channel]) - plain) <= 1e-6 * size)
          #expect(abs(Double(found[(rows + 1) * width + channel]) - times) <= 1e-6 * size)
          if channel >= channels { #expect((0..<rows).allSatisfy { found[$0 * width + channel] == 0 }) }
        }
      }
    }
  }

  /// d·p + x·q + r, and what else is added: each step rounded once.
  @Test func appliesAffineGradients() {
    var numbers = Numbers(24)
    for channels in Self.channels {
      for rows in Self.rows {
        let width = padded(channels)
        let (x, d, residual) = (numbers.take(rows * width), numbers.take(rows * width), numbers.take(rows * width))
        let (p, q, r) = (numbers.take(width), numbers.take(width), numbers.take(width))
        let found = Self.onEveryInstructionSet { kernels in
          let (plain, more) = (Guarded(d), Guarded(d))
          kernels.training.affineBackward(x, plain.pointer, width, rows, p, q, r, nil)
          kernels.training.affineBackward(x, more.pointer, width, rows, p, q, r, residual)
          return Self.checked(plain, more)
        }
        for index in 0..<(rows * width) {
          let channel = index % width
          let expected = r[channel].addingProduct(x[index], q[channel]).addingProduct(d[index], p[channel])
          #expect(found[index] == expected && found[rows * width + index] == expected + residual[index])
        }
      }
    }
  }

  // MARK: Norm over channels

  /// LayerNorm with scale and shift, and all its gradients, where the mean is several deviations large too; in place of
  /// dy or of what is added, as layers have it, to the same bits.
  @Test func goesBackThroughLayerNorm() {
    var numbers = Numbers(25)
    for channels in Self.channels {
      for (count, offset) in Self.rows.flatMap({ rows in [Float(0), 3].map { (rows, $0) } }) {
        let width = padded(channels)
        let x = Self.rows(count, channels, &numbers, offset: offset)
        let (dy, residual) = (Self.rows(count, channels, &numbers), Self.rows(count, channels, &numbers))
        let (scale, shift) = (Self.rows(1, channels, &numbers), Self.rows(1, channels, &numbers))
        let epsilon: Float = 1e-3
        let found = Self.onEveryInstructionSet { kernels in
          let (y, dx, sums) = (Guarded(count * width), Guarded(count * width), Guarded(2 * width))
          let extent = CExtent(rows: count, width: width, channels: channels)
          let modulation = AffineInput(scale, shift)
          kernels.training.modulate(x, extent, epsilon, modulation.affine, y.pointer)
          let backward = kernels.training.layerNormBackward
          backward(x, dy, extent, epsilon, scale, residual, dx.pointer, sums.pointer)
          let (inPlaceOfGradient, inPlaceOfResidual) = (Guarded(dy), Guarded(residual))
          backward(
            x, inPlaceOfGradient.pointer, extent, epsilon, scale, residual, inPlaceOfGradient.pointer, sums.pointer)
          backward(x, dy, extent, epsilon, scale, inPlaceOfResidual.pointer, inPlaceOfResidual.pointer, sums.pointer)
          #expect(Self.checked(inPlaceOfGradient) == dx.values && Self.checked(inPlaceOfResidual) == dx.values)
          let alone = Guarded(count * width)
          backward(x, dy, extent, epsilon, scale, nil, alone.pointer, sums.pointer)
          #expect(zip(Self.checked(alone), residual).map { $0 + $1 } == dx.values)
          return Self.checked(y, dx, sums)
        }
        let (dx, sums) = (found[(count * width)...], Array(found[(2 * count * width)...]))
        var expectedSums = [Double](repeating: 0, count: 2 * width)
        for row in 0..<count {
          let own = row * width..<row * width + channels
          let mean = own.reduce(0) { $0 + Double(x[$1]) } / Double(channels)
          let variance = own.reduce(0) { $0 + pow(Double(x[$1]) - mean, 2) } / Double(channels)
          let factor = 1 / (variance + Double(epsilon)).squareRoot()
          let normal = own.map { (Double(x[$0]) - mean) * factor }
          let gradients = (0..<channels).map { Double(dy[row * width + $0]) * Double(scale[$0]) }
          let plain = gradients.reduce(0, +) / Double(channels)
          let times = zip(gradients, normal).reduce(0) { $0 + $1.0 * $1.1 } / Double(channels)
          for channel in 0..<width {
            let index = row * width + channel
            guard channel < channels else {
              #expect(found[index] == 0 && dx[dx.startIndex + index] == 0)
              continue
            }
            let y = normal[channel] * Double(scale[channel]) + Double(shift[channel])
            // Of a mean of 3 the last place is 2e-7 / 0.6 of a deviation.
            #expect(abs(Double(found[index]) - y) <= 2e-6 * (1 + abs(normal[channel])))
            let gradient = (gradients[channel] - plain - normal[channel] * times) * factor
            let expected = gradient + Double(residual[index])
            #expect(abs(Double(dx[dx.startIndex + index]) - expected) <= 1e-5 * max(1, factor))
            expectedSums[channel] += Double(dy[index]) * normal[channel]
            expectedSums[width + channel] += Double(dy[index])
          }
        }
        for (found, expected) in zip(sums, expectedSums) {
          #expect(abs(Double(found) - expected) <= 2e-6 * Double(count + 1))
        }
      }
    }
  }

  // MARK: Attention

  /// A head's attention and its gradients, of softmaxes from level to sharp, in buffers as large as the contract says.
  @Test(arguments: [1, 3, 16, 31, 32, 33, 64, 65])
  func goesBackThroughAttention(features: Int) {
    var numbers = Numbers(26)
    for (keys, queries, spread) in [
      (1, 1, Float(1)), (2, 3, 1), (7, 7, 20), (31, 32, 1), (33, 33, 20), (65, 100, 1), (100, 65, 1), (130, 31, 20),
    ] {
      let (stride, outStride, wide) = (features + 5, padded(features) + 16, padded(features, to: 32))
      let scale = 1 / Float(features).squareRoot()
      func rows(_ count: Int, _ stride: Int, times factor: Float = 1) -> [Float] {
        numbers.take((count - 1) * stride + features).map { $0 * factor }
      }
      let (q, k, v) = (rows(queries, stride, times: spread), rows(keys, stride), rows(keys, stride))
      let (dOut, dkStart, dvStart) = (rows(queries, outStride), numbers.take(keys * wide), numbers.take(keys * wide))
      let outCount = (queries - 1) * outStride + padded(features)
      let (queryRows, keyRows, valueRows, gradientRows) = (Input(q), Input(k), Input(v), Input(dOut))
      let found = Self.onEveryInstructionSet { kernels in
        func panels(_ rows: Input) -> [Float] {
          let panels = Guarded(wide * keys)
          for first in Swift.stride(from: 0, to: features, by: 32) {
            kernels.training.packColumns(
              CRows(values: rows.values + first, stride: stride), min(32, features - first), keys,
              panels.pointer + first * keys)
          }
          return Self.checked(panels)
        }
        let head = CHead(
          queries: queryRows.rows(stride), keys: keyRows.rows(stride), values: valueRows.rows(stride),
          queryCount: queries, keyCount: keys, features: features)
        let (out, scratch) = (Guarded(outCount), Guarded(32 * (keys + features)))
        kernels.training.attendRows(head, scale, panels(valueRows), out.target(outStride), scratch.pointer)
        let (dq, dk, dv) = (Guarded(queries * wide), Guarded(dkStart), Guarded(dvStart))
        let more = Guarded(32 * (2 * keys + 4 * wide))
        kernels.training.attendBackward(
          head, scale, panels(keyRows), out.rows(outStride), gradientRows.rows(outStride),
          CHeadGradients(queries: dq.pointer, keys: dk.pointer, values: dv.pointer, stride: wide), more.pointer)
        _ = Self.checked(scratch, more)
        return Self.checked(out, dq, dk, dv)
      }
      let expected = AttentionGradients(
        q, k, v, stride: stride, dOut, outStride: outStride, queries: queries, keys: keys, features: features)
      let parts: [(first: Int, stride: Int, start: [Float]?, expected: [Double])] = [
        (0, outStride, nil, expected.out), (outCount, wide, nil, expected.dq),
        (outCount + queries * wide, wide, dkStart, expected.dk),
        (outCount + (queries + keys) * wide, wide, dvStart, expected.dv),
      ]
      for (number, part) in parts.enumerated() {
        var worst = 0.0
        for (index, expected) in part.expected.enumerated() {
          let place = index / features * part.stride + index % features
          let value = Double(found[part.first + place]) - Double(part.start?[place] ?? 0)
          worst = max(worst, abs(value - expected))
        }
        // A score of size `spread` has last places of its own, which show in every weight.
        #expect(
          worst <= 1e-6 * (1 + Double(spread)), "part \(number), \(queries) × \(keys), spread \(spread): \(worst)")
      }
      // Surplus columns: of dq zero, of dk and dv as they were.
      for column in features..<wide {
        #expect((0..<queries).allSatisfy { found[outCount + $0 * wide + column] == 0 })
        let (dk, dv) = (parts[2].first, parts[3].first)
        #expect((0..<keys).allSatisfy { found[dk + $0 * wide + column] == dkStart[$0 * wide + column] })
        #expect((0..<keys).allSatisfy { found[dv + $0 * wide + column] == dvStart[$0 * wide + column] })
      }
    }
  }
}

/// A head's attention and its gradients in double precision, [., features] each.
private struct AttentionGradients {
  private(set) var out, dq, dk, dv: [Double]

  init(
    _ q: [Float], _ k: [Float], _ v: [Float], stride: Int, _ dOut: [Float], outStride: Int, queries: Int, keys: Int,
    features: Int
  ) {
    let scale = 1 / Double(features).squareRoot()
    (out, dq) = ([], [])
    (dk, dv) = ([Double](repeating: 0, count: keys * features), [Double](repeating: 0, count: keys * features))
    for query in 0..<queries {
      func value(_ rows: [Float], _ row: Int, _ feature: Int) -> Double { Double(rows[row * stride + feature]) }
      let gradients = (0..<features).map { Double(dOut[query * outStride + $0]) }
      let scores = (0..<keys).map { key in
        (0..<features).reduce(0) { $0 + value(q, query, $1) * value(k, key, $1) } * scale
      }
      let largest = scores.max() ?? 0
      let powers = scores.map { exp($0 - largest) }
      let total = powers.reduce(0, +)
      let weights = powers.map { $0 / total }
      let dWeights = (0..<keys).map { key in (0..<features).reduce(0) { $0 + gradients[$1] * value(v, key, $1) } }
      let dot = zip(weights, dWeights).reduce(0) { $0 + $1.0 * $1.1 }
      let dScores = (0..<keys).map { weights[$0] * (dWeights[$0] - dot) * scale }
      for feature in 0..<features {
        out.append((0..<keys).reduce(0) { $0 + weights[$1] * value(v, $1, feature) })
        dq.append((0..<keys).reduce(0) { $0 + dScores[$1] * value(k, $1, feature) })
        for key in 0..<keys {
          dk[key * features + feature] += dScores[key] * value(q, query, feature)
          dv[key * features + feature] += weights[key] * gradients[feature]
        }
      }
    }
  }
}
