import Tensors

/// The format that products are asked to be computed in; what is granted depends on the processor.
public enum AskedPrecision: String, Sendable, CaseIterable, CustomStringConvertible {
  case f32
  /// bf16 where this processor is faster with it, and else f32.
  case bf16
  /// bf16 however slow: what a recipe asks for whose sound was made in it.
  case bf16Always = "bf16-always"

  /// The name that it is asked for by.
  public var description: String { rawValue }

  /// What asks for this precision and no other, whatever the processor.
  public init(exactly precision: Engine.Precision) { self = precision == .bf16 ? .bf16Always : .f32 }

  /// What was asked for and isn't granted, in a line; nil where it is.
  public func refusal(by engine: Engine) -> String? {
    guard self == .bf16, engine.precision == .f32 else { return nil }
    return "f32 is faster on this processor than bf16: products stay in f32 (\(Self.bf16Always) has them in bf16)"
  }
}

extension Engine {
  /// An engine of the precision that is granted, see `init(kernels:precision:threads:isInterrupted:)`.
  public init(
    kernels: Kernels? = nil, asked: AskedPrecision, threads: Int? = nil,
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(NetworkError) {
    try self.init(
      kernels: kernels, precision: Self.granted(asked, kernels ?? .best), threads: threads,
      isInterrupted: isInterrupted)
  }

  /// The same engine, on the same threads, with the precision that is granted.
  public func with(_ asked: AskedPrecision) throws(NetworkError) -> Engine {
    try with(Self.granted(asked, kernels))
  }

  /// Throws where bf16 can't be had, faster or not.
  package static func granted(
    _ asked: AskedPrecision, _ kernels: Kernels, isFaster: () -> Bool = { InstructionSet.bfloat16IsFaster }
  ) throws(NetworkError) -> Precision {
    guard asked != .f32 else { return .f32 }
    _ = try Self.kernels(kernels, .bf16)
    return asked == .bf16Always || isFaster() ? .bf16 : .f32
  }
}
