import Audio
import Language

extension Parameter {
  /// What an effect works on: a sound, or each sound of a list.
  static let sounds = Parameter(
    "sound", .either([.foreign("sound"), .list(of: .foreign("sound"))]), .input, help: "What it is done to.")
}

extension Call {
  /// What `Parameter.sounds` was given: the sounds, and whether they came in a list.
  var sounds: (sounds: [Sound], isList: Bool) {
    switch value("sound") {
    case .foreign(let value as SoundValue)?: return ([value.sound], false)
    case .list(let items)?:
      let sounds = items.compactMap { item in
        if case .foreign(let value as SoundValue) = item { value.sound } else { nil }
      }
      return (sounds, true)
    default: return ([], true)
    }
  }

  /// Does an effect to the sound that was given, or to each of a list, and prints what became of it.
  /// - Parameter blaming: the argument whose fault an error of the engine is.
  /// - Returns: a sound for a sound, a list for a list.
  func effect(blaming argument: String, _ work: (Sound) throws -> Sound) throws -> Value {
    try eachSound { sound in
      let result = try blaming(argument) { try work(sound) }
      host.print(result.summary)
      if result.peak > 1, result.peak > sound.peak {
        host.print("it is louder than full scale now; normalize --peak -1dB brings it back")
      }
      return result
    }
  }

  /// Does something with the sound that was given, or with each of a list; the error of one of several says which.
  /// - Returns: a sound for a sound, a list for a list.
  func eachSound(_ work: (Sound) throws -> Sound) throws -> Value {
    let (sounds, isList) = sounds
    var results: [Value] = []
    for (index, sound) in sounds.enumerated() {
      try checkInterrupt()
      do {
        results.append(.sound(try work(sound)))
      } catch let failure as CommandFailure where sounds.count > 1 {
        throw CommandFailure(
          "sound \(index + 1) of \(sounds.count): \(failure.message)", hint: failure.hint, argument: failure.argument)
      }
    }
    return isList ? .list(results) : results.first ?? .nothing
  }
}
