import ArgumentParser
import CKernels
import Foundation
import Networks
import Tensors

/// Times each kernel on one thread, at the published network's sizes, against what the processor can do at best.
struct KernelBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Times each kernel on one thread.",
    discussion: """
      Products are given in GFLOP/s and as a share of a loop of bare multiply-adds in the same run; a convolution \
      counts the operations of its direct form, so that Winograd's may exceed the peak. What goes row by row is given \
      in billions of values a second.
      """)

  @ArgumentParser.Option(help: "The instruction set; the fastest when not given.") var kernels = InstructionSet.best
  @Flag(help: "The kernels that multiply in bfloat16.") var bf16 = false

  func run() throws {
    let name = bf16 ? Engine.Precision.bf16.rawValue : kernels.rawValue
    guard let kernels = bf16 ? InstructionSet.bfloat16Kernels : kernels.kernels else {
      throw ValidationError("this processor has no kernels '\(name)'")
    }
    let peak = Self.rate { kernels.peak(1 << 16) }
    print("\(name): peak \(gigas(peak)) GFLOP/s on one thread")
    for channels in [32, 64, 128, 256] { products(kernels, channels, peak) }
    for keys in [256, 512, 1024] { attention(kernels, keys: keys, peak) }
    for channels in [32, 256] { rows(kernels, channels) }
  }

  /// The most work a second in five tries of a fiftieth of a second each.
  private static func rate(_ body: () -> Double) -> Double {
    (0..<5).map { _ in
      let start = ContinuousClock.now
      var (work, elapsed) = (0.0, Duration.zero)
      while elapsed < .milliseconds(20) {
        work += body()
        elapsed = ContinuousClock.now - start
      }
      return work / (Double(elapsed.components.attoseconds) * 1e-18 + Double(elapsed.components.seconds))
    }.max() ?? 0
  }

  private func gigas(_ value: Double) -> String { String(format: "%.1f", value * 1e-9) }

  private func report(_ what: String, _ rate: Double, of peak: Double) {
    let name = what.padding(toLength: 40, withPad: " ", startingAt: 0)
    print("\(name) \(gigas(rate)) GFLOP/s, \(Int((100 * rate / peak).rounded())) % of the peak")
  }

  /// Random numbers, which keep sums from becoming denormal or infinite.
  private func numbers(_ count: Int) -> FloatBuffer {
    var generator = TorchGenerator(seed: 0)
    return FloatBuffer(generator.rand(count), count: 0)
  }

  private func products(_ kernels: CKernels, _ channels: Int, _ peak: Double) {
    let rows = channels == 32 ? 128 : 64
    let steps = 3 * channels / kernels.unit
    let (x, y) = (numbers((rows + 6) * channels), numbers(rows * channels))
    let panels = numbers(kernels.convolutionPoints * channels * channels)
    let (bias, scratch) = (numbers(channels), numbers(2 * (rows + 4) * (channels + 32)))
    let work = Double(2 * rows * 3 * channels * channels)
    report(
      "product \(rows) × \(3 * channels) × \(channels)",
      Self.rate {
        kernels.product(
          CRows(values: x.all, stride: channels / kernels.unit), rows,
          CPanels(values: panels.all, steps: steps, columns: channels), .bias(bias.all),
          CMutableRows(values: y.all, stride: channels))
        return work
      }, of: peak)
    report(
      "convolution \(rows) × \(channels) → \(channels)",
      Self.rate {
        kernels.convolve(
          x.all, rows, CPanels(values: panels.all, steps: channels / kernels.unit, columns: channels), bias.all,
          scratch.all, CMutableRows(values: y.all, stride: channels))
        return work
      }, of: peak)
  }

  private func attention(_ kernels: CKernels, keys: Int, _ peak: Double) {
    let (features, stride) = (64, 512 / kernels.unit + 16)
    let (queries, others) = (numbers(32 * stride), numbers(keys * (512 + 16)))
    let (scratch, panel) = (numbers(32 * (keys + 2 * features + 4)), numbers(32 * features))
    report(
      "attention of 32 queries, \(keys) keys × \(features)",
      Self.rate {
        kernels.attend(
          CHead(
            queries: CRows(values: queries.all, stride: stride), keys: CRows(values: others.all, stride: stride),
            values: CRows(values: others.all, stride: 512 + 16), queryCount: 32, keyCount: keys, features: features),
          scratch.all, panel.all)
        return Double(4 * 32 * keys * features)
      }, of: peak)
  }

  private func rows(_ kernels: CKernels, _ channels: Int) {
    let rows = channels == 32 ? 128 : 64
    let (x, y, out) = (numbers(rows * channels), numbers(rows * channels), numbers(rows * channels))
    let (scale, shift, moments) = (numbers(channels), numbers(channels), numbers(2 * channels))
    let extent = CExtent(rows: rows, width: channels, channels: channels)
    let affine = CAffine(scale: scale.all, shift: shift.all)
    let kinds: [(String, () -> Void)] = [
      ("norm, SiLU", { kernels.normaliseSilu(x.all, channels, rows, 0, rows, affine, out.all) }),
      ("+ x, modulate", { kernels.addModulate(out.all, y.all, extent, 1e-6, affine) }),
      ("layer norm", { kernels.normaliseRows(x.all, extent, 1e-5, out.all) }),
      ("+ x·scale", { kernels.addScaled(out.all, y.all, channels, rows, scale.all) }),
      ("moments", { kernels.moments(x.all, channels, rows, moments.all) }),
    ]
    for (name, kernel) in kinds {
      let rate = Self.rate {
        kernel()
        return Double(rows * channels)
      }
      let label = "\(name), \(rows) × \(channels)".padding(toLength: 40, withPad: " ", startingAt: 0)
      print("\(label) \(gigas(rate)) billion values a second")
    }
  }
}
