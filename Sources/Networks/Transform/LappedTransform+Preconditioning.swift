import Tensors

extension LappedTransform {
  /// What a sigma makes of sigma data, for each coefficient by itself, [C·blocks, block].
  ///
  /// A coefficient of sigma data s, the root of its mean square over the sounds, has under noise the mean square p =
  /// alpha²·s² + beta². Its velocity is best told from itself alone by the factor `skip` = alpha·beta·(1 − s²)/p, and
  /// what is then left to tell has the size `output` = s/√p. The U-Net sees coefficients times `input` = 1/√p, gives
  /// what is left in units of its size, and so has values of about 1 before it and behind, however loud or soft a
  /// moment and a frequency are: T. Karras et al. 2022, arXiv:2206.00364, section 5, with the velocity in the place of
  /// the sound.
  package struct Preconditioning {
    /// The three factors.
    package let skip, output, input: [Float]

    /// The factors at a sigma.
    package init(sigmaData: UnsafeBufferPointer<Float>, sigma: Float) {
      let level = NoiseLevel(sigma: sigma)
      let (alpha, beta) = (level.alpha, level.beta)
      var (skip, output, input): ([Float], [Float], [Float]) = ([], [], [])
      skip.reserveCapacity(sigmaData.count)
      output.reserveCapacity(sigmaData.count)
      input.reserveCapacity(sigmaData.count)
      for value in sigmaData {
        let square = value * value
        let power = alpha * alpha * square + beta * beta
        let root = power.squareRoot()
        // What is always silent, under no noise, is nothing.
        skip.append(power > 0 ? alpha * beta * (1 - square) / power : 0)
        output.append(power > 0 ? value.magnitude / root : 0)
        input.append(power > 0 ? 1 / root : 0)
      }
      (self.skip, self.output, self.input) = (skip, output, input)
    }

    /// A sound's coefficients, which begin at `start`, become what the U-Net sees of them.
    func applyInput(to values: inout [Float], from start: Int = 0) {
      for index in input.indices { values[start + index] *= input[index] }
    }

    /// What the U-Net gave for a sound, from `start` on, becomes the velocity of its coefficients.
    func complete(_ values: inout [Float], with coefficients: [Float], from start: Int = 0) {
      for index in skip.indices {
        let place = start + index
        values[place] = skip[index] * coefficients[place] + output[index] * values[place]
      }
    }

    /// From the gradient of the velocity that of what the U-Net gave.
    func applyOutput(to gradient: inout [Float]) {
      for index in output.indices { gradient[index] *= output[index] }
    }
  }

  /// The least sigma data: 40 dB below coefficients as large as the noise, so that nothing is silent for certain.
  private static let least: Float = 0.01
  /// Over how many neighbouring frequencies on either side it is evened.
  private static let reach = 15

  /// The sigma data of sounds whose coefficients have these mean squares, [C·blocks, block]: their roots, evened over
  /// neighbouring frequencies.
  package func sigmaData(meanSquares: [Double]) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(meanSquares.count)
    for row in stride(from: 0, to: meanSquares.count, by: block) {
      for place in 0..<block {
        let near = max(0, place - Self.reach)...min(block - 1, place + Self.reach)
        let mean = near.reduce(0) { $0 + meanSquares[row + $1] } / Double(near.count)
        values.append(max(Self.least, Float(mean.squareRoot())))
      }
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
      let preconditionings = sigmaData.withUnsafeBufferPointer { sigmaData in
        sigma.map { Preconditioning(sigmaData: sigmaData, sigma: $0) }
      }
      let coefficients = try form.encode(x.values)
      var values = coefficients
      for (sound, preconditioning) in preconditionings.enumerated() {
        preconditioning.applyInput(to: &values, from: sound * sigmaData.count)
      }
      values = try unet(Tensor(shape: [x.shape[0], form.rows, form.frequencies], values: values)).values
      for (sound, preconditioning) in preconditionings.enumerated() {
        preconditioning.complete(&values, with: coefficients, from: sound * sigmaData.count)
      }
      return try Tensor(shape: x.shape, values: form.decode(values))
    }
  }
}
