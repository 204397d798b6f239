import Foundation

/// `source`: running another script's statements here.
extension Interpreter {
  /// Where a script that another names lies: a path counts from the folder of the text that names it.
  static func path(_ path: String, from source: SourceText) -> String {
    guard !path.hasPrefix("/"), source.name.contains("/") else { return path }
    return URL(fileURLWithPath: source.name).deletingLastPathComponent().appendingPathComponent(path).relativePath
  }

  /// What `source` takes: a script, and the parameters that it declares as options.
  func signature(ofSource given: [GivenArgument]) -> Signature {
    let plain = SourceCommand.signature
    guard case .value(let value, let word)? = given.first?.kind,
      case .fit(.string(let path)) = SourceCommand.file.described.type.check(value, word: word, home),
      let program = try? program(in: Self.path(path, from: source))
    else { return plain }
    // The file has a name already.
    let options = program.parameters.filter { $0.name != SourceCommand.file.name }.map(\.described)
    return Signature(
      plain.name, category: plain.category, summary: plain.summary, discussion: plain.discussion,
      describing: plain.parameters, options, result: plain.result, effect: plain.effect)
  }

  /// The program in a file.
  private func program(in file: String) throws -> Program {
    guard let data = FileManager.default.contents(atPath: file) else {
      let exists = FileManager.default.fileExists(atPath: file)
      throw CommandFailure("\(file) \(exists ? "can't be read" : "does not exist")", argument: SourceCommand.file)
    }
    if data.count > Operators.textLimit {
      throw CommandFailure("\(file) is too large for a script", argument: SourceCommand.file)
    }
    return try Parser.parse(SourceText(name: file, text: String(decoding: data, as: UTF8.self)))
  }

  /// Runs another file's statements in the global scope.
  func runSource(_ call: Call, from invocation: CommandSyntax) throws -> Value {
    let file = Self.path(call[SourceCommand.file], from: source)
    let program = try program(in: file)
    if calls >= Self.callLimit {
      throw CommandFailure("\(file) sources itself again and again", argument: SourceCommand.file)
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
