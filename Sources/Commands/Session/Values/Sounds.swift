import Analysis
import Audio
import Language
import Plots
import Text

/// A sound, or the sounds of a list.
struct Sounds: Sendable {
  let items: [SoundValue]
  /// Whether they came in a list, and so go in one.
  let isList: Bool

  var sounds: [Sound] { items.map(\.sound) }
  /// As it came.
  var value: Value { isList ? .list(items.map { .foreign($0) }) : items.first.map { .foreign($0) } ?? .nothing }
}

extension ArgumentType where Content == Sounds {
  private static var one: Self {
    ArgumentType<SoundValue>.engine.map {
      Sounds(items: [$0], isList: false)
    } back: {
      $0.isList ? nil : $0.items.first
    }
  }
  private static var several: Self {
    ArgumentType<[SoundValue]>.list(of: .engine).map {
      Sounds(items: $0, isList: true)
    } back: {
      $0.isList ? $0.items : nil
    }
  }

  /// A sound or a list of them.
  static var sounds: Self { .either([one, several]) }
  /// The same, with the list named first.
  static var listOrFirst: Self { .either([several, one]) }
}

extension ArgumentType where Content == Value {
  /// What can be drawn or played: a sound, a run's, or those of a list.
  static var soundsOrRun: Self {
    .either([
      ArgumentType<SoundValue>.engine.map { .foreign($0) }, ArgumentType<RunValue>.engine.map { .foreign($0) },
      ArgumentType<[SoundValue]>.list(of: .engine).map { .list($0.map { .foreign($0) }) },
    ])
  }
}

extension Value {
  /// The value itself, or the sounds of a run as it stands.
  func soundsOfRun() throws -> Value {
    if case .foreign(let run as RunValue) = self { try run.sounds(predicted: false) } else { self }
  }

  /// The sounds that it is or holds.
  var soundValues: [SoundValue] {
    switch self {
    case .foreign(let value as SoundValue): [value]
    case .list(let items): items.flatMap(\.soundValues)
    default: []
    }
  }
}

extension Call {
  /// Throws when a sound was named where an option asks for the run's; one that is piped in or was the last may be any.
  func refuse(
    _ sound: any ArgumentDeclaration, beside options: [Option<Bool>]
  ) throws {
    guard let option = options.first(where: { self[$0] }), isTyped(sound) else { return }
    throw CommandFailure(
      "--\(option.name) is of the run under way, and a sound is named", hint: "leave one of them out", argument: sound)
  }
}

/// The parameters that commands on sounds have.
enum SoundParameters {
  /// What an effect works on: a sound, or each sound of a list.
  static let each = Parameter(input: "sound", .sounds, help: "What it is done to.")
  /// The sounds of a command that puts several together: a list or the first of them, and `more`.
  static let several = Parameter(input: "sounds", .listOrFirst, help: "A list of sounds, or the first of several.")
  static let more = Parameter(rest: "more", ArgumentType<SoundValue>.engine, help: "Further sounds.")
}

extension Call {
  /// All the sounds of a command that puts several together.
  var severalSounds: [Sound] { self[SoundParameters.several].sounds + self[SoundParameters.more].map(\.sound) }

  /// Says what a sound has become, also when it is louder than full scale and the sounds it was made from were not.
  /// - Throws: where it has become louder than its samples can tell.
  func tell(of result: Sound, madeFrom sources: [Sound]) throws {
    let peak = result.peak
    guard peak.isFinite else {
      throw CommandFailure(
        "\(signature.name) takes the sound beyond what its samples can hold", hint: "make it softer first: gain -20dB")
    }
    host.print(result.summary)
    guard peak > 1 else { return }
    for source in sources {
      try checkInterrupt()
      guard source.peak < peak else { return }
    }
    host.print("it is louder than full scale now; normalize --peak -1dB brings it back")
  }

  /// Does an effect to the sound that was given, or to each of a list, and prints what became of it.
  /// - Parameter blaming: the argument whose fault an error of the engine is.
  /// - Returns: a sound for a sound, a list for a list.
  func effect(blaming argument: any ArgumentDeclaration, _ work: (Sound) throws -> Sound) throws -> Value {
    try eachSound { sound, _ in
      let result = try blaming(argument) { try stopping { try work(sound) } }
      try tell(of: result, madeFrom: [sound])
      return result
    }
  }

  /// Does something with sounds that stops when Ctrl-C is pressed, which is no fault of an argument.
  func stopping<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch AudioError.interrupted, AnalysisError.interrupted, PlotError.interrupted {
      throw Interrupted()
    }
  }

  /// - Throws: when there is not enough memory for so many frames, with what works on them, beside the sound.
  func requireMemory(frames: Double, of sound: Sound) throws {
    let bytes = frames * Double(sound.channelCount * 3 * MemoryLayout<Float>.stride)
    try SystemResources.require(
      Int(exactly: bytes.rounded()) ?? .max, for: "a sound of \(decimals(frames / sound.sampleRate, 1)) s")
  }

  /// - Throws: when there is not enough memory for sounds one after another, at the highest of their rates and with the
  ///   most of their channels.
  func requireMemory(forJoining sounds: [Sound]) throws {
    guard let widest = sounds.max(by: { $0.channelCount < $1.channelCount }) else { return }
    let rate = sounds.reduce(0) { max($0, $1.sampleRate) }
    let frames = sounds.reduce(0) { $0 + Double($1.frameCount) * (rate / $1.sampleRate) }
    try requireMemory(frames: frames, of: widest)
  }

  /// - Throws: when there is not enough memory for the sum of sounds.
  func requireMemory(forMixing sounds: [Sound]) throws {
    guard let longest = sounds.max(by: { $0.frameCount < $1.frameCount }) else { return }
    try requireMemory(frames: Double(longest.frameCount), of: longest)
  }

  /// Does something with the sound that was given, or with each of a list.
  /// - Parameter work: gets the sound and, if it is one of several, its title, which begins the message of its error
  ///   too.
  /// - Returns: a sound for a sound, a list for a list.
  func eachSound(_ work: (Sound, String?) throws -> Sound) throws -> Value {
    let given = self[SoundParameters.each]
    let sounds = given.items
    var results: [Value] = []
    for (index, given) in sounds.enumerated() {
      try checkInterrupt()
      let title = sounds.count > 1 ? "sound \(index + 1) of \(sounds.count)" : nil
      do {
        let result = try work(given.sound, title)
        // Each has an origin of its own: of a list's sounds none hangs on the others.
        let isAsItWas = result == given.sound
        results.append(
          isAsItWas
            ? .foreign(given)
            : .sound(result, origin: Origin(of: self, input: .foreign(given)), place: given.place))
      } catch let failure as CommandFailure {
        guard let title else { throw failure }
        throw failure.saying("\(title): \(failure.message)")
      }
    }
    return given.isList ? .list(results) : results.first ?? .nothing
  }
}

extension ArgumentType where Content == Quantity {
  /// A length or a place in time: seconds, or a plain number of frames.
  static var time: Self { .quantity(units: [.none, .seconds], in: 0...Double.greatestFiniteMagnitude) }
  /// A level or a gain: dB, percent, or a plain factor.
  static var level: Self { .quantity(units: [.decibels, .none, .percent]) }
}

extension Call {
  /// A time in frames at a rate, to the nearest; nil when it was not given. Throws when a number of frames is not
  /// whole.
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
