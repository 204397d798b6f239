/// A number of bytes in words: "509 MB", "6.7 MB", "44 kB", "12 bytes".
/// - Parameter whole: Whether it counts whole units only, cut and not rounded, as where space is compared: "6 MB".
public func size(_ bytes: Int, whole: Bool = false) -> String {
  switch bytes {
  case 1_000_000... where whole: "\(bytes / 1_000_000) MB"
  case 1000... where whole: "\(bytes / 1000) kB"
  case 10_000_000...: "\(decimals(Double(bytes) / 1e6, 0)) MB"
  case 1_000_000...: "\(decimals(Double(bytes) / 1e6, 1)) MB"
  case 1000...: "\(decimals(Double(bytes) / 1e3, 0)) kB"
  default: "\(bytes) bytes"
  }
}

/// A length of time to three digits below a minute, then in minutes and seconds, then in hours and minutes: "0.743 s",
/// "2 min 5 s", "3 h 0 min".
public func time(_ seconds: Double) -> String {
  guard seconds >= 59.95 else {
    let step = seconds < 1 ? 1000.0 : seconds < 10 ? 100 : 10
    return "\(shortest((seconds * step).rounded() / step)) s"
  }
  let whole = Int(exactly: seconds.rounded()) ?? .max
  return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
}

/// `frames` of a sound in seconds to the millisecond, or as they are where that would show nothing: "0.75 s", "1
/// frame".
/// - Parameter rate: Frames per second.
public func time(frames: Int, rate: Double) -> String {
  let rounded = (Double(frames) / rate * 1000).rounded() / 1000
  return frames == 0 || rounded > 0 ? "\(shortest(rounded)) s" : counted(frames, "frame")
}
