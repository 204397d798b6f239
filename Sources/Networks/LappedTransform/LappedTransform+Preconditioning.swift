import Checkpoints
import Tensors

extension LappedTransform {
  /// What sigma data, and the energy around each coefficient, make of a sound under noise, [C·blocks, block].
  ///
  /// A coefficient of a signal of the size s has under noise the mean square p = alpha²·s² + beta². Its velocity is
  /// best told from itself alone by the factor alpha·beta·(1 − s²)/p, and what is then left to tell has the size s/√p:
  /// a Wiener filter, in the terms of T. Karras et al. 2022, arXiv:2206.00364, section 5, with the velocity in place of
  /// the sound. How large s is in this sound its surroundings tell, the mean square e of n coefficients, 15
  /// frequencies of 3 blocks or 3 of 15 where there are so many, whose deviation is d = √(2/n)·e: s² is that of the
  /// sigma data, but no less than (e − d − 2.25·beta²)/alpha², which noise alone never reaches, and no more than
  /// (e + 2·d − beta²)/alpha².
  ///
  /// The U-Net sees coefficients over √p, and beside them how far what the sigma data expect stands out of the noise,
  /// log(p₀/beta²)/4, and how far the surroundings are from that, log(e/p₀). It gives what is left, r, in units of its
  /// size, and by how much s² is to be larger, as the logarithm g:
  ///
  ///     t = s²·exp(g)    p = alpha²·t + beta²    v = alpha·beta·(1 − t)/p · x + √(t/p) · r
  package struct Preconditioning {
    /// What the U-Net sees, [3·C·blocks, block].
    package let features: [Float]
    /// s² of each coefficient.
    private let squares: [Float]
    private let coefficients: [Float]
    private let alpha, beta, alphaSquare, betaSquare: Float
    private let workers: Workers
    /// Coefficients in a row.
    private let block: Int
    /// How many positions there are.
    private let length: Int
    /// From a coefficient to the next along the U-Net's positions.
    private let step: Int

    /// What a sound's coefficients in noise make of it at a sigma.
    /// - Parameters:
    ///   - sigmaData: [C·blocks, block].
    ///   - coefficients: as many.
    ///   - workers: the threads that compute it, a row of coefficients each at a time.
    package init(
      sigmaData: UnsafeBufferPointer<Float>, coefficients: [Float], blocks: Int, block: Int,
      positions: LappedPositions = .frequencies, sigma: Float, workers: Workers
    ) {
      let level = NoiseLevel(sigma: sigma)
      let (alphaSquare, betaSquare) = (
        max(level.alpha * level.alpha, LappedTransform.tiny), max(level.beta * level.beta, LappedTransform.tiny)
      )
      let count = sigmaData.count
      let reach = LappedTransform.reach(along: positions)
      var features = [Float](repeating: 0, count: 3 * count)
      squares = [Float](unsafeUninitializedCapacity: count) { squares, initialized in
        coefficients.withUnsafeBufferPointer { coefficients in
          features.withUnsafeMutableBufferPointer { features in
            workers.run(count / block) { row, _ in
              let surroundings = Surroundings(row: row, coefficients, blocks: blocks, block: block, reach)
              for frequency in 0..<block {
                let index = row * block + frequency
                let (energy, deviation) = surroundings[frequency]
                let least = min(
                  (energy * (1 - deviation) - 2.25 * betaSquare) / alphaSquare, LappedTransform.mostSquare)
                let most = max(
                  (energy * (1 + 2 * deviation) - betaSquare) / alphaSquare, LappedTransform.leastSquare)
                let expected = sigmaData[index] * sigmaData[index]
                let square = min(max(expected, least), most)
                let power = alphaSquare * expected + betaSquare
                squares[index] = square
                features[index] = coefficients[index] / (alphaSquare * square + betaSquare).squareRoot()
                features[count + index] = Float(0.25 * logarithm(Double(power / betaSquare)))
                features[2 * count + index] = Float(logarithm(Double((energy + LappedTransform.tiny) / power)))
              }
            }
          }
        }
        initialized = count
      }
      (self.features, self.coefficients, self.workers, self.block) = (features, coefficients, workers, block)
      (length, step) = positions == .frequencies ? (block, 1) : (blocks, block)
      (alpha, beta) = (level.alpha, level.beta)
      (self.alphaSquare, self.betaSquare) = (alphaSquare, betaSquare)
    }

    /// From r and g, [2·C·blocks, block], the velocity of the coefficients, [C·blocks, block].
    package func velocity(_ output: ArraySlice<Float>) -> [Float] {
      [Float](unsafeUninitializedCapacity: squares.count) { velocities, initialized in
        output.withUnsafeBufferPointer { output in
          workers.run(squares.count / block) { row, _ in
            for index in (row * block)..<((row + 1) * block) {
              let (square, power, _) = filter(index, gain: output[squares.count + index])
              velocities[index] =
                alpha * beta * (1 - square) / power * coefficients[index] + (square / power).squareRoot()
                * output[index]
            }
          }
        }
        initialized = squares.count
      }
    }

    /// From the gradient of the velocity that of r and g.
    package func outputGradient(_ dv: [Float], _ output: [Float]) -> [Float] {
      var gradient = [Float](repeating: 0, count: output.count)
      for index in squares.indices {
        let (square, power, isFree) = filter(index, gain: output[squares.count + index])
        let size = (square / power).squareRoot()
        gradient[index] = dv[index] * size
        guard isFree else { continue }
        // d/dt of both factors, times t; alpha² + beta² is 1.
        let skip = -alpha * beta * square / (power * power) * coefficients[index]
        gradient[squares.count + index] = dv[index] * (skip + 0.5 * size * betaSquare / power * output[index])
      }
      return gradient
    }

    /// Adds to the gradient of g that of the Itakura-Saito distance from t to the energies of the clean sound, counted
    /// `weight` times in the mean over all coefficients.
    ///
    /// A squared error hardly pays for telling silence from what is softer than the noise, though each step of a run
    /// leaves there what t says; this distance is the same at any loudness. Its minimum is the energy that is to be
    /// expected, as the filter has it. Of the clean sound's energies x² the mean m of three neighbouring positions
    /// counts, and what is softer than f = `hushed`·beta²/alpha² counts as that:
    ///
    ///     d = (m + f)/(t + f) − log((m + f)/(t + f)) − 1
    /// - Parameter clean: the coefficients of the sound without noise, [C·blocks, block].
    package func addSizeGradient(
      clean: [Float], weight: Float, _ output: [Float], into gradient: inout [Float]
    ) {
      let hushed = LappedTransform.hushed * betaSquare / alphaSquare
      let share = weight / Float(squares.count)
      for index in squares.indices {
        let (square, _, isFree) = filter(index, gain: output[squares.count + index])
        guard isFree else { continue }
        let place = index / step % length
        let (before, after) = (place > 0 ? index - step : index, place + 1 < length ? index + step : index)
        let sum = clean[before] * clean[before] + clean[index] * clean[index] + clean[after] * clean[after]
        let ratio = min((sum / 3 + hushed) / (square + hushed), LappedTransform.mostRatio)
        gradient[squares.count + index] += share * (1 - ratio) * square / (square + hushed)
      }
    }

    /// t and p for a g, and whether it lies where it moves them.
    private func filter(_ index: Int, gain: Float) -> (square: Float, power: Float, isFree: Bool) {
      let square = squares[index] * exponential(min(max(gain, -LappedTransform.mostGain), LappedTransform.mostGain))
      return (square, alphaSquare * square + betaSquare, abs(gain) < LappedTransform.mostGain)
    }
  }

