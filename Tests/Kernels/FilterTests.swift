import CKernels
import Foundation
import Tensors
import Testing

/// The Wiener filter of a lapped transform and its gradient, against double precision; each on every instruction set,
/// whose bits are equal.
struct FilterTests {
  /// Frequencies of a block: fewer than the surroundings reach over, as many, and more, of which some fill vectors.
  static let blocks = [2, 6, 14, 15, 16, 34, 71]
  static let sigmas: [Float] = [0, 0.02, 0.5, 0.98, 1]

  static func level(_ sigma: Float) -> CNoiseLevel {
    let (alpha, beta) = (cos(sigma * .pi / 2), sin(sigma * .pi / 2))
    return CNoiseLevel(
      alpha: alpha, beta: beta, alphaSquare: max(alpha * alpha, 1e-12), betaSquare: max(beta * beta, 1e-12))
  }

  /// Within rounding: of the size of what is expected, and of what it is a difference of.
  static func isNear(_ found: Float, _ expected: Double, of parts: Double = 0) -> Bool {
    abs(Double(found) - expected) <= 1e-5 * (abs(expected) + parts) + 1e-7
  }

  @Test(arguments: blocks, sigmas) func preconditions(block: Int, sigma: Float) {
    var numbers = Numbers(block)
    let level = Self.level(sigma)
    for (near, own, reach) in [(1, 0, 7), (2, 1, 7), (3, 1, 7), (15, 7, 1), (9, 8, 1)] {
      let x = numbers.take(near * block).map { 2 * $0 }
      let sizes = numbers.take(block).map { 0.7 + 0.6 * $0 }
      let (around, sigmaData) = (Input(x), Input(sizes))
      let found = BackwardTests.onEveryInstructionSet { kernels in
        let out = (0..<4).map { _ in Guarded(block) }
        var scratch = [Double](repeating: 3, count: block + 1)
        kernels.forward.precondition(
          around.values + own * block, sigmaData.values,
          CSurroundings(coefficients: around.values, blocks: near, block: block, reach: reach), level, &scratch,
          CPreconditioned(
            squares: out[0].pointer, scaled: out[1].pointer, standing: out[2].pointer, surplus: out[3].pointer))
        return BackwardTests.checked(out[0], out[1], out[2], out[3])
      }
      let (alphaSquare, betaSquare) = (Double(level.alphaSquare), Double(level.betaSquare))
      for frequency in 0..<block {
        let reached = max(0, frequency - reach)...min(block - 1, frequency + reach)
        let values = (0..<near).flatMap { other in reached.map { Double(x[other * block + $0]) } }
        let energy = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        let deviation = (2 / Double(values.count)).squareRoot()
        let least = min((energy * (1 - deviation) - 2.25 * betaSquare) / alphaSquare, 1e4)
        let most = max((energy * (1 + 2 * deviation) - betaSquare) / alphaSquare, 1e-8)
        let expected = Double(sizes[frequency] * sizes[frequency])
        let power = alphaSquare * expected + betaSquare
        // What is a difference over little is as exact as its parts.
        let parts = (energy + 2.25 * betaSquare) / alphaSquare
        let square = min(max(expected, least), most)
        #expect(Self.isNear(found[frequency], square, of: square == expected ? 0 : min(parts, 1e4)))
        let own = Double(x[own * block + frequency])
        let scaled = own / (alphaSquare * Double(found[frequency]) + betaSquare).squareRoot()
        #expect(Self.isNear(found[block + frequency], scaled))
        #expect(Self.isNear(found[2 * block + frequency], log(power / betaSquare) / 4, of: 1))
        #expect(Self.isNear(found[3 * block + frequency], log(energy / power), of: 1))
      }
    }
  }

  /// What `filter` and its gradients take, at `count` coefficients, with gains within the limit and beyond it.
  private struct Case {
    let values: [[Float]]
    private let inputs: [Input]
    let level: CNoiseLevel

