/// PyTorch's CPU random numbers: the same seed and the same calls give the numbers that torch.rand and torch.randn
/// give.
///
/// The source is MT19937 (Matsumoto and Nishimura 1998); how numbers are drawn from it follows at::CPUGeneratorImpl.
/// A value type: a copy continues independently, so keeping a copy keeps a state.
public struct TorchGenerator: Sendable, Equatable {
  private var twister: MersenneTwister
  /// The second value of a Box-Muller pair, which draws of fewer than 16 values keep for the next such draw.
  private var keptNormal: Double?

  /// A generator in the state of torch.manual_seed(seed): negative seeds count as their two's complement in 64 bits,
  /// and of those only the low 32 bits matter.
  public init(seed: some BinaryInteger) {
    twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
  }

  /// How many 32-bit numbers the twister has given since the seed; nil while half of a pair of normal values is kept
  /// aside, as that number alone then doesn't tell the state.
  public var position: Int? { keptNormal == nil ? twister.drawn : nil }

  /// Passes over `count` of the twister's 32-bit numbers.
  public mutating func skip(_ count: Int) { for _ in 0..<max(0, count) { _ = twister.next() } }

  /// A generator of another seed, which the next number of this one is; this one stays as it is.
  public var offspring: TorchGenerator { TorchGenerator(seed: offspringSeed) }

  /// The seed of `offspring`.
  public var offspringSeed: UInt32 {
    var twister = twister
    return twister.next()
  }

  /// `count` values evenly distributed in 0 ..< 1, as torch.rand(count) gives them.
  public mutating func rand(_ count: Int) -> [Float] {
    twister.next(count, as: Self.uniform)
  }

  /// `count` normally distributed values, as torch.randn(count) gives them, within 5e-7 + 5e-7·|x| of torch's own.
  ///
  /// Fewer than 16 values are drawn one by one from doubles, 16 and more in blocks from floats, as torch does.
  public mutating func randn(_ count: Int) -> [Float] {
    guard count >= 16 else {
      var values: [Float] = []
      for _ in 0..<max(0, count) { values.append(Float(normal())) }
      return values
    }
    var values = rand(count)
    Self.boxMuller(&values, from: 0)
    if count % 16 != 0 {
      // Torch overwrites the last 16 values, some of them normal by now, with fresh uniforms.
      values.replaceSubrange((count - 16)..., with: rand(16))
      Self.boxMuller(&values, from: count - 16)
    }
    return values
  }

  /// Goes on as `randn(count)` does, without the values.
  public mutating func skipNormals(_ count: Int) {
    guard count >= 16 else {
      _ = randn(count)
      return
    }
    skip(count % 16 == 0 ? count : count + 16)
  }

  /// The numbers 0 ..< `count` in a random order, as torch.randperm(count) gives them for less than 2^32 / 20 numbers:
  /// Fisher and Yates's shuffle from the front.
  public mutating func randperm(_ count: Int) -> [Int] {
    var order = Array(0..<max(0, count))
    for index in order.indices.dropLast() {
      order.swapAt(index, index + Int(twister.next()) % (count - index))
    }
    return order
  }

  /// Turns as many blocks of 16 uniforms as there are from `start` on into normals.
  private static func boxMuller(_ values: inout [Float], from start: Int) {
    let blocks = (values.count - start) / 16
    values.withUnsafeMutableBufferPointer { values in
      guard let first = values.baseAddress else { return }
      InstructionSet.fastestKernels.boxMuller(first + start, blocks)
    }
  }

  /// The float in 0 ..< 1 that 24 random bits are.
  @inline(__always)
  private static func uniform(_ bits: UInt32) -> Float { Float(Int32(bitPattern: bits & 0xFF_FFFF)) * 0x1p-24 }

  /// One double in 0 ..< 1 of 53 random bits.
  private mutating func uniformDouble() -> Double {
    let high = UInt64(twister.next())
    let low = UInt64(twister.next())
    return Double((high << 32 | low) & (1 << 53 - 1)) * 0x1p-53
  }

  /// One normal double; the other of its pair is kept for the next call.
  private mutating func normal() -> Double {
    if let kept = keptNormal {
      keptNormal = nil
      return kept
    }
    let angle = 2 * Double.pi * uniformDouble()
    let radius = (-2 * logarithm(1 - uniformDouble())).squareRoot()
    let (sine, cosine) = sineAndCosine(angle)
    keptNormal = radius * sine
    return radius * cosine
  }
}
