import Checkpoints
import Foundation
import Networks
import Tensors
import Testing

@Suite struct LappedPreconditioningTests {
  private let engine: Engine

  init() throws { engine = try Engine(threads: 2) }

  /// What sigma data of one size make of 3 blocks of 40 frequencies of each of two channels, whose coefficients are all
  /// as large.
  private func preconditioning(_ sigmaData: Float, energy: Float, sigma: Float) -> LappedTransform.Preconditioning {
    [Float](repeating: sigmaData, count: 240).withUnsafeBufferPointer {
      LappedTransform.Preconditioning(
        sigmaData: $0, coefficients: [Float](repeating: energy.squareRoot(), count: 240), blocks: 3, block: 40,
        sigma: sigma, on: engine)
    }
  }

  /// What the filter makes of a coefficient in the middle when the U-Net gives a rest and a gain.
  private func velocity(
    _ found: LappedTransform.Preconditioning, rest: Float = 0, gain: Float = 0
  ) -> Float {
    found.velocity(([Float](repeating: rest, count: 240) + [Float](repeating: gain, count: 240))[...])[60]
  }

  /// Where the surroundings are as loud as the sigma data say, the filter is the regression of v on x, what the U-Net
  /// gives counts as the root of what that leaves of v's mean square, alpha² + beta²s², and it sees values of 1.
  @Test(arguments: [Float(0.05), 0.7, 3], [Float(0.1), 0.6, 0.98])
  func theFilterIsTheRegression(size: Float, sigma: Float) {
    let (alpha, beta) = (NoiseLevel(sigma: sigma).alpha, NoiseLevel(sigma: sigma).beta)
    let (square, power) = (size * size, alpha * alpha * size * size + beta * beta)
    let found = preconditioning(size, energy: power, sigma: sigma)
    let covariance = alpha * beta * (1 - square)
    let left = alpha * alpha + beta * beta * square - covariance * covariance / power
    let plain = velocity(found)
    #expect(abs(plain - covariance / power.squareRoot()) <= 1e-4 * (1 + abs(plain)))
    let size = velocity(found, rest: 1) - plain
    #expect(abs(size * size - left) <= 1e-4 * (1 + left))
    for index in 0..<240 {
      #expect(abs(found.features[index] - 1) < 1e-4)
      #expect(abs(found.features[240 + index] - log(power / (beta * beta)) / 4) < 1e-4)
      #expect(abs(found.features[480 + index]) < 1e-4)
    }
    // A gain is another size.
    let larger = square * exp(1)
    let expected = alpha * beta * (1 - larger) / (alpha * alpha * larger + beta * beta) * power.squareRoot()
    #expect(abs(velocity(found, gain: 1) - expected) <= 1e-4 * (1 + abs(expected)))
  }

  /// What is far louder around, or softer, than the sigma data say is taken for what it is.
  @Test func surroundingsCount() {
    let (alpha, beta) = (NoiseLevel(sigma: 0.2).alpha, NoiseLevel(sigma: 0.2).beta)
    // In the middle 45 coefficients tell, one deviation below their energy.
    let least = (100 * (1 - (2.0 / 45 as Float).squareRoot()) - 2.25 * beta * beta) / (alpha * alpha)
    let loud = alpha * beta * (1 - least) / (alpha * alpha * least + beta * beta) * 10
    #expect(abs(velocity(preconditioning(0.01, energy: 100, sigma: 0.2)) - loud) < 1e-3 * abs(loud))
    // Noise alone, where the sigma data expect much: v = alpha/beta·x.
    let soft = preconditioning(30, energy: 0.5 * beta * beta, sigma: 0.2)
    #expect(abs(velocity(soft) - alpha / beta * (0.5 as Float).squareRoot() * beta) < 1e-3)
  }

