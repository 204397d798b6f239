import Audio
import Language

extension Session {
  /// What a recipe gave.
  struct Remade {
    let sound: Sound
    let origin: Origin?
    /// The checkpoints that were loaded.
    let checkpoints: [(digest: String, path: String)]
  }

  /// Runs a recipe in a session of its own, which can't write.
  func make(_ recipe: Recipe, with checkpoint: String?, _ call: Call) throws -> Remade {
    if checkpoint != nil, recipe.checkpoints.count != 1 {
      let count = recipe.checkpoints.count
      throw CommandFailure(
        count == 0 ? "the recipe needs no checkpoint" : "the recipe needs \(count) checkpoints",
        hint: "leave --with out",
        argument: "with")
    }
    let workshop = Session(engine: engine)
    for (digest, path) in recipe.checkpoints {
      if let checkpoint {
        workshop.substitutes[path] = checkpoint
      } else if let file = state.modelFile, file.digest == digest {
        workshop.substitutes[path] = file.path
      }
    }
    let interpreter = Interpreter(
      registry: CommandRegistry(workshop.makers), host: QuietHost(call.host), transaction: workshop.transaction)
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "recipe", text: recipe.lines.joined(separator: "\n")))
    } catch {
      if error.kind == .interrupted { throw Interrupted() }
      let hint = error.hint.map { "\n\($0)" } ?? ""
      let isMissing = error.message.contains("load-model")
      throw CommandFailure(
        "the recipe fails at its line \(error.span.map { error.source.location(of: $0.start).line } ?? 1): "
          + error.message,
        hint: (isMissing ? "--with FILE names the checkpoint" : "recipe FILE shows it") + hint, argument: "file")
    }
    guard let value = result(of: recipe, interpreter) else {
      throw CommandFailure("the recipe gives no sound", hint: "recipe FILE shows it", argument: "file")
    }
    let checkpoints = workshop.state.modelFile.map { [($0.digest ?? "", $0.path)] } ?? []
    return Remade(sound: value.sound, origin: value.origin, checkpoints: checkpoints)
  }

  /// The sound that a recipe's last statement gave, or named.
  private func result(of recipe: Recipe, _ interpreter: Interpreter) -> SoundValue? {
    var value: Value? = interpreter.it
    if let last = recipe.lines.last, last.hasPrefix("let $"), let end = last.dropFirst(5).firstIndex(of: " ") {
      value = interpreter.value(ofVariable: String(last.dropFirst(5)[..<end]))
    }
    if case .foreign(let sound as SoundValue)? = value { return sound }
    return nil
  }

  /// The commands that make sounds and write nothing.
  private var makers: [any Command] {
    commands.commands.filter { command in
      let signature = type(of: command).signature
      let writes =
        signature.parameters.contains { $0.type.writes } || signature.options.contains { $0.type?.writes ?? false }
      return !writes && (["Denoising", "Sound"].contains(signature.category) || signature.name == "load-model")
    }
  }
}

extension ParameterType {
  /// Whether it names a file to write.
  fileprivate var writes: Bool { if case .path(.write) = self { true } else { false } }
}

/// Passes progress and Ctrl-C on, and keeps quiet.
final class QuietHost: Host {
  private let host: any Host

  init(_ host: any Host) { self.host = host }

  func print(_ text: String) {}
  func show(_ progress: Progress?) { host.show(progress) }
  var isInterrupted: Bool { host.isInterrupted }
  var display: Display { .plain }
}
