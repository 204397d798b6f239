import CKernels
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
    private let level: CNoiseLevel
    private let engine: Engine
    /// Blocks of each channel, and coefficients in one.
    private let blocks, block: Int
    private let positions: LappedPositions

    /// What a sound's coefficients in noise make of it at a sigma.
    /// - Parameters:
    ///   - sigmaData: [C·blocks, block].
    ///   - coefficients: as many.
    ///   - engine: what computes it, a block to a thread at a time: the same bits with each instruction set.
    package init(
      sigmaData: UnsafeBufferPointer<Float>, coefficients: [Float], blocks: Int, block: Int,
      positions: LappedPositions = .frequencies, sigma: Float, on engine: Engine
    ) {
      (self.coefficients, self.engine) = (coefficients, engine)
      (self.blocks, self.block, self.positions) = (blocks, block, positions)
      let level = CNoiseLevel(sigma: sigma)
      self.level = level
      let count = sigmaData.count
      let reach = LappedTransform.reach(along: positions)
      var squares = [Float](repeating: 0, count: count)
      features = [Float](unsafeUninitializedCapacity: 3 * count) { features, initialized in
        squares.withUnsafeMutableBufferPointer { squares in
          coefficients.withUnsafeBufferPointer { coefficients in
            guard let x = coefficients.baseAddress, let sizes = sigmaData.baseAddress,
              let squares = squares.baseAddress, let features = features.baseAddress
            else { return }
            engine.workers.run(count / block) { row, _ in
              let (channel, place) = row.quotientAndRemainder(dividingBy: blocks)
              let near = max(0, place - reach.blocks)...min(blocks - 1, place + reach.blocks)
              let around = CSurroundings(
                coefficients: x + (channel * blocks + near.lowerBound) * block, blocks: near.count, block: block,
                reach: reach.frequencies)
              let first = row * block
              let out = CPreconditioned(
                squares: squares + first, scaled: features + first, standing: features + count + first,
                surplus: features + 2 * count + first)
              withUnsafeTemporaryAllocation(of: Double.self, capacity: block + 1) { scratch in
                guard let scratch = scratch.baseAddress else { return }
                engine.exact.precondition(x + first, sizes + first, around, level, scratch, out)
              }
            }
          }
        }
        initialized = 3 * count
      }
      self.squares = squares
    }

    /// From r and g, [2·C·blocks, block], the velocity of the coefficients, [C·blocks, block].
    package func velocity(_ output: ArraySlice<Float>) -> [Float] {
      [Float](unsafeUninitializedCapacity: squares.count) { velocities, initialized in
        if let target = velocities.baseAddress {
          eachBlock(output) { first, given in engine.exact.filter(given, block, target + first) }
        }
        initialized = squares.count
      }
    }

    /// From the gradient of the velocity that of r and g.
    package func outputGradient(_ dv: [Float], _ output: [Float]) -> [Float] {
      [Float](unsafeUninitializedCapacity: output.count) { gradient, initialized in
        dv.withUnsafeBufferPointer { dv in
          guard let dv = dv.baseAddress, let target = gradient.baseAddress else { return }
          eachBlock(output[...]) { first, given in
            engine.training.filterBackward(given, dv + first, block, target + first, target + squares.count + first)
          }
        }
        initialized = output.count
      }
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
      let hushed = LappedTransform.hushed * level.betaSquare / level.alphaSquare
      let share = weight / Float(squares.count)
      clean.withUnsafeBufferPointer { clean in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let clean = clean.baseAddress, let gradient = gradient.baseAddress else { return }
          let dGains = gradient + squares.count
          eachBlock(output[...]) { first, given in
            // Of positions alike; those at either end are their own neighbours.
            func add(_ part: Range<Int>, before: Int, after: Int) {
              let here = clean + first + part.lowerBound
              engine.training.sizesBackward(
                given.advanced(by: part.lowerBound), here + before, here, here + after, part.count, hushed, share,
                dGains + first + part.lowerBound)
            }
            guard positions == .frequencies else {
              let place = first / block % blocks
              return add(0..<block, before: place > 0 ? -block : 0, after: place + 1 < blocks ? block : 0)
            }
            add(0..<1, before: 0, after: 1)
            add(1..<(block - 1), before: -1, after: 1)
            add((block - 1)..<block, before: -1, after: 0)
          }
        }
      }
    }

    /// Each block's first coefficient, and what the filter takes from there on, over all threads.
    private func eachBlock(_ output: ArraySlice<Float>, _ body: (_ first: Int, _ given: CFiltered) -> Void) {
      output.withUnsafeBufferPointer { output in
        coefficients.withUnsafeBufferPointer { coefficients in
          squares.withUnsafeBufferPointer { squares in
            guard let output = output.baseAddress, let x = coefficients.baseAddress, let all = squares.baseAddress
            else { return }
            let given = CFiltered(
              coefficients: x, squares: all, rests: output, gains: output + squares.count, level: level)
            engine.workers.run(squares.count / block) { row, _ in body(row * block, given.advanced(by: row * block)) }
          }
        }
      }
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
      positions: positions, sigma: sigma, on: engine)
  }
}

extension CNoiseLevel {
  fileprivate init(sigma: Float) {
    let level = NoiseLevel(sigma: sigma)
    self.init(
      alpha: level.alpha, beta: level.beta, alphaSquare: max(level.alpha * level.alpha, LappedTransform.tiny),
      betaSquare: max(level.beta * level.beta, LappedTransform.tiny))
  }
}

extension CFiltered {
  /// The same from another coefficient on.
  fileprivate func advanced(by count: Int) -> CFiltered {
    CFiltered(
      coefficients: coefficients + count, squares: squares + count, rests: rests + count, gains: gains + count,
      level: level)
  }
}
