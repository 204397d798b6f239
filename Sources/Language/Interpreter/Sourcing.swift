import Foundation

/// `source`: running another script's statements here.
extension Interpreter {
  /// A script that another names: a path counts from the folder of the text that names it.
  /// - Returns: what it is called, and where it lies, though the current folder may be another by now.
  static func script(_ path: String, from source: SourceText) -> (name: String, place: String) {
    guard !path.hasPrefix("/") else { return (path, path) }
    let isBeside = source.name.contains("/")
    let folder = URL(fileURLWithPath: source.name).deletingLastPathComponent()
    let name = isBeside ? folder.appendingPathComponent(path).relativePath : path
    return (name, source.folder.map { $0 + "/" + path } ?? name)
  }

  /// What `source` takes: a script, and the parameters that it declares as options.
  func signature(ofSource given: [GivenArgument]) -> Signature {
    let plain = SourceCommand.signature
    guard case .value(let value, let word)? = given.first?.kind,
      case .fit(.string(let path)) = SourceCommand.file.described.type.check(value, word: word, home),
      let program = try? program(in: Self.script(path, from: source))
    else { return plain }
    // The file has a name already.
    let options = program.parameters.filter { $0.name != SourceCommand.file.name }.map(\.described)
    return Signature(
      plain.name, category: plain.category, summary: plain.summary, discussion: plain.discussion,
      describing: plain.parameters, options, result: plain.result, effect: plain.effect)
  }

  /// The program in a file.
  private func program(in script: (name: String, place: String)) throws -> Program {
    let file = script.name
    guard let data = FileManager.default.contents(atPath: script.place) else {
      let exists = FileManager.default.fileExists(atPath: script.place)
      throw CommandFailure("\(file) \(exists ? "can't be read" : "does not exist")", argument: SourceCommand.file)
    }
    if data.count > SourceText.longest {
      throw CommandFailure(
        "\(file) is too large for a script", hint: "a script holds \(SourceText.longest >> 20) MB at most",
        argument: SourceCommand.file)
    }
    return try Parser.parse(SourceText(file: file, at: script.place, text: String(decoding: data, as: UTF8.self)))
  }

  /// Runs another file's statements in the global scope.
  func runSource(_ call: Call, from invocation: CommandSyntax) throws -> Value {
    let script = Self.script(call[SourceCommand.file], from: source)
    let program = try program(in: script)
    if calls >= Self.callLimit {
      throw CommandFailure("\(script.name) sources itself again and again", argument: SourceCommand.file)
    }
    let before = (scope: scope, source: source, echoes: echoes, parameters: parameters)
    calls += 1
    echoes = false
    source = program.source
    scope = globals
    parameters = program.parameters.reduce(into: [:]) { values, parameter in
      guard parameter.name != SourceCommand.file.name else { return }
      values[parameter.name] = call.value(of: parameter.name).map(parameter.taken)
    }
    defer {
      (scope, source, echoes, parameters) = before
      calls -= 1
    }
    do {
      _ = try execute(program.statements)
      return .nothing
    } catch var diagnostic as Diagnostic {
      diagnostic.trace.append(Diagnostic.Frame(name: "source", source: before.source, span: invocation.nameSpan))
      throw diagnostic
    }
  }
}
