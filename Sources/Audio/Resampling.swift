import CSamplerate
import Glibc

extension Sound {
  /// How far libsamplerate's sinc converters go.
  public enum ResamplingQuality: Sendable {
    /// 144 dB of signal to noise.
    case best
    /// 121 dB, several times as fast.
    case medium

    fileprivate var converter: Int { self == .best ? SRC_SINC_BEST_QUALITY : SRC_SINC_MEDIUM_QUALITY }
  }

  /// The sound at another rate by libsamplerate, which goes as far as 256 times and further in several steps: frames ×
  /// rate / sampleRate frames, to the nearest. Throws when the result would exceed `maximumSampleCount`, and
  /// `AudioError.interrupted` soon after `isInterrupted` has become true.
  public func resampled(
    to rate: Double, quality: ResamplingQuality = .best, isInterrupted: () -> Bool = { false }
  ) throws(AudioError) -> Sound {
    guard rate.isFinite, rate > 0 else { throw .rateNotPossible(rate) }
    guard rate != sampleRate else { return self }
    let ratio = rate / sampleRate
    let frames = Int(exactly: (Double(frameCount) * ratio).rounded()) ?? .max
    try Sound.requireRoom(frames: frames, channels: channelCount, rate: rate)
    let steps = (1...).first { src_is_valid_ratio(pow(ratio, 1 / Double($0))) != 0 } ?? 1
    let step = steps == 1 ? ratio : pow(ratio, 1 / Double(steps))
    var planes: [[Float]] = []
    for var plane in channels {
      for left in (0..<steps).reversed() {
        let made = left == 0 ? frames : Int((Double(plane.count) * step).rounded(.up))
        plane = try Sound.convert(plane, ratio: step, frames: made, quality, isInterrupted)
      }
      planes.append(plane)
    }
    return Sound(rate: rate, planes: planes)
  }

  /// Frames that are made at a time where none are left out, some 10 ms of work; each of a lower rate is made of more.
  private static let portion = 1 << 13

  private static func convert(
    _ input: [Float], ratio: Double, frames: Int, _ quality: ResamplingQuality, _ isInterrupted: () -> Bool
  ) throws(AudioError) -> [Float] {
    guard !input.isEmpty, frames > 0 else { return [Float](repeating: 0, count: frames) }
    var status: Int32 = 0
    guard let converter = src_new(Int32(quality.converter), 1, &status) else { throw failure(status) }
    defer { src_delete(converter) }
    var output = [Float](repeating: 0, count: frames)
    // The converter stops a frame early at its input's end, which for a sound of one frame is all there is.
    let input = input + [Float](repeating: 0, count: Int((1 / ratio).rounded(.up)) + 1)
    var (taken, made) = (0, 0)
    var isDone = false
    while status == 0, !isDone, made < frames {
      if isInterrupted() { throw .interrupted }
      input.withUnsafeBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          var data = SRC_DATA()
          data.src_ratio = ratio
          data.data_in = from + taken
          data.data_out = to + made
          data.input_frames = source.count - taken
          data.output_frames = min(target.count - made, max(1, Int(Double(portion) * min(1, ratio))))
          data.end_of_input = 1
          status = src_process(converter, &data)
          taken += data.input_frames_used
          made += data.output_frames_gen
          isDone = data.input_frames_used == 0 && data.output_frames_gen == 0
        }
      }
    }
    guard status == 0 else { throw failure(status) }
    return output
  }

  private static func failure(_ status: Int32) -> AudioError {
    .cannotResample(reason: src_strerror(status).map { String(cString: $0) } ?? "unknown reason")
  }
}