  /// In noise that is noise alone the sigma data count, at sigma 1 and near it too, in corners as in the middle.
  @Test(arguments: [Float(1), 0.9999, 0.999, 0.99, 0.95]) func noiseTellsNothing(sigma: Float) {
    var generator = TorchGenerator(seed: 5)
    let (alpha, beta) = (NoiseLevel(sigma: sigma).alpha, NoiseLevel(sigma: sigma).beta)
    let noise = generator.randn(32 * 256).map { beta * $0 }
    let found = [Float](repeating: 0.3, count: noise.count).withUnsafeBufferPointer {
      LappedTransform.Preconditioning(
        sigmaData: $0, coefficients: noise, blocks: 32, block: 256, sigma: sigma, on: engine)
    }
    let expected = alpha * beta * (1 - 0.09) / (alpha * alpha * 0.09 + beta * beta)
    let velocities = found.velocity([Float](repeating: 0, count: 2 * noise.count)[...])
    for (velocity, value) in zip(velocities, noise) {
      let factor = value == 0 ? expected : velocity / value
      #expect(factor >= expected - 1e-4 && factor <= alpha / beta + 1e-4)
    }
    let areFinite = found.features.allSatisfy(\.isFinite)
    #expect(areFinite)
  }

  /// At sigma 0 there is no noise: nothing becomes infinite in silence, whatever the U-Net says.
  @Test(arguments: [Float(-1e30), 0, 50]) func silenceWithoutNoiseIsFinite(gain: Float) {
    let still = preconditioning(0.01, energy: 0, sigma: 0)
    let areFinite = still.features.allSatisfy(\.isFinite)
    #expect(areFinite && velocity(still, rest: 1, gain: gain).isFinite)
  }

  /// The gradient of rest and gain is what finite differences of the velocity say; beyond the limit a gain has none.
  @Test(arguments: [Float(0.1), 0.6, 0.97]) func theGradientIsThatOfTheVelocity(sigma: Float) {
    var generator = TorchGenerator(seed: 9)
    let coefficients = generator.randn(240)
    let found = [Float](repeating: 0.7, count: 240).withUnsafeBufferPointer {
      LappedTransform.Preconditioning(
        sigmaData: $0, coefficients: coefficients, blocks: 3, block: 40, sigma: sigma, on: engine)
    }
    var output = generator.randn(480)
    output[240 + 7] = 11
    let dv = generator.randn(240)
    let gradient = found.outputGradient(dv, output)
    #expect(gradient[240 + 7] == 0)
    for index in [0, 7, 100, 239] {
      for (place, limit) in [(index, 2e-3), (240 + index, 5e-3)] where place != 247 {
        func loss(_ step: Float) -> Double {
          var moved = output
          moved[place] += step
          return Double(found.velocity(moved[...])[index] * dv[index])
        }
        let expected = (loss(1e-2) - loss(-1e-2)) / 2e-2
        #expect(abs(expected - Double(gradient[place])) <= limit * (1 + abs(expected)), "\(place)")
      }
    }
  }

  /// The gradient of the sizes' distance is what finite differences of it say, for energies up to a hundred times as
  /// large as the sizes; beyond that it grows no more.
  @Test(arguments: [Float(0.1), 0.6, 0.97], LappedPositions.allCases)
  func theSizesGradientIsThatOfTheirDistance(sigma: Float, positions: LappedPositions) {
    var generator = TorchGenerator(seed: 4)
    let (coefficients, clean) = (generator.randn(240), generator.randn(240))
    let found = [Float](repeating: 0.7, count: 240).withUnsafeBufferPointer {
      LappedTransform.Preconditioning(
        sigmaData: $0, coefficients: coefficients, blocks: 3, block: 40, positions: positions, sigma: sigma,
        on: engine)
    }
    let output = generator.randn(480).map { 0.3 * $0 }
    var gradient = [Float](repeating: 0, count: 480)
    found.addSizeGradient(clean: clean, weight: 3, output, into: &gradient)
    #expect(gradient[..<240].allSatisfy { $0 == 0 })
    let level = NoiseLevel(sigma: sigma)
    let hushed = 0.0001 * pow(Double(level.beta / level.alpha), 2)
    for index in [0, 7, 39, 40, 100, 239] {
      // The neighbours along the positions: of 40 frequencies, or of 3 blocks of two channels.
      let (step, count) = positions == .frequencies ? (1, 40) : (40, 3)
      let place = index / step % count
      let near = [place == 0 ? index : index - step, index, place == count - 1 ? index : index + step]
      let energy = near.reduce(0) { $0 + Double(clean[$1]) * Double(clean[$1]) } / 3
      func distance(_ step: Double) -> Double {
        // Where the U-Net gives no rest, v = alpha·beta·(1 − t)/(alpha²·t + beta²)·x tells t.
        var moved = output
        moved[index] = 0
        moved[240 + index] += Float(step)
        let (alpha, beta) = (Double(level.alpha), Double(level.beta))
        let factor = Double(found.velocity(moved[...])[index] / coefficients[index])
        let size = (alpha * beta - beta * beta * factor) / (alpha * beta + alpha * alpha * factor)
        let ratio = (energy + hushed) / (size + hushed)
        return 3 / 240.0 * (ratio - log(ratio) - 1)
      }
      let expected = (distance(0.05) - distance(-0.05)) / 0.1
      #expect(abs(expected - Double(gradient[240 + index])) <= 0.02 * (1e-3 + abs(expected)), "\(index)")
    }
  }

