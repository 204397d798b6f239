import Foundation

/// A statement of the top level, as it was typed.
public struct TopLevelStatement: Sendable {
  /// The text; a definition's with the comment above it.
  public let text: String
  /// The same as it can be said in any folder: the scripts that it sources are named from the root.
  public let script: String
  /// The other comments above it, as they are written, with the empty lines between them.
  public let comment: String
  /// The command, where it is the call of one of the registry's commands and nothing else.
  public let command: Signature?
  /// What that changes.
  public var effect: Effect? { command?.effect }
  /// What it gives a name to and does nothing else: the command that it defines, or the variable, with its `$`.
  public let binds: String?
  /// Whether it is a script's parameter, which stands in no block.
  public let isParameter: Bool
}

/// A statement of the top level, before it runs or after.
public enum StatementEvent {
  case begins(TopLevelStatement)
  /// With the value that it gave, or the error that ended it.
  case ended(TopLevelStatement, Value, Diagnostic?)
  /// The comments behind the last statement of a text.
  case comment(String)
  /// What was typed at the prompt and is no statement of the language: another program ran.
  case other(String)
}

extension Interpreter {
  /// Runs the statements of a text's top level, and tells whoever wants to know of each.
  /// - Parameter comments: those above each.
  func executeTopLevel(_ statements: [Statement], comments: [String]) throws {
    for (index, statement) in statements.enumerated() {
      let told = onStatement.map { _ in
        let text = text(of: statement)
        let isParameter = if case .parameter = statement.kind { true } else { false }
        return TopLevelStatement(
          text: text, script: placed(text),
          comment: comments.indices.contains(index) ? Self.other(comments[index], than: statement) : "",
          command: command(of: statement), binds: Self.bound(by: statement),
          isParameter: isParameter)
      }
      if let told { onStatement?(.begins(told), memory) }
      do {
        try checkInterrupt(at: statement.span)
        guard case .value(let value) = try execute([statement]) else { return }
        if let told { onStatement?(.ended(told, value, nil), memory) }
      } catch {
        if let told { onStatement?(.ended(told, .nothing, error as? Diagnostic), memory) }
        throw error
      }
    }
  }

  /// A statement of this source in which what it sources is named from the root.
  private func placed(_ text: String) -> String {
    Repeating.renamingSources(text) { path in
      let place = Self.script(path, from: source).place
      return place.hasPrefix("/") ? place : FileManager.default.currentDirectoryPath + "/" + place
    }
  }

  /// The comments above a statement without those that are its help.
  private static func other(_ comment: String, than statement: Statement) -> String {
    guard let help = statement.help, !help.isEmpty else { return comment }
    let lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
    let own = help.split(separator: "\n", omittingEmptySubsequences: false).count
    return lines.dropLast(own).joined(separator: "\n")
  }

  /// What a statement gives a name to.
  private static func bound(by statement: Statement) -> String? {
    switch statement.kind {
    case .definition(let definition): definition.name
    case .letVariable(let name, _): "$" + name
    default: nil
    }
  }

  /// The command of the registry that a statement calls, where it does nothing else.
  private func command(of statement: Statement) -> Signature? {
    guard case .pipeline(let pipeline) = statement.kind, pipeline.stages.count == 1,
      case .command(let call)? = pipeline.stages.first, definitions[call.name] == nil
    else { return nil }
    return registry[call.name].map { type(of: $0).signature }
  }

  /// A statement as it is written, with the comment above it where that is its help; a parameter with the value that
  /// it was given.
  private func text(of statement: Statement) -> String {
    let bytes = source.text.utf8
    func place(_ offset: Int) -> String.Index {
      bytes.index(bytes.startIndex, offsetBy: offset, limitedBy: bytes.endIndex) ?? bytes.endIndex
    }
    let (start, end) = (place(statement.span.start), place(statement.span.end))
    let text = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    guard let help = statement.help else { return text }
    let comment = help.split(separator: "\n", omittingEmptySubsequences: false).map { "# \($0)\n" }
    return (help.isEmpty ? "" : comment.joined()) + (written(statement) ?? text)
  }
}

extension Statement {
  /// The comment above it, of a statement that has help; nil for others.
  fileprivate var help: String? {
    switch kind {
    case .definition(let definition): definition.comment
    case .parameter(let parameter): parameter.comment
    default: nil
    }
  }
}

extension Interpreter {
  /// Runs a statement and says how long it took.
  func time(_ statement: Statement) throws -> Outcome {
    try enter(at: statement.span)
    defer { depth -= 1 }
    let start = now()
    let outcome = try execute(statement)
    host.print("took \(Self.text(of: now() - start))")
    return outcome
  }

  /// A duration with three digits: "0.042 ms", "42.1 ms", "1.24 s", "1240 s".
  package static func text(of duration: Duration) -> String {
    let parts = duration.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    // What rounds to a second is one.
    let isLong = seconds >= 0.9995
    let value = isLong ? seconds : seconds * 1000
    var decimals = 2
    if value >= 9.995 { decimals = 1 }
    if value >= 99.95 { decimals = 0 }
    if value < 0.9995 { decimals = 3 }
    return fixed(value, decimals) + (isLong ? " s" : " ms")
  }

  /// A number that is not negative with so many digits behind the point.
  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = [1, 10, 100, 1000][decimals]
    guard let scaled = Int(exactly: (value * Double(scale)).rounded()) else { return value.description }
    let digits = String(scaled % scale + scale).dropFirst()
    return decimals == 0 ? String(scaled) : "\(scaled / scale).\(digits)"
  }
}
