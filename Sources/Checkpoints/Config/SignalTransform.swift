/// What a network does to a sound before its U-Net and undoes behind it, to give the U-Net fewer and wider positions.
public enum SignalTransform: Sendable, Equatable {
  /// The U-Net works on the samples themselves.
  case none
  /// LTPlugin of audio-diffusion-pytorch: a convolution of `window` frames, `stride` apart, makes `filters` channels of
  /// each, and a transposed one makes sound of them again; both are learnt, and neither has a bias.
  case learned(filters: Int, window: Int, stride: Int)
  /// Frames lie side by side as channels, so many at a time: [C, L] → [C·size, L / size].
  case patch(size: Int)

  /// How many channels each channel becomes.
  public var channelFactor: Int {
    switch self {
    case .none: 1
    case .learned(let filters, _, _): filters
    case .patch(let size): size
    }
  }

  /// How many frames become one position.
  public var frameFactor: Int {
    switch self {
    case .none: 1
    case .learned(_, _, let stride): stride
    case .patch(let size): size
    }
  }
}
