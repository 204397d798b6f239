import CKernelTape
import CKernels
import Foundation
import Networks
import Tensors
import Training

/// `KernelTape FILE`: records every call of a kernel that passes and training steps of tiny networks make, with what
/// goes in and what comes out, by this processor's fastest kernels in f32.
///
/// Processors that no Swift is at hand for make the same calls by `Tests/CKernelTape/replay.c`; see `scripts/arm64`.
@main
struct KernelTape {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      FileHandle.standardError.write(Data("usage: KernelTape FILE\n".utf8))
      exit(64)
    }
    let path = CommandLine.arguments[1]
    let instructionSet = InstructionSet.best
    guard var kernels = instructionSet.kernels, var training = instructionSet.trainingKernels else {
      throw NetworkError.instructionsMissing(instructionSet.rawValue)
    }
    let problem = CKernelTapeBegin(path, &kernels, &training)
    guard problem == 0 else { throw POSIXError(POSIXErrorCode(rawValue: problem) ?? .EIO) }

    // One thread, since there is one tape.
    let engine = Engine(
      kernels: .fused(instructionSet), exact: CKernelTapeKernels(), training: CKernelTapeTrainingKernels(),
      workers: Workers(1))
    for network in try TinyNetwork.all {
      try network.pass(on: engine)
      try network.train(on: engine)
    }
    besideNetworks(engine.exact)

    let calls = CKernelTapeEnd()
    guard calls >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    print("\(calls) calls of kernels for \(instructionSet.rawValue)")
  }

  /// What tiny networks don't come to: activations of large values, rows and values as units, which are copies in f32,
  /// and random numbers.
  private static func besideNetworks(_ kernels: CKernels) {
    let (rows, width, stride) = (7, 48, 51)
    let (x, y) = (FloatBuffer(rows * stride), FloatBuffer(rows * stride))
    // From −8.9 to 8.9, where GELU has become 0 and x.
    for index in 0..<x.count { x.all[index] = Float(index - x.count / 2) / 20 }
    let (source, target) = (CRows(values: x.all, stride: stride), CMutableRows(values: y.all, stride: stride))
    kernels.storeRows(source, rows, width, target)
    kernels.storeValues(source, rows, width, target)
    kernels.silu(x.all, x.count / 16 * 16, y.all)
    kernels.gelu(x.all, x.count / 16 * 16)
    // Evenly distributed over 0 ..< 1, 0 among them.
    for index in 0..<x.count { x.all[index] = Float(index * 89 % x.count) / Float(x.count) }
    kernels.boxMuller(x.all, x.count / 16)
  }
}
