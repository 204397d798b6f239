import Tensors

extension LappedTransform {
  /// What a sigma makes of the levels, [C·blocks, block] each.
  ///
  /// A coefficient of level s, the root of its mean square over the sounds, has under noise the mean square alpha²·s² +
  /// beta². Its velocity is best told from itself alone by the factor `skip` = alpha·beta·(1 − s²)/(alpha²·s² + beta²),
  /// and what is then left to tell has the size `output` = s/√(alpha²·s² + beta²). The U-Net sees coefficients times
  /// `input` = 1/√(alpha²·s² + beta²), gives what is left in units of its size, and so has values of about 1 before it
  /// and behind, however loud or soft a moment and a frequency are: T. Karras et al. 2022, arXiv:2206.00364, section 5,
  /// for each coefficient by itself and the velocity in the place of the sound.
  package struct Scales {
    package let skip, output, input: [Float]

    package init(levels: UnsafeBufferPointer<Float>, sigma: Float) {
      let level = NoiseLevel(sigma: sigma)
      let (alpha, beta) = (level.alpha, level.beta)
      var (skip, output, input): ([Float], [Float], [Float]) = ([], [], [])
      skip.reserveCapacity(levels.count)
      output.reserveCapacity(levels.count)
      input.reserveCapacity(levels.count)
      for value in levels {
        let square = value * value
        let power = alpha * alpha * square + beta * beta
        let root = power.squareRoot()
        // A level of nothing under no noise is nothing.
        skip.append(power > 0 ? alpha * beta * (1 - square) / power : 0)
        output.append(power > 0 ? value.magnitude / root : 0)
        input.append(power > 0 ? 1 / root : 0)
      }
      (self.skip, self.output, self.input) = (skip, output, input)
    }
  }

  /// The least level: 60 dB below sounds as large as the noise, so that nothing is silent for certain.
  private static let least: Float = 0.01
  /// Over how many neighbouring frequencies on either side levels are evened.
  private static let reach = 15

  /// The levels of sounds whose coefficients have these mean squares, [C·blocks, block]: their roots, evened over
  /// neighbouring frequencies.
  package func levels(meanSquares: [Double]) -> [Float] {
    var levels: [Float] = []
    levels.reserveCapacity(meanSquares.count)
    for row in stride(from: 0, to: meanSquares.count, by: block) {
      for place in 0..<block {
        let near = max(0, place - Self.reach)...min(block - 1, place + Self.reach)
        let mean = near.reduce(0) { $0 + meanSquares[row + $1] } / Double(near.count)
        levels.append(max(Self.least, Float(mean.squareRoot())))
      }
    }
    return levels
  }
}

extension LappedTransform {
  /// The transform with its levels, as networks that denoise have it.
  struct Levelled: Transform {
    let form: Form
    /// [C·blocks, block].
    let levels: [Float]

    func velocity(of x: Tensor, sigma: [Float], by unet: (Tensor) throws -> Tensor) throws -> Tensor {
      let scales = levels.withUnsafeBufferPointer { levels in sigma.map { Scales(levels: levels, sigma: $0) } }
      let coefficients = try form.encode(x.values)
      let size = levels.count
      var inputs = coefficients
      for (sound, scales) in scales.enumerated() {
        for index in 0..<size { inputs[sound * size + index] *= scales.input[index] }
      }
      let shape = [x.shape[0], form.rows, form.frequencies]
      var velocity = try unet(Tensor(shape: shape, values: inputs)).values
      for (sound, scales) in scales.enumerated() {
        for index in 0..<size {
          let place = sound * size + index
          velocity[place] = scales.skip[index] * coefficients[place] + scales.output[index] * velocity[place]
        }
      }
      return try Tensor(shape: x.shape, values: form.decode(velocity))
    }
  }
}

/// A lapped transform with what computes it, for who measures sounds in it.
public struct LappedMeasure: Sendable {
  private let transform: LappedTransform
  private let form: LappedTransform.Form
  /// Where the levels stand in a state dict.
  public var levels: Parameter { transform.levels }

  init(_ transform: LappedTransform, _ form: LappedTransform.Form) { (self.transform, self.form) = (transform, form) }

  /// A sound's coefficients, [C, L] → [C·blocks, block].
  public func coefficients(of sound: [Float]) throws -> [Float] { try form.encode(sound) }

  /// The levels of sounds whose coefficients have these mean squares, [C·blocks, block].
  public func levels(meanSquares: [Double]) -> [Float] { transform.levels(meanSquares: meanSquares) }
}
