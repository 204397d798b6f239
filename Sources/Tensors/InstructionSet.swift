import CKernels

/// The kernels that were compiled for one kind of processor; in f32 all of them compute the same bits.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// From the fastest to the one that every processor has.
  case avx512, avx2, portable

  /// Whether this processor has it.
  public var isAvailable: Bool { kernels != nil }

  /// The fastest one that this processor has.
  public static var best: InstructionSet { allCases.first { $0.isAvailable } ?? .portable }

  /// The fastest kernels in f32.
  static var fastestKernels: CKernels { best.kernels ?? CKernelsPortable().pointee }

  /// Whether this processor multiplies bfloat16.
  public static var hasBFloat16: Bool { bfloat16Kernels != nil }

  /// The kernels in f32; nil when the processor lacks the instructions.
  package var kernels: CKernels? {
    switch self {
    case .avx512: CKernelsAVX512()?.pointee
    case .avx2: CKernelsAVX2()?.pointee
    case .portable: CKernelsPortable().pointee
    }
  }

  /// What training adds to `kernels`; nil where these are.
  package var trainingKernels: CTrainingKernels? {
    switch self {
    case .avx512: CTrainingKernelsAVX512()?.pointee
    case .avx2: CTrainingKernelsAVX2()?.pointee
    case .portable: CTrainingKernelsPortable()?.pointee
    }
  }

  /// The kernels whose products are of bfloat16; nil when the processor lacks the instructions.
  package static var bfloat16Kernels: CKernels? { CKernelsBFloat16()?.pointee }
}
