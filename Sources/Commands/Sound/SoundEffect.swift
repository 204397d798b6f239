import Audio
import Language

extension Parameter {
  /// What an effect works on: a sound, or each sound of a list.
  static let sounds = Parameter(
    "sound", .either([.foreign("sound"), .list(of: .foreign("sound"))]), .input, help: "What it is done to.")

  /// The sounds of a command that puts several together: a list or the first of them, and `more`.
  static let several = Parameter(
    "sounds", .either([.list(of: .foreign("sound")), .foreign("sound")]), .input,
    help: "A list of sounds, or the first of several.")
  static let more = Parameter("more", .foreign("sound"), .rest, help: "Further sounds.")
}

extension Call {
  /// What `Parameter.sounds` was given: the sounds, and whether they came in a list.
  private var sounds: (sounds: [SoundValue], isList: Bool) {
    if case .list(let items)? = value("sound") { return (items.compactMap(\.soundValue), true) }
    return (value("sound").flatMap(\.soundValue).map { [$0] } ?? [], false)
  }

  /// The sounds of an argument that is one or a list.
  func sounds(of argument: String) -> [Sound] {
    if case .list(let items)? = value(argument) { return items.compactMap(\.soundValue?.sound) }
    return value(argument).flatMap(\.soundValue).map { [$0.sound] } ?? []
  }

  /// All the sounds of a command that puts several together: `sounds`, a list or the first of them, and `more`.
  var severalSounds: [Sound] {
    let first =
      if case .list(let items)? = value("sounds") { items } else { value("sounds").map { [$0] } ?? [] }
    return (first + items("more")).compactMap { $0.soundValue?.sound }
  }

  /// Says so when a sound has become louder than full scale, which the sounds it was made from were not.
  func warn(of result: Sound, madeFrom sources: [Sound]) {
    guard result.peak > 1, sources.allSatisfy({ $0.peak < result.peak }) else { return }
    host.print("it is louder than full scale now; normalize --peak -1dB brings it back")
  }

  /// Does an effect to the sound that was given, or to each of a list, and prints what became of it.
  /// - Parameter blaming: the argument whose fault an error of the engine is.
  /// - Returns: a sound for a sound, a list for a list.
  func effect(blaming argument: String, _ work: (Sound) throws -> Sound) throws -> Value {
    try eachSound { sound, _ in
      let result = try blaming(argument) { try work(sound) }
      host.print(result.summary)
      warn(of: result, madeFrom: [sound])
      return result
    }
  }

  /// Does something with the sound that was given, or with each of a list.
  /// - Parameter work: gets the sound and, if it is one of several, its title, which begins the message of its error too.
  /// - Returns: a sound for a sound, a list for a list.
  func eachSound(_ work: (Sound, String?) throws -> Sound) throws -> Value {
    let (sounds, isList) = sounds
    var results: [Value] = []
    for (index, given) in sounds.enumerated() {
      try checkInterrupt()
      let title = sounds.count > 1 ? "sound \(index + 1) of \(sounds.count)" : nil
      do {
        let result = try work(given.sound, title)
        // Each has an origin of its own: of a list's sounds none hangs on the others.
        let isAsItWas = result == given.sound
        results.append(
          isAsItWas ? .foreign(given) : .sound(result, origin: Origin(of: self, input: .foreign(given))))
      } catch let failure as CommandFailure {
        guard let title else { throw failure }
        throw CommandFailure("\(title): \(failure.message)", hint: failure.hint, argument: failure.argument)
      }
    }
    return isList ? .list(results) : results.first ?? .nothing
  }
}

extension Value {
  /// The sound that it is, if it is one.
  fileprivate var soundValue: SoundValue? {
    if case .foreign(let value as SoundValue) = self { value } else { nil }
  }
}
