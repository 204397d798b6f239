import CKernels

/// The kernels that were compiled for one kind of processor; in f32 all of them compute the same bits.
public enum InstructionSet: String, Sendable, CaseIterable {
  case avx512, avx2, portable

  /// Whether this processor has it.
  public var isAvailable: Bool {
    switch self {
    case .avx512: CKernelsHasAVX512() != 0
    case .avx2: CKernelsHasAVX2() != 0
    case .portable: true
    }
  }

  /// The fastest one that this processor has.
  public static var best: InstructionSet { allCases.first { $0.isAvailable } ?? .portable }

  /// Whether this processor multiplies bfloat16.
  public static var hasBFloat16: Bool { CKernelsHasBFloat16() != 0 }

  /// The kernels in f32; nil when the processor lacks the instructions.
  package var kernels: Kernels? {
    guard isAvailable else { return nil }
    return switch self {
    case .avx512: Kernels(CKernelsAVX512())
    case .avx2: Kernels(CKernelsAVX2())
    case .portable: Kernels(CKernelsPortable())
    }
  }

  /// The kernels in bfloat16; nil when the processor lacks the instructions.
  package static var bfloat16Kernels: Kernels? { hasBFloat16 ? Kernels(CKernelsBFloat16()) : nil }
}

/// A table of kernels that this processor can run; CKernels.h says what each does.
package struct Kernels: @unchecked Sendable {
  // Function pointers and a constant text, written once by the compiler.
  package let table: CKernels

  init?(_ table: UnsafePointer<CKernels>?) {
    guard let table else { return nil }
    self.table = table.pointee
  }
}