    init(_ count: Int, sigma: Float) {
      var numbers = Numbers(count)
      let (x, squares, rests) = (numbers.take(count), numbers.take(count).map { 1.1 + $0 }, numbers.take(count))
      values = [x, squares, rests, numbers.take(count).map { 13 * $0 }]
      inputs = values.map(Input.init)
      level = FilterTests.level(sigma)
    }

    var given: CFiltered {
      CFiltered(
        coefficients: inputs[0].values, squares: inputs[1].values, rests: inputs[2].values, gains: inputs[3].values,
        level: level)
    }

    /// t and p of a coefficient.
    func filtered(_ index: Int) -> (t: Double, p: Double) {
      let t = Double(values[1][index]) * exp(min(max(Double(values[3][index]), -10), 10))
      return (t, Double(level.alphaSquare) * t + Double(level.betaSquare))
    }
  }

  @Test(arguments: blocks, sigmas) func filters(count: Int, sigma: Float) {
    let input = Case(count, sigma: sigma)
    var numbers = Numbers(count + 1)
    let dv = numbers.take(count)
    let found = BackwardTests.onEveryInstructionSet { kernels in
      let (velocities, dRests, dGains) = (Guarded(count), Guarded(count), Guarded(count))
      kernels.forward.filter(input.given, count, velocities.pointer)
      kernels.training.filterBackward(input.given, dv, count, dRests.pointer, dGains.pointer)
      return BackwardTests.checked(velocities, dRests, dGains)
    }
    let product = Double(input.level.alpha) * Double(input.level.beta)
    for index in 0..<count {
      let (t, p) = input.filtered(index)
      let (x, rest, d) = (Double(input.values[0][index]), Double(input.values[2][index]), Double(dv[index]))
      let (skip, size) = (product * (1 - t) / p * x, (t / p).squareRoot())
      #expect(Self.isNear(found[index], skip + size * rest, of: abs(skip) + abs(size * rest) + abs(product * t / p)))
      #expect(Self.isNear(found[count + index], d * size))
      guard abs(input.values[3][index]) < 10 else {
        #expect(found[2 * count + index] == 0)
        continue
      }
      // d/dg = t·d/dt, and alpha² + beta² is 1.
      let moved = (-product * t / (p * p) * x, 0.5 * size * Double(input.level.betaSquare) / p * rest)
      #expect(Self.isNear(found[2 * count + index], d * (moved.0 + moved.1), of: abs(d * moved.0) + abs(d * moved.1)))
    }
  }

  @Test(arguments: blocks, [Float(0.02), 0.5, 0.98]) func tellsSizes(count: Int, sigma: Float) {
    let input = Case(count, sigma: sigma)
    var numbers = Numbers(count + 1)
    let (clean, begun) = (numbers.take(count + 2).map { 3 * $0 }, numbers.take(count))
    let sound = Input(clean)
    let (hushed, share): (Float, Float) = (0.003, 0.25)
    let found = BackwardTests.onEveryInstructionSet { kernels in
      let dGains = Guarded(begun)
      kernels.training.sizesBackward(
        input.given, sound.values, sound.values + 1, sound.values + 2, count, hushed, share, dGains.pointer)
      return BackwardTests.checked(dGains)
    }
    for index in 0..<count {
      guard abs(input.values[3][index]) < 10 else {
        #expect(found[index] == begun[index])
        continue
      }
      let t = input.filtered(index).t + Double(hushed)
      let energy = (index...(index + 2)).reduce(0) { $0 + Double(clean[$1] * clean[$1]) } / 3
      let ratio = min((energy + Double(hushed)) / t, 100)
      let added = Double(share) * (1 - ratio) * (t - Double(hushed)) / t
      #expect(Self.isNear(found[index], Double(begun[index]) + added, of: 1 + abs(added) + ratio))
    }
  }
}
