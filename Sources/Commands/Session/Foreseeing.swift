import Language

/// A command that can tell how the sound came to be that it would make, without making it.
protocol Foreseeing: Command {
  /// The origin of the sound, and what passes over the random numbers that it would draw, as making it does; nil where
  /// it can't be told. A seed that the call asks for is set.
  func foresee(_ call: Call) throws -> (origin: Origin, pass: () -> Void)?
}

/// A command that can find what it would write.
protocol Finding: Command {
  /// Whether the call's file is there, and is what would be written of a sound that came to be in this way.
  func finds(_ origin: Origin, _ call: Call) throws -> Bool
}

extension Session {
  /// What a pipeline comes to whose file is there already; nil where it has to run.
  func foresee(_ steps: [Foreseen.Step]) throws -> Foreseen? {
    guard !writer.isRehearsal, let first = steps.first, let maker = first.command as? any Foreseeing,
      let last = steps.last, let keeper = last.command as? any Finding
    else { return nil }
    let before = (state: state, sharing: sharing)
    var isThere = false
    defer { if !isThere { (state, sharing) = before } }
    guard let (made, pass) = try maker.foresee(first.call) else { return nil }
    var origin = made
    for step in steps.dropFirst().dropLast() {
      // Its arguments tell all, and it works on one sound.
      guard step.call.signature.effect == .pure, step.call.signature.takesEachSound,
        let next = Origin(of: step.call, input: .foreign(FoundSound(origin: origin)))
      else { return nil }
      origin = next
    }
    isThere = try keeper.finds(origin, last.call)
    guard isThere else { return nil }
    pass()
    return Foreseen(standIn: .foreign(FoundSound(origin: origin))) { [unowned self] in
      let now = (state, sharing)
      defer { (state, sharing) = now }
      (state, sharing) = before
      return try steps.dropLast().reduce(.nothing) { value, step in
        let call = step.call.taking(value)
        return try transaction(call) { try step.command.run(call) }
      }
    }
  }
}

/// What stands for a sound whose file is there already, until it is made after all.
struct FoundSound: Originated {
  static let typeName = "sound that was not made again"
  static let fieldNames: [String] = []
  let origin: Origin?

  var summary: String { "a sound that was not made again, since its file is there" }
  func field(_ name: String) -> Value? { nil }
}

extension Signature {
  /// Whether it does something to each sound by itself.
  fileprivate var takesEachSound: Bool {
    parameters.contains { $0.arity == .input && $0.name == SoundParameters.each.name }
  }
}
