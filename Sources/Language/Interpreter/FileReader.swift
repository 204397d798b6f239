/// Files where values of the engine are wanted: `plot kick.wav` is `plot (load-audio kick.wav)`.
struct FileReader {
  let registry: CommandRegistry

  /// Whether a value names a file that is read where a type is wanted, or is a list in which such names stand where a
  /// list is wanted.
  func reads(_ value: Value, _ type: ParameterType) -> Bool {
    guard case .list(let items) = value else { return command(for: value, as: type) != nil }
    guard let wanted = type.item, !items.isEmpty else { return false }
    return items.allSatisfy { if case .foreign = $0 { true } else { command(for: $0, as: wanted) != nil } }
  }

  /// The command that makes a value of that type of the file that a string names, going by its ending: one that takes
  /// such files first and gives such a value.
  func command(for value: Value, as type: ParameterType) -> (any Command)? {
    guard case .string(let path) = value, let wanted = type.engineValue,
      let dot = path.lastIndex(of: "."), dot != path.startIndex
    else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    return registry.commands.first { command in
      let signature = Swift.type(of: command).signature
      guard signature.result == wanted, case .path(.read(let endings))? = signature.parameters.first?.type else {
        return false
      }
      return endings.contains(ending)
    }
  }
}

extension CommandSyntax {
  /// The call of a command with one value, at a value's place.
  init(_ name: String, of value: Value, at span: Span) {
    let argument = Argument(kind: .expression(Expression(kind: .literal(value), span: span, height: 1)), span: span)
    self.init(name: name, nameSpan: span, arguments: [argument], span: span, height: 2)
  }
}
