import Checkpoints
import Tensors

/// A lapped orthogonal transform, the MDCT's: H. S. Malvar, IEEE Trans. ASSP 38 (1990), 969–978; J. Princen and
/// A. Bradley, ibid. 34 (1986), 1153–1161. A sound of exactly `blocks`·`block` frames becomes `blocks` spectra of
/// `block` frequencies, [C, L] → [C·blocks, block]. The U-Net's positions are frequencies, all moments of each side by
/// side, so that a partial is a ridge of one position; or they are blocks, all frequencies of each side by side, and it
/// follows waves as one on raw samples does.
///
/// Across each border between two blocks the frames at distance j < block/2 on its left, a, and its right, b, are
/// turned by an angle, a·cos − b·sin and b·cos + a·sin, and each block then goes through a DCT-IV. The ends of the
/// sound are no borders. Of two channels their sum and difference over √2 are transformed. All of it is orthogonal:
/// noise stays white, and squared errors are those of the sound.
package struct LappedTransform: Layer {
  /// Frames of a block, an even number, and how many blocks there are.
  package let block, blocks: Int
  /// C of the sound, and of what comes out.
  package let channels: Int
  /// What the U-Net goes along.
  package let positions: LappedPositions
  /// How large each coefficient is in the sounds that were learnt from (see `Preconditioning`), [C·blocks, block].
  /// Measured before the training and not moved by it.
  package let sigmaData: Parameter

  /// Frequencies and blocks on either side of a coefficient that its surroundings reach over (see `Preconditioning`):
  /// further along the positions.
  static func reach(along positions: LappedPositions) -> (frequencies: Int, blocks: Int) {
    positions == .frequencies ? (7, 1) : (1, 7)
  }

  /// Of the noise's energy the share below which a training asks for no size.
  static let hushed: Float = 0.0001
  /// What the least of alpha² and beta² is taken for.
  static let tiny: Float = 1e-12

  /// The transform of sounds of `block`·`blocks` frames.
  package init(block: Int, blocks: Int, channels: Int, positions: LappedPositions = .frequencies) {
    (self.block, self.blocks, self.channels, self.positions) = (block, blocks, channels, positions)
    sigmaData = Parameter("sigma_data", [channels * blocks, block], isLearnt: false)
  }

  /// The name of what no other network has.
  static let marker = LappedTransform(block: 1, blocks: 1, channels: 1).sigmaData.name

  package var parameters: [Parameter] { [sigmaData] }

  /// The DCT-IV, [block, block], which is symmetric and its own inverse: √(2/N)·cos(π/N·(n + ½)(k + ½)).
  var basis: [Float] {
    // The argument is (2n + 1)(2k + 1) of 8N equal parts of a turn.
    let turn = 8 * block
    let scale = (2 / Double(block)).squareRoot()
    let cosines = (0..<turn).map { Float(scale * cosine(2 * .pi * Double($0) / Double(turn))) }
    return [Float](unsafeUninitializedCapacity: block * block) { values, count in
      for row in 0..<block {
        for column in 0..<block { values[row * block + column] = cosines[(2 * row + 1) * (2 * column + 1) % turn] }
      }
      count = block * block
    }
  }

  /// Cosine and sine of the angle at each distance from a border: Vorbis' power-complementary window.
  var angles: [(cos: Float, sin: Float)] {
    (0..<(block / 2)).map { distance in
      let place = sine(.pi / 4 * (1 + (Double(distance) + 0.5) / Double(block / 2)))
      let angle = Double.pi / 2 * place * place
      return (Float(sine(angle)), Float(cosine(angle)))
    }
  }

  /// Turns the frames around the borders of each channel, [channels, blocks, block], in place.
  /// - Parameter inverse: turns them back.
  func turnBorders(of values: inout [Float], angles: [(cos: Float, sin: Float)], inverse: Bool) {
    values.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: block * blocks) {
        for border in stride(from: start + block, to: start + block * blocks, by: block) {
          for (distance, angle) in angles.enumerated() {
            let (a, b) = (values[border - 1 - distance], values[border + distance])
            let sine = inverse ? -angle.sin : angle.sin
            values[border - 1 - distance] = angle.cos * a - sine * b
            values[border + distance] = angle.cos * b + sine * a
          }
        }
      }
    }
  }

  /// Sum and difference over √2 in the place of the two channels of each sound, [B, 2, frames]; twice is once back.
  func turnChannels(of values: inout [Float]) {
    let half = Float(0.5.squareRoot())
    values.withUnsafeMutableBufferPointer { values in
      let frames = block * blocks
      for start in stride(from: 0, to: values.count, by: 2 * frames) {
        for frame in start..<(start + frames) {
          let (left, right) = (values[frame], values[frame + frames])
          (values[frame], values[frame + frames]) = (half * (left + right), half * (left - right))
        }
      }
    }
  }
}

extension LappedTransform {
  /// The transform with a product to go through the DCT-IV by.
  package struct Form: Sendable {
    private let layer: LappedTransform
    private let angles: [(cos: Float, sin: Float)]
    /// [rows, block] times the basis.
    private let product: @Sendable (_ rows: [Float]) throws -> [Float]
    /// What computes all that goes coefficient by coefficient.
    let engine: Engine

    /// C·blocks, and the frequencies of each.
    var rows: Int { layer.channels * layer.blocks }
    var blocks: Int { layer.blocks }
    var channels: Int { layer.channels }
    var positions: LappedPositions { layer.positions }
    var frequencies: Int { layer.block }

    init(
      _ layer: LappedTransform, on engine: Engine, product: @escaping @Sendable (_ rows: [Float]) throws -> [Float]
    ) {
      (self.layer, self.engine, self.product) = (layer, engine, product)
      angles = layer.angles
    }

    /// Sounds [B, C, L] → coefficients [B, C·blocks, block]. It is the gradient's way back through `decode` too.
    package func encode(_ x: [Float]) throws -> [Float] {
      var values = x
      if layer.channels == 2 { layer.turnChannels(of: &values) }
      layer.turnBorders(of: &values, angles: angles, inverse: false)
      return try product(values)
    }

    /// The inverse of `encode`, which is its transpose.
    package func decode(_ y: [Float]) throws -> [Float] {
      var values = try product(y)
      layer.turnBorders(of: &values, angles: angles, inverse: true)
      if layer.channels == 2 { layer.turnChannels(of: &values) }
      return values
    }
  }
}