  /// What the U-Net says beyond the limit of a gain has no gradient, and what is far too loud one that is bounded.
  @Test func theSizesGradientIsBounded() {
    let still = preconditioning(0.01, energy: 0, sigma: 0.3)
    var gradient = [Float](repeating: 0, count: 480)
    var output = [Float](repeating: 0, count: 480)
    output[240 + 9] = 11
    still.addSizeGradient(clean: [Float](repeating: 1e6, count: 240), weight: 240, output, into: &gradient)
    #expect(gradient[240 + 9] == 0)
    #expect(gradient[240...].allSatisfy { $0 <= 0 && $0 >= -100 })
  }

  /// A training from scratch begins as the filter: what the U-Net gives is zero.
  @Test func itBeginsAsTheFilter() throws {
    let description = try NetworkDescriptionTests.description(.lapped(block: 24, blocks: 2))
    #expect(description.zerosAtFirst.count == 4)
    let names = Set(description.expectedTensors().map(\.name))
    #expect(description.zerosAtFirst.isSubset(of: names))
    #expect(try NetworkDescriptionTests.description(.patch(size: 5)).zerosAtFirst.isEmpty)
  }

  /// Each group counts as much as another, and what stops the measuring leaves the weights as they were.
  @Test func groupsCountAlike() throws {
    struct Stop: Error {}
    let description = try NetworkDescriptionTests.description(.lapped(block: 24, blocks: 2))
    let layout = ParameterLayout(description)
    let values = FloatBuffer(layout.count)
    let network = try TrainableNetwork(description, values: values, length: 48, engine: Engine(threads: 2))
    let entry = try #require(layout.entry("sigma_data"))
    var generator = TorchGenerator(seed: 4)
    let sounds = [generator.randn(96), [Float](repeating: 0, count: 96)]
    #expect(throws: Stop.self) { try network.measureSigmaData(of: [[0], [1]]) { _ in throw Stop() } }
    #expect(layout.values(of: entry, in: values).allSatisfy { $0 == 0 })
    func measured(_ groups: [[Int]]) throws -> [Float] {
      try network.measureSigmaData(of: groups) { sounds[$0] }
      return layout.values(of: entry, in: values)
    }
    let (alone, beside, outnumbered) = try (measured([[0]]), measured([[0], [1]]), measured([[0], [1, 1, 1]]))
    let half = Float(0.5).squareRoot()
    expectClose(beside, alone.map { half * $0 }, tolerance: 1e-6)
    expectClose(outnumbered, beside, tolerance: 1e-6)
  }

  /// Evened over 15 frequencies on either side, within a block alone, and never below 0.01.
  @Test func sigmaDataIsAnOutline() {
    let transform = LappedTransform(block: 64, blocks: 2, channels: 1)
    var squares = [Double](repeating: 4, count: 64) + [Double](repeating: 0, count: 64)
    squares[64 + 40] = 31
    let found = transform.sigmaData(meanSquares: squares)
    #expect(found[..<64].allSatisfy { $0 == 2 })
    #expect((25...48).allSatisfy { found[64 + $0] == 1 })
    #expect(found[64] == 0.01 && found[64 + 24] == 0.01 && found[127] == 0.01)

    // Block by block it is evened over blocks, within a channel and a frequency alone.
    let short = LappedTransform(block: 2, blocks: 40, channels: 2, positions: .blocks)
    var energies = [Double](repeating: 0, count: 160)
    energies[2 * 20 + 1] = 31
    let outline = short.sigmaData(meanSquares: energies)
    #expect((15...24).allSatisfy { outline[2 * $0 + 1] == 1 })
    #expect((0..<160).allSatisfy { $0 % 2 == 1 && (11...71).contains($0) ? outline[$0] >= 1 : outline[$0] == 0.01 })
  }
}
