import Audio
import Language

extension ArgumentType where Content == Quantity {
  /// A length or a place in time: seconds, or a plain number of frames.
  static var time: Self { .quantity(units: [.none, .seconds], in: 0...Double.greatestFiniteMagnitude) }
  /// A level or a gain: dB, percent, or a plain factor.
  static var level: Self { .quantity(units: [.decibels, .none, .percent]) }
}

extension Call {
  /// A time in frames at a rate, to the nearest; nil when it was not given. Throws when a number of frames is not whole.
  func frames(_ declaration: some ArgumentDeclaration<Quantity?>, rate: Double) throws -> Int? {
    try self[declaration].map { try frames($0, of: declaration, rate: rate) }
  }

  /// A time in frames at a rate, to the nearest. Throws when a number of frames is not whole.
  func frames(_ time: Quantity, of declaration: any ArgumentDeclaration, rate: Double) throws -> Int {
    if time.unit == .seconds { return Int(exactly: (time.value * rate).rounded()) ?? .max }
    guard time.value == time.value.rounded() else {
      throw CommandFailure(
        "frames are whole numbers, and this is \(time)", hint: "a time has a unit: \(time)s or \(time)ms",
        argument: declaration)
    }
    return Int(exactly: time.value) ?? .max
  }

  /// A level as a linear factor: −6dB is 0.501, 50% and 0.5 are 0.5. Throws below zero, where the unit was forgotten.
  func factor(_ level: Quantity, of declaration: any ArgumentDeclaration) throws -> Double {
    if level.unit == .decibels { return Sound.factor(decibels: level.value) }
    guard level.value >= 0 else {
      throw CommandFailure(
        "\(level) is below zero, which only a level in dB can be",
        hint: "did you mean \(Quantity(level.value, .decibels))?", argument: declaration)
    }
    return level.unit == .percent ? level.value / 100 : level.value
  }
}
