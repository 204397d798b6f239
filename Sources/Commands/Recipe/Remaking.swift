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

  /// Runs the recipe of the sound file at `path` in a session of its own, which can't write.
  func make(_ recipe: Recipe, of path: String, with checkpoint: String?, _ call: Call) throws -> Remade {
    if checkpoint != nil, recipe.checkpoints.count != 1 {
      let count = recipe.checkpoints.count
      throw CommandFailure(
        count == 0 ? "the recipe needs no checkpoint" : "the recipe needs \(count) checkpoints",
        hint: "leave --with out",
        argument: "with")
    }
    let lines = try relocated(recipe, of: path, with: checkpoint)
    let workshop = Session(engine: engine)
    let interpreter = Interpreter(
      registry: CommandRegistry(workshop.makers, readsScripts: false), host: QuietHost(call.host),
      transaction: workshop.transaction)
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "recipe", text: lines.joined(separator: "\n")))
    } catch {
      if error.kind == .interrupted { throw Interrupted() }
      let hint = error.hint.map { "\n\($0)" } ?? ""
      let line = error.span.map { error.source.location(of: $0.start).line } ?? 1
      let isOfChosen = checkpoint != nil && lines.indices.contains(line - 1) && lines[line - 1].hasPrefix("load-model ")
      throw CommandFailure(
        "the recipe fails at its line \(line): \(error.message)", hint: "recipe FILE shows it" + hint,
        argument: isOfChosen ? "with" : "file")
    }
    guard let value = result(of: recipe, interpreter) else {
      throw CommandFailure("the recipe gives no sound", hint: "recipe FILE shows it", argument: "file")
    }
    let checkpoints = workshop.state.modelFile.map { [($0.digest ?? "", $0.path)] } ?? []
    return Remade(sound: value.sound, origin: value.origin, checkpoints: checkpoints)
  }

  /// The recipe's statements, with each checkpoint looked for where `checkpoint` says; else where the recipe says, from
  /// the current folder and from that of `file`; else where the model that is loaded came from, if it is the same file.
  private func relocated(_ recipe: Recipe, of file: String, with checkpoint: String?) throws -> [String] {
    var lines = recipe.lines.map { Self.relocatedSound($0, beside: file) }
    for (digest, path) in recipe.checkpoints {
      let (place, options) = try checkpoint.map { ($0, []) } ?? found(path, digest: digest, beside: file)
      let statement = "load-model \(quoted(path))"
      lines = lines.map { line in
        guard line.hasPrefix(statement + " ") else { return line }
        // What the recipe says itself counts.
        let added = options.filter { option in !line.contains(option.prefix { $0 != " " }) }
        return "load-model \(quoted(place))" + line.dropFirst(statement.count) + added.map { " " + $0 }.joined()
      }
    }
    return lines
  }

  /// Where a recipe's checkpoint is, and what else its file needs to be told.
  private func found(
    _ path: String, digest: String, beside file: String
  ) throws -> (place: String, options: [String]) {
    // A model of the hub is found, or downloaded, wherever the recipe runs; a bundled one is there, if it is the same.
    if HubName.isMeant(by: path) { return (path, []) }
    let bundled = BundledModel.named(path)
    if let bundled {
      if bundled.digest == digest { return (path, []) }
    } else {
      let place = Self.place(of: path, beside: file)
      if FileManager.default.fileExists(atPath: place) { return (place, []) }
    }
    guard let loaded = state.modelFile, loaded.digest == digest else {
      throw CommandFailure(
        bundled == nil
          ? "the recipe's checkpoint \(path) is not there"
          : "the recipe's \(path) is not the \(path) that comes with this drumlin",
        hint: "--with FILE names it; its SHA-256 is \(digest)", argument: "file")
    }
    return (loaded.path, loaded.architecture)
  }

  /// A path as it is, when there is a file or it says more than a folder to count from; else counted from `file`'s folder,
  /// when there is one.
  private static func place(of path: String, beside file: String) -> String {
    guard !path.hasPrefix("/"), !FileManager.default.fileExists(atPath: path) else { return path }
    let beside = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path).relativePath
    return FileManager.default.fileExists(atPath: beside) ? beside : path
  }

  /// A statement as it is; one that loads a sound whose file only lies beside `file` loads that.
  private static func relocatedSound(_ line: String, beside file: String) -> String {
    let start = "load-audio \""
    guard line.hasPrefix(start), let end = line.range(of: "\" --sha256 ", options: .backwards) else { return line }
    let path = String(line.dropFirst(start.count)[..<end.lowerBound])
    // What holds an escape is no plain path, and stays.
    guard !path.contains(where: { "\\{\"".contains($0) }) else { return line }
    return "load-audio \(quoted(place(of: path, beside: file)))\(line[end.lowerBound...].dropFirst())"
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
final class QuietHost: Language.Host {
  private let host: any Language.Host

  init(_ host: any Language.Host) { self.host = host }

  func print(_ text: String) {}
  func show(_ progress: Language.Progress?) { host.show(progress) }
  var isInterrupted: Bool { host.isInterrupted }
  var display: Display { .plain }
}
