import CKernels
import Foundation
import Tensors

/// What networks are computed with: the kernels, the format of products, and the threads.
public struct Engine: Sendable {
  /// Which kernels, by instruction set.
  public let kernels: Kernels
  /// The format that products are computed in.
  public let precision: Precision
  /// The threads that all networks of this engine run on; plain layers run on 16 at most.
  public let workers: Workers
  /// The fused kernels that passes multiply with, in the engine's precision; those in f32, and what training adds to
  /// them: of the engine's instruction set, or of the fastest one where its layers are the plain ones.
  package let products, exact: CKernels
  package let training: CTrainingKernels

  /// The kernels that can be asked for by name.
  public enum Kernels: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The fused network's, by instruction set; f32 gives the same bits with each.
    case fused(InstructionSet)
    /// The plain layers on OpenBLAS: the check on the others, with other last bits on every kind of processor.
    case openblas

    /// The fused ones from the fastest on, then the plain ones.
    public static var allCases: [Kernels] { InstructionSet.allCases.map(fused) + [openblas] }

    /// The kernels of that name; nil when none have it.
    public init?(rawValue: String) {
      guard let kernels = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
      self = kernels
    }

    /// The name that they are asked for by.
    public var rawValue: String { instructionSet?.rawValue ?? "openblas" }

    /// The same name.
    public var description: String { rawValue }

    /// Whether this processor can run them.
    public var isAvailable: Bool { instructionSet?.isAvailable ?? true }

    var instructionSet: InstructionSet? { if case .fused(let instructionSet) = self { instructionSet } else { nil } }

    /// The fastest ones that this processor can run.
    public static var best: Kernels { .fused(.best) }
  }

  /// The format of what products multiply; they are summed in f32 either way.
  public enum Precision: String, Sendable, CaseIterable {
    case f32, bf16
  }

  /// An engine of these kernels (the fastest when nil), precision and number of threads (one a processor when nil).
  ///
  /// A pass of a network ends with `CancellationError` soon after `isInterrupted` has become true.
  ///
  /// Throws when the processor lacks the instructions, and for bf16 on plain layers, which know f32 alone.
  public init(
    kernels: Kernels? = nil, precision: Precision = .f32, threads: Int? = nil,
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(NetworkError) {
    // No thread is started for an engine that can't be.
    _ = try Self.kernels(kernels ?? .best, precision)
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    try self.init(
      kernels: kernels, precision: precision,
      workers: Workers(
        kernels == .openblas ? min(threads, mostMultiplyingThreads) : threads, isInterrupted: isInterrupted))
  }

  /// The same, on threads that there are already.
  public init(kernels: Kernels? = nil, precision: Precision = .f32, workers: Workers) throws(NetworkError) {
    let kernels = kernels ?? .best
    (products, exact, training) = try Self.kernels(kernels, precision)
    (self.kernels, self.precision, self.workers) = (kernels, precision, workers)
  }

  /// An engine in f32 that calls these tables in the place of those of `kernels`, as a test does that looks at calls.
  package init(kernels: Kernels, exact: CKernels, training: CTrainingKernels, workers: Workers) {
    (self.kernels, precision, self.workers) = (kernels, .f32, workers)
    (products, self.exact, self.training) = (exact, exact, training)
  }

  /// The tables of an engine; throws when the processor lacks what it needs.
  static func kernels(
    _ kernels: Kernels, _ precision: Precision
  ) throws(NetworkError) -> (products: CKernels, exact: CKernels, training: CTrainingKernels) {
    let instructionSet = kernels.instructionSet ?? .best
    guard let exact = instructionSet.kernels, let training = instructionSet.trainingKernels else {
      throw .instructionsMissing(instructionSet.rawValue)
    }
    guard precision == .bf16 else { return (exact, exact, training) }
    guard let products = InstructionSet.bfloat16Kernels else {
      throw .instructionsMissing("\(precision.rawValue) (AVX512_BF16)")
    }
    guard kernels == .fused(.avx512) else { throw .precisionNeedsKernels(kernels.rawValue) }
    return (products, exact, training)
  }

  /// The same engine, on the same threads, with another precision.
  public func with(_ precision: Precision) throws(NetworkError) -> Engine {
    try Engine(kernels: kernels, precision: precision, workers: workers)
  }

  /// What runs, in a line.
  public var summary: String {
    let threads = workers.count == 1 ? "1 thread" : "\(workers.count) threads"
    let name =
      switch (kernels, precision) {
      case (.openblas, _): "plain layers on OpenBLAS, f32"
      case (_, .f32): "fused kernels for \(kernels.rawValue), f32"
      case (_, .bf16): "fused kernels for \(kernels.rawValue), products in bf16 summed in f32"
      }
    return "\(name), \(threads)"
  }
}