  /// The mean squares around the coefficients of one row, and the deviation of those for a mean square of 1.
  private struct Surroundings {
    /// The sums over neighbouring blocks of all that stands before each frequency.
    private let sums: [Double]
    private let neighbours, reach, block: Int

    init(
      row: Int, _ values: UnsafeBufferPointer<Float>, blocks: Int, block: Int, _ reach: (frequencies: Int, blocks: Int)
    ) {
      let (channel, place) = row.quotientAndRemainder(dividingBy: blocks)
      let near = max(0, place - reach.blocks)...min(blocks - 1, place + reach.blocks)
      var sums = [Double](repeating: 0, count: block + 1)
      for other in near {
        let first = (channel * blocks + other) * block
        for frequency in 0..<block {
          let value = Double(values[first + frequency])
          sums[frequency + 1] += value * value
        }
      }
      for frequency in 0..<block { sums[frequency + 1] += sums[frequency] }
      (self.sums, neighbours, self.reach, self.block) = (sums, near.count, reach.frequencies, block)
    }

    subscript(frequency: Int) -> (energy: Float, deviation: Float) {
      let first = max(0, frequency - reach)
      let end = min(block, frequency + reach + 1)
      let size = Double((end - first) * neighbours)
      return (Float((sums[end] - sums[first]) / size), Float((2 / size).squareRoot()))
    }
  }

