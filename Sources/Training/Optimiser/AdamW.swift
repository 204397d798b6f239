import CKernels
import Checkpoints
import Networks
import Tensors

/// AdamW, Loshchilov and Hutter 2019, arXiv:1711.05101, as torch.optim.AdamW has it.
public final class AdamW {
  /// Rate, betas, epsilon and weight decay; as they are where nothing else is said, tiny-audio-diffusion's.
  public var options: AdamWOptions
  /// The running means of gradients and of their squares, which lie as the weights do.
  public let mean, square: FloatBuffer
  /// How many steps were made.
  public var step = 0

  /// An optimiser of `count` weights, a multiple of 16.
  public init(count: Int, _ options: AdamWOptions = AdamWOptions()) {
    self.options = options
    mean = FloatBuffer(count)
    square = FloatBuffer(count)
  }

  /// Values that a worker takes at once.
  static let chunk = 1 << 16

  /// One step of the weights by their gradients, both as long as the means.
  public func update(_ values: FloatBuffer, by gradients: FloatBuffer, on engine: Engine) {
    step += 1
    let correction1 = 1 - Self.power(options.beta1, step)
    let correction2 = 1 - Self.power(options.beta2, step)
    let numbers = CAdamW(
      decay: Float(1 - options.learningRate * options.weightDecay), blend: Float(1 - options.beta1),
      keep: Float(options.beta2), add: Float(1 - options.beta2), correction: Float(correction2.squareRoot()),
      epsilon: Float(options.epsilon), rate: Float(options.learningRate / correction1))
    engine.forChunks(mean.count) { first, count in
      engine.training.adamW(
        values.slice(first, count), gradients.slice(first, count), mean.slice(first, count),
        square.slice(first, count), count, numbers)
    }
  }

  /// base^exponent in plain multiplications, whose bits don't hang on the C library.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}

extension Engine {
  /// Runs `body(first, count)` over chunks of `count` values.
  func forChunks(_ count: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
    workers.forRanges(of: count, by: AdamW.chunk) { _, chunk, _ in body(chunk.lowerBound, chunk.count) }
  }

  /// What `body(first, count)` gives for each of those chunks, in their order.
  /// - Parameter value: what the list is made of beforehand.
  func chunks<Value>(_ count: Int, from value: Value, _ body: (_ first: Int, _ count: Int) -> Value) -> [Value] {
    let chunks = (count + AdamW.chunk - 1) / AdamW.chunk
    var values = [Value](repeating: value, count: chunks)
    values.withUnsafeMutableBufferPointer { values in
      let values = values
      forChunks(count) { first, count in values[first / AdamW.chunk] = body(first, count) }
    }
    return values
  }
}
