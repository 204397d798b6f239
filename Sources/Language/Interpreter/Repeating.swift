/// Statements as a script needs them that does again what was done.
public enum Repeating {
  /// A statement's text in which each call that wrote a file replaces it: what it made the first time is there the
  /// second time.
  /// - Parameters:
  ///   - text: a statement that parses; another one is given back as it is.
  ///   - flag: the option by which commands replace what is there, such as "overwrite".
  ///   - signatures: of the commands that it may call.
  public static func replacing(_ text: String, by flag: String, _ signatures: [Signature]) -> String {
    var bytes = Array(text.utf8)
    // From the last on, so that places before it stay where they are.
    for call in calls(in: text).reversed() {
      guard let signature = signatures.first(where: { $0.name == call.name }), signature.writes(call),
        signature.options.contains(where: { $0.name == flag }), !call.gives(flag)
      else { continue }
      // Behind the name: what follows "--" is no option.
      bytes.insert(contentsOf: " --\(flag)".utf8, at: call.nameSpan.end)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The words and strings that a statement gives as an option to calls of a command, such as `train --out`.
  public static func values(of option: String, givenTo name: String, in text: String) -> [String] {
    calls(in: text).filter { $0.name == name }.flatMap { call in
      call.arguments.indices.compactMap { index in
        guard case .option(option, let value) = call.arguments[index].kind else { return nil }
        // Without an equals sign the value is the argument behind it.
        return (value ?? call.arguments[(index + 1)...].first)?.plainText
      }
    }
  }

  /// A statement's text in which each call of a command with a whole number has another one.
  public static func renumbering(_ text: String, callsOf name: String, by number: (Int) -> Int?) -> String {
    var bytes = Array(text.utf8)
    for call in calls(in: text).reversed() where call.name == name {
      guard let argument = call.arguments.first, case .word(let word) = argument.kind, let old = Int(word),
        let new = number(old), new != old
      else { continue }
      bytes.replaceSubrange(argument.span.start..<argument.span.end, with: String(new).utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A statement's text in which scripts that it sources have other paths.
  public static func renamingSources(_ text: String, _ path: (String) -> String) -> String {
    let name = SourceCommand.signature.name
    guard text.contains(name) else { return text }
    var bytes = Array(text.utf8)
    for call in calls(in: text).reversed() where call.name == name {
      guard let argument = call.arguments.first, let old = argument.plainText else { continue }
      let new = path(old)
      if new == old { continue }
      bytes.replaceSubrange(argument.span.start..<argument.span.end, with: SourceLiteral.word(new).utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func calls(in text: String) -> [CommandSyntax] {
    (try? Parser.parse(SourceText(name: "", text: text)))?.calls ?? []
  }
}

extension CommandSyntax {
  fileprivate func gives(_ option: String) -> Bool {
    arguments.contains { if case .option(option, _) = $0.kind { true } else { false } }
  }
}

extension CommandSyntax.Argument {
  /// A word, or a string without values in it; nil for anything else.
  fileprivate var plainText: String? {
    switch kind {
    case .word(let word): return word
    case .expression(let expression):
      if case .literal(.string(let text)) = expression.kind { return text } else { return nil }
    case .spread, .option, .endOfOptions: return nil
    }
  }
}

extension Signature {
  /// Whether a call names a place to write to.
  fileprivate func writes(_ call: CommandSyntax) -> Bool {
    func isTarget(_ type: ParameterType?) -> Bool {
      switch type {
      case .path(.write)?, .path(.folder)?: true
      default: false
      }
    }
    return parameters.contains { isTarget($0.type) } || options.contains { isTarget($0.type) && call.gives($0.name) }
  }
}