  /// The least sigma data: 40 dB below coefficients as large as the noise, so that nothing is silent for certain.
  private static let least: Float = 0.01
  /// Over how many neighbouring positions on either side it is evened.
  private static let evenedReach = 15

  /// The sigma data of sounds whose coefficients have these mean squares, [C·blocks, block]: their roots, evened over
  /// neighbouring positions.
  package func sigmaData(meanSquares: [Double]) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(meanSquares.count)
    let (length, step) = positions == .frequencies ? (block, 1) : (blocks, block)
    for index in meanSquares.indices {
      let place = index / step % length
      let near = max(0, place - Self.evenedReach)...min(length - 1, place + Self.evenedReach)
      let mean = near.reduce(0) { $0 + meanSquares[index + ($1 - place) * step] } / Double(near.count)
      values.append(max(Self.least, Float(mean.squareRoot())))
    }
    return values
  }
}

extension LappedTransform {
  /// The transform with its preconditioning, as networks that denoise have it.
  struct Preconditioned: Transform {
    let form: Form
    /// [C·blocks, block].
    let sigmaData: [Float]

    func velocity(of x: Tensor, sigma: [Float], by unet: (Tensor) throws -> Tensor) throws -> Tensor {
      let coefficients = try form.encode(x.values)
      let size = sigmaData.count
      let preconditionings = sigma.enumerated().map { sound, sigma in
        sigmaData.withUnsafeBufferPointer {
          form.preconditioning($0, Array(coefficients[(sound * size)..<((sound + 1) * size)]), sigma: sigma)
        }
      }
      let features = preconditionings.flatMap(\.features)
      let output = try arranged(features, count: x.shape[0], by: unet)
      let velocities = preconditionings.enumerated().flatMap { sound, preconditioning in
        preconditioning.velocity(output[(2 * sound * size)..<(2 * (sound + 1) * size)])
      }
      return try Tensor(shape: x.shape, values: form.decode(velocities))
    }

    /// What the U-Net gives for features [B, 3·C·blocks, block]: r and g, [B, 2·C·blocks, block].
    private func arranged(_ features: [Float], count: Int, by unet: (Tensor) throws -> Tensor) throws -> [Float] {
      guard form.positions == .blocks else {
        return try unet(Tensor(shape: [count, 3 * form.rows, form.frequencies], values: features)).values
      }
      // A block's frequencies side by side are a patch of them.
      let patches = Patches(size: form.frequencies)
      let length = form.blocks * form.frequencies
      let sounds = try Tensor(shape: [count, 3 * form.channels, length], values: features)
      return try patches.decode(unet(patches.encode(sounds))).values
    }
  }
}

extension LappedTransform.Form {
  /// What sigma data and a sound's coefficients make of it.
  package func preconditioning(
    _ sigmaData: UnsafeBufferPointer<Float>, _ coefficients: [Float], sigma: Float
  ) -> LappedTransform.Preconditioning {
    LappedTransform.Preconditioning(
      sigmaData: sigmaData, coefficients: coefficients, blocks: blocks, block: frequencies,
      positions: positions, sigma: sigma, workers: workers)
  }
}
