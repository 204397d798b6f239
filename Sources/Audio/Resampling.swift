import CSamplerate

extension Sound {
  /// How far libsamplerate's sinc converters go.
  public enum ResamplingQuality: Sendable {
    /// 144 dB of signal to noise.
    case best
    /// 121 dB, several times as fast.
    case medium

    fileprivate var converter: Int { self == .best ? SRC_SINC_BEST_QUALITY : SRC_SINC_MEDIUM_QUALITY }
  }

  /// The sound at another rate by libsamplerate: frames × rate / sampleRate frames, to the nearest. Throws when the
  /// rates are more than 256 times apart or the result would exceed `maximumSampleCount`.
  public func resampled(to rate: Double, quality: ResamplingQuality = .best) throws(AudioError) -> Sound {
    guard rate.isFinite, rate > 0 else { throw .rateNotPossible(rate) }
    guard rate != sampleRate else { return self }
    let ratio = rate / sampleRate
    guard src_is_valid_ratio(ratio) != 0 else { throw .rateTooFar(from: sampleRate, to: rate) }
    let frames = Int(exactly: (Double(frameCount) * ratio).rounded()) ?? .max
    try Sound.requireRoom(frames: frames, channels: channelCount, rate: rate)
    var planes: [[Float]] = []
    for plane in channels { planes.append(try Sound.convert(plane, ratio: ratio, frames: frames, quality)) }
    return Sound(rate: rate, planes: planes)
  }

  private static func convert(
    _ input: [Float], ratio: Double, frames: Int, _ quality: ResamplingQuality
  ) throws(AudioError) -> [Float] {
    var status: Int32 = 0
    var output = [Float](repeating: 0, count: frames)
    // The converter stops a frame early at its input's end, which for a sound of one frame is all there is.
    let input = input + [Float](repeating: 0, count: input.isEmpty ? 0 : Int((1 / ratio).rounded(.up)) + 1)
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var data = SRC_DATA()
        data.data_in = source.baseAddress
        data.data_out = target.baseAddress
        data.input_frames = source.count
        data.output_frames = target.count
        data.src_ratio = ratio
        guard source.count > 0, target.count > 0 else { return }
        status = src_simple(&data, Int32(quality.converter), 1)
      }
    }
    guard status == 0 else {
      throw .cannotResample(reason: src_strerror(status).map { String(cString: $0) } ?? "unknown reason")
    }
    return output
  }
}
