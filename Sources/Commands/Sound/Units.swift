import Audio
import Language

extension ParameterType {
  /// A length or a place in time: seconds, or a plain number of frames.
  static let time = ParameterType.number(units: [.none, .seconds], in: 0...Double.greatestFiniteMagnitude)
  /// A level or a gain: dB, percent, or a plain factor.
  static let level = ParameterType.number(units: [.decibels, .none, .percent])
}

extension Call {
  /// A time in frames at a rate, to the nearest; nothing when it was not given. Throws when a number of frames is not
  /// whole.
  func frames(_ name: String, rate: Double) throws -> Int? {
    guard let time = quantity(name) else { return nil }
    if time.unit == .seconds { return Int(exactly: (time.value * rate).rounded()) ?? .max }
    guard time.value == time.value.rounded() else {
      throw CommandFailure(
        "frames are whole numbers, and this is \(time)", hint: "a time has a unit: \(time)s or \(time)ms",
        argument: name)
    }
    return Int(exactly: time.value) ?? .max
  }

  /// A level as a linear factor: −6dB is 0.501, 50% and 0.5 are 0.5; nothing when it was not given. Throws below zero,
  /// where the unit was forgotten.
  func factor(_ name: String) throws -> Double? {
    guard let level = quantity(name) else { return nil }
    if level.unit == .decibels { return Sound.factor(decibels: level.value) }
    guard level.value >= 0 else {
      throw CommandFailure(
        "\(level) is below zero, which only a level in dB can be",
        hint: "did you mean \(Quantity(level.value, .decibels))?",
        argument: name)
    }
    return level.unit == .percent ? level.value / 100 : level.value
  }
}
