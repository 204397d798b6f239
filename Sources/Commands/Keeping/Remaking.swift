import Audio
import Diffusion
import Foundation
import Hub
import Language

extension Session {
  /// What a recipe gave.
  struct Remade {
    let sound: Sound
    let origin: Origin?
    /// The checkpoints that were loaded.
    let checkpoints: [(digest: String, path: String)]
  }

  /// What a recipe may call: what makes sounds, and neither writes nor runs other scripts.
  private static let recipeEffects: Set<Effect> = [.pure, .draws, .session]

  /// What a recipe has done in a session of its own.
  struct Rerun {
    let interpreter: Interpreter
    /// The checkpoints that were loaded.
    let checkpoints: [(digest: String, path: String)]
  }

  /// Makes the sound of the recipe in the sound file at `path` again.
  func make(_ recipe: Recipe, of path: String, _ call: Call) throws -> Remade {
    let rerun = try run(recipe, of: path, named: Reproduce.file, call)
    guard let value = result(of: recipe, rerun.interpreter) else {
      throw CommandFailure("the recipe gives no sound", hint: "recipe FILE shows it", argument: Reproduce.file)
    }
    return Remade(sound: value.sound, origin: value.origin, checkpoints: rerun.checkpoints)
  }

  /// Runs a recipe that came with the file at `path` in a session of its own, which can't write, as the options of
  /// `Reproduce` allow it.
  /// - Parameters:
  ///   - file: the argument that named the file, whose fault a failure is.
  ///   - more: further commands that the recipe may call.
  func run(
    _ recipe: Recipe, of path: String, named file: any ArgumentDeclaration, _ call: Call,
    adding more: [any Command] = []
  ) throws -> Rerun {
    let checkpoint = call[Reproduce.with]
    let count = recipe.loadedCheckpoints.count
    if checkpoint != nil, count != 1 {
      throw CommandFailure(
        count == 0 ? "the recipe needs no checkpoint" : "the recipe needs \(count) checkpoints",
        hint: "leave --with out", argument: Reproduce.with)
    }
    let lines = try call.blaming(file) { try relocated(recipe, of: path, with: checkpoint) }
    let reach = Reach.recipe(
      of: path, naming: [checkpoint, state.modelFile?.path, state.modelFile?.guide?.path].compactMap(\.self),
      opensAnywhere: call[Reproduce.anywhere], downloads: call[Reproduce.download])
    let times = call[Reproduce.budget]
    let budget = Budget(
      Budget.Limits().times(times), hint: "--budget \(2 * times) allows twice as much, if you trust it")
    let workshop = aside(reach: reach, budget: budget)
    let interpreter = workshop.interpreter(
      host: QuietHost(call.host, budget: budget), adding: more, allowing: Self.recipeEffects, readsScripts: false)
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "recipe", text: lines.map(\.text).joined(separator: "\n")))
    } catch {
      if error.kind == .interrupted {
        if !call.host.isInterrupted { try budget.checkTime() }
        throw Interrupted()
      }
      let hint = error.hint.map { "\n\($0)" } ?? ""
      let line = error.span.map { error.source.location(of: $0.start).line } ?? 1
      let isOfChosen = checkpoint != nil && lines.indices.contains(line - 1) && lines[line - 1].loadsModel
      throw CommandFailure(
        "the recipe fails at its line \(line): \(error.message)",
        hint: (file.name == Reproduce.file.name ? "recipe FILE shows it" : "it is a text that can be read") + hint
      ).blaming(isOfChosen ? Reproduce.with : file)
    }
    return Rerun(
      interpreter: interpreter, checkpoints: workshop.loadedFiles.withGuides.map { ($0.digest ?? "", $0.path) })
  }

  /// The recipe's lines, with each checkpoint looked for where `checkpoint` says; else where the recipe says, from the
  /// current folder and from that of `file`; else where the model that is loaded came from, if it is the same file.
  private func relocated(_ recipe: Recipe, of file: String, with checkpoint: String?) throws -> [Recipe.Line] {
    let lines = recipe.lines.map { line in
      line.mapping(CommandName.loadAudio) { call in
        // Only what the recipe knows by its hash is looked for elsewhere.
        guard call.optionNames.contains(RecipeOptions.sha256.name), let path = call.firstText else { return call }
        return call.replacingFirstText(Self.place(of: path, beside: file))
      }
    }
    let loaded = recipe.loadedCheckpoints
    var places: [String: (place: String, options: [Invocation.Argument])] = [:]
    for (digest, path) in recipe.checkpoints {
      let isLoaded = loaded.contains(path)
      let chosen = isLoaded ? checkpoint : nil
      places[path] =
        try chosen.map { ($0, []) } ?? found(path, digest: digest, beside: file, isLoaded: isLoaded)
    }
    return lines.map { line in
      line.mapping(CommandName.loadModel) { call in
        let placed = call.replacing(GuidanceOptions.awayFrom.name) { places[Recipe.line($0)]?.place ?? $0 }
        guard let (place, options) = call.firstText.flatMap({ places[Recipe.line($0)] }) else { return placed }
        // What the recipe says itself counts.
        let said = Set(call.optionNames)
        return placed.replacingFirstText(place).adding(options.filter { !said.contains($0.optionName ?? "") })
      }
    }
  }

  /// Where a recipe's checkpoint is, and what else its file needs to be told.
  /// - Parameter isLoaded: whether it is loaded, and not what leads another alone.
  private func found(
    _ path: String, digest: String, beside file: String, isLoaded: Bool
  ) throws -> (place: String, options: [Invocation.Argument]) {
    // A model of the hub is found, or downloaded, wherever the recipe runs; a bundled one is there, if it is the same.
    if HubName.isMeant(by: path) { return (path, []) }
    let bundled = BundledModel.named(path)
    if let bundled {
      if bundled.digest == digest { return (path, []) }
    } else {
      let place = Self.place(of: path, beside: file)
      if FileManager.default.fileExists(atPath: place) { return (place, []) }
    }
    if !isLoaded, let guide = state.modelFile?.guide, guide.digest == digest { return (guide.path, []) }
    guard let loaded = state.modelFile, loaded.digest == digest else {
      throw CommandFailure(
        bundled == nil
          ? "the recipe's checkpoint \(path) is not there"
          : "the recipe's \(path) is not the \(path) that comes with this drumlin",
        hint: (isLoaded ? "--with FILE names it" : "load a model that it leads, from where it is now")
          + "; its SHA-256 is \(digest)")
    }
    return (loaded.path, loaded.architecture)
  }

  /// A path as it is, when there is a file or it says more than a folder to count from; else counted from `file`'s
  /// folder, when there is one.
  private static func place(of path: String, beside file: String) -> String {
    guard !path.hasPrefix("/"), !FileManager.default.fileExists(atPath: path) else { return path }
    let beside = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path).relativePath
    return FileManager.default.fileExists(atPath: beside) ? beside : path
  }

  /// The sound that a recipe's last statement gave, or named.
  private func result(of recipe: Recipe, _ interpreter: Interpreter) -> SoundValue? {
    var value: Value? = interpreter.it
    if case .statement(.binding(let name, _))? = recipe.lines.last { value = interpreter.value(ofVariable: name) }
    if case .foreign(let sound as SoundValue)? = value { return sound }
    return nil
  }
}

extension Recipe {
  /// The paths of the checkpoints that are loaded, and not what leads one of them alone.
  fileprivate var loadedCheckpoints: [String] {
    let loaded = lines.compactMap { line -> String? in
      guard case .statement(.call(let call)) = line, line.loadsModel else { return nil }
      return call.firstText.map(Self.line)
    }
    return checkpoints.map(\.path).filter(loaded.contains)
  }
}

extension Invocation {
  /// The call with another text as an option's value.
  fileprivate func replacing(_ option: String, _ change: (String) -> String) -> Invocation {
    Invocation(
      name,
      arguments.map { argument in
        guard case .option(option, let term?) = argument, let text = term.textContent else { return argument }
        return .option(option, .text(change(text)))
      })
  }
}

extension Recipe.Line {
  /// The line with a call of a command changed; other lines stay.
  fileprivate func mapping(_ name: String, _ change: (Invocation) -> Invocation) -> Recipe.Line {
    guard case .statement(.call(let call)) = self, call.name == name else { return self }
    return .statement(.call(change(call)))
  }

  /// Whether it loads a model.
  fileprivate var loadsModel: Bool {
    if case .statement(.call(let call)) = self { call.name == CommandName.loadModel } else { false }
  }
}
