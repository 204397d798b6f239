import CKernels

extension InstructionSet {
  /// Whether products of bfloat16 take less time here than those of floats: measured once in a process, in some two
  /// milliseconds. With AMD's Zen 4 they take 0.6 times as long, with Intel's Emerald Rapids 1.4 times, so that what
  /// else runs doesn't change the answer.
  public static let bfloat16IsFaster: Bool = {
    guard let short = bfloat16Kernels, let exact = best.kernels else { return false }
    let (inExact, inShort) = (ProductTrial(exact), ProductTrial(short))
    var times: (exact: Duration, short: Duration) = (.seconds(1), .seconds(1))
    for _ in 0..<8 {
      times.exact = min(times.exact, inExact.time())
      times.short = min(times.short, inShort.time())
    }
    return times.short < times.exact
  }()
}

/// What takes most of a pass, once each, in small: a product, a convolution and one head's attention.
private struct ProductTrial {
  private let kernels: CKernels
  private let (x, panels, y, scratch): (FloatBuffer, FloatBuffer, FloatBuffer, FloatBuffer)
  private static let (rows, channels, keys, features) = (64, 128, 256, 64)

  init(_ kernels: CKernels) {
    self.kernels = kernels
    let (rows, channels) = (Self.rows, Self.channels)
    // Numbers that are normal as floats and as pairs of bfloat16.
    func numbers(_ count: Int) -> FloatBuffer { FloatBuffer([Float](repeating: 0.0625, count: count), count: count) }
    x = numbers(max((rows + 6) * channels, Self.keys * Self.features))
    panels = numbers(kernels.convolutionPoints * channels * channels)
    y = numbers(rows * channels)
    scratch = numbers(max(2 * (rows + 4) * (channels + 32), 32 * (Self.keys + 2 * Self.features + 4)))
  }

  func time() -> Duration {
    let (rows, channels, unit) = (Self.rows, Self.channels, kernels.unit)
    let operand = CPanels(values: panels.all, steps: channels / unit, columns: channels)
    let target = CMutableRows(values: y.all, stride: channels)
    let head = CRows(values: x.all, stride: Self.features / unit)
    return ContinuousClock().measure {
      kernels.product(CRows(values: x.all, stride: channels / unit), rows, operand, .bias(y.all), target)
      kernels.convolve(x.all, rows, operand, panels.all, scratch.all, target)
      kernels.attend(
        CHead(
          queries: head, keys: head, values: CRows(values: x.all, stride: Self.features), queryCount: 32,
          keyCount: Self.keys, features: Self.features), scratch.all, y.all)
    }
  }
}
