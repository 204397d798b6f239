import CKernels
import Foundation
import Tensors
import Testing

struct AttentionTests {
  /// softmax(q·k)·v by doubles, with powers of two as the contract says, for scores from level to far apart.
  @Test(arguments: KernelTable.all)
  func attends(_ kernels: KernelTable) {
    var numbers = Numbers(7)
    for (keys, queries, features) in [
      (1, 1, 2), (2, 3, 4), (31, 8, 18), (128, 32, 16), (129, 31, 64), (300, 9, 34), (257, 32, 4),
    ] {
      for spread in [Float(0), 1, 40] {
        let q = numbers.take(queries * features).map { $0 * spread }
        let (k, v) = (numbers.take(keys * features), numbers.take(keys * features))
        let found = run(kernels, q, k, v, keys, queries, features)
        var worst = 0.0
        for query in 0..<queries {
          let expected = Self.attention(
            Array(q[(query * features)..<((query + 1) * features)]), k, v, keys, features, rounded: kernels.unit == 2)
          for feature in 0..<features {
            worst = max(worst, abs(Double(found[feature * 32 + query]) - expected[feature]))
          }
        }
        // Scores of up to 40·features have last places of their own.
        let tolerance = kernels.unit == 1 ? 1e-6 + 1e-6 * Double(spread) : 0.02
        #expect(worst < tolerance, "\(keys) keys, \(features) features, spread \(spread): \(worst)")
      }
    }
  }

  /// The result as numbers [features, 32].
  private func run(
    _ kernels: KernelTable, _ q: [Float], _ k: [Float], _ v: [Float], _ keys: Int, _ queries: Int, _ features: Int
  ) -> [Float] {
    let steps = features / kernels.unit
    // Neighbouring rows of values stand in one unit.
    let values = FloatBuffer(padded(keys, to: kernels.unit) / kernels.unit * padded(features))
    let rows = FloatBuffer(padded(features) * keys)
    for index in v.indices { rows.all[index / features * padded(features) + index % features] = v[index] }
    kernels.table.storeValues(
      CRows(values: rows.all, stride: padded(features)), keys, padded(features),
      CMutableRows(values: values.all, stride: padded(features)))
    let scratch = FloatBuffer(32 * (keys + 2 * features + 4))
    let panel = Guarded(32 * steps)
    let (queryTile, keyTile) = (Input(kernels.tile(q)), Input(kernels.tile(k)))
    kernels.table.attend(
      CHead(
        queries: queryTile.rows(steps), keys: keyTile.rows(steps),
        values: CRows(values: values.all, stride: padded(features)), queryCount: queries, keyCount: keys,
        features: features),
      scratch.all, panel.pointer)
    panel.expectGuards()
    guard kernels.unit == 2 else { return panel.values }
    // A unit of the panel holds two features of one query.
    let numbers = kernels.numbers(panel.values)
    var turned: [Float] = []
    for feature in 0..<features {
      let first = feature / 2 * 64 + feature % 2
      for query in 0..<32 { turned.append(numbers[first + 2 * query]) }
    }
    return turned
  }

  private static func attention(
    _ q: [Float], _ k: [Float], _ v: [Float], _ keys: Int, _ features: Int, rounded: Bool
  ) -> [Double] {
    func number(_ value: Float) -> Double { Double(rounded ? value.asBFloat16 : value) }
    let scores = (0..<keys).map { key in
      (0..<features).reduce(0) { $0 + number(q[$1]) * number(k[key * features + $1]) }
    }
    let largest = scores.max() ?? 0
    let weights = scores.map { exp2($0 - largest) }
    let total = weights.reduce(0, +)
    return (0..<features).map { feature in
      (0..<keys).reduce(0) { $0 + weights[$1] * Double(v[$1 * features + feature]) } / total
    }
  }
}
