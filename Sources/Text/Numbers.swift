import Foundation

/// A number with `count` decimals, rounded as C's printf does: "3.14".
/// - Parameter trim: Whether trailing zeros go, and the point with the last of them: "44.1", "48".
public func decimals(_ value: Double, _ count: Int, trim: Bool = false) -> String {
  var text = String(format: "%.\(count)f", value)
  if trim, text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text
}

/// A number with `digits` significant digits at most, as C's `%g` writes it: "0.0123457", "1e-07".
public func significant(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)g", value) }

/// A number with `count` decimals, half rounded away from zero, and a true minus sign: "−3.5". What rounds to zero has
/// no sign; a number beyond the integers stands as Swift writes it.
public func fixed(_ value: Double, decimals count: Int) -> String {
  let scale = pow(10, Double(count))
  guard let whole = Int(exactly: (value.magnitude * scale).rounded()), let unit = Int(exactly: scale) else {
    return "\(value)"
  }
  let sign = value < 0 && whole > 0 ? "−" : ""
  guard count > 0 else { return "\(sign)\(whole)" }
  let digits = String(whole % unit)
  return "\(sign)\(whole / unit)." + String(repeating: "0", count: count - digits.count) + digits
}

/// A number as short as it reads back, without a point where it is whole: "44.1", "48".
public func shortest(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

/// A count and its noun, which takes an s: "1 sound", "2 sounds".
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A count in words: "31.6 M", "250 k", "812".
public func millions(_ count: Int) -> String {
  switch count {
  case 1_000_000...: "\(decimals(Double(count) / 1e6, 1)) M"
  case 10_000...: "\(decimals(Double(count) / 1e3, 0)) k"
  default: "\(count)"
  }
}
