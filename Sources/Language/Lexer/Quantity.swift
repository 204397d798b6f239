/// A double with its unit.
public struct Quantity: Sendable, Equatable {
  /// The number, in the unit.
  public let value: Double
  /// What it counts.
  public let unit: Unit

  /// A number of a unit; a plain number without one.
  public init(_ value: Double, _ unit: Unit = .none) {
    self.value = value
    self.unit = unit
  }
}

/// The units that numbers keep: 20ms is 0.02 seconds and 44.1kHz is 44100 hertz from the start; 50% is 50 percent, and
/// -6dB is -6 decibels.
public enum Unit: Sendable, Equatable, CaseIterable {
  case none, seconds, hertz, decibels, percent
}

extension Unit: CustomStringConvertible {
  /// The unit as it is written behind a number.
  public var description: String {
    switch self {
    case .none: ""
    case .seconds: "s"
    case .hertz: "Hz"
    case .decibels: "dB"
    case .percent: "%"
    }
  }
}

extension Quantity: CustomStringConvertible {
  /// The shortest text that reads back as the same number: "0.02s", "-6dB", "3", "1e-05".
  public var description: String {
    var digits = value.description
    if digits.hasSuffix(".0") { digits.removeLast(2) }
    // Zero has no sign for a person.
    return (digits == "-0" ? "0" : digits) + unit.description
  }
}

extension Unit {
  /// A number of this unit, in a sentence.
  var kind: String {
    switch self {
    case .none: "a plain number"
    case .seconds: "a time"
    case .hertz: "a frequency"
    case .decibels: "a level in dB"
    case .percent: "a percentage"
    }
  }
}
