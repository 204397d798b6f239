extension Signature {
  /// The command with what it takes, on one line: `export FILE [SOUND] [--bits 16|24|float] [--overwrite]`.
  public var usage: String { usageParts.joined(separator: " ") }

  private var usageParts: [String] {
    var parts = [name]
    for parameter in parameters {
      let title = parameter.name.uppercased()
      switch parameter.arity {
      case .required: parts.append(title)
      case .optional, .input, .piped: parts.append("[\(title)]")
      case .rest: parts.append("[\(title)...]")
      }
    }
    for option in options { parts.append("[\(option.usage)]") }
    return parts
  }

  /// The whole help of the command, no line wider than `columns` where words allow it.
  public func help(columns: Int) -> String {
    let width = min(max(columns, 20), 100)
    var sections = [TextLayout.wrapped(summary, columns: width)]
    // An option and its value stay on one line.
    let usage = usageParts.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: " ")
    let lines = TextLayout.wrapped(usage, columns: width, indent: 2, hanging: 6)
    sections.append(lines.replacing("\u{A0}", with: " "))
    if !discussion.isEmpty {
      for paragraph in TextLayout.paragraphs(discussion) {
        sections.append(TextLayout.wrapped(paragraph, columns: width))
      }
    }
    let entries = parameters.map { ($0.name.uppercased(), $0.explanation) }
    if !entries.isEmpty { sections.append(TextLayout.table(entries, columns: width)) }
    let options = options.map { ($0.usage, $0.explanation) }
    if !options.isEmpty { sections.append(TextLayout.table(options, columns: width)) }
    if result != "nothing" && !result.isEmpty { sections.append("Gives: \(result)") }
    if !examples.isEmpty {
      let lines = examples.flatMap { example in
        ["  " + example.line, TextLayout.wrapped("# " + example.meaning, columns: width, indent: 6, hanging: 8)]
      }
      sections.append("Examples:\n" + lines.joined(separator: "\n"))
    }
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}

extension Signature.Parameter {
  var explanation: String {
    let origin =
      switch arity {
      case .input: " When not given: what is piped in, else $it."
      case .piped: " When not given: what is piped in."
      case .required, .optional, .rest: ""
      }
    return explained(help, type, fallback) + origin
  }
}

extension Signature.Option {
  /// `--bits 16|24|float`, or `--overwrite`.
  var usage: String {
    guard let type else { return "--\(name)" }
    return "--\(name) \(type.placeholder)"
  }

  var explanation: String {
    guard let type else { return help }
    return explained(help, type, fallback)
  }
}

/// What an argument is for, what it accepts, and what it is when it is not given.
private func explained(_ help: String, _ type: ParameterType, _ fallback: Value?) -> String {
  (help.isEmpty ? "" : help + " ") + type.sentence + (fallback.map { " \($0) when not given." } ?? "")
}

extension ParameterType {
  /// What stands for a value in a usage line.
  fileprivate var placeholder: String {
    switch self {
    case .any: "VALUE"
    case .text: "TEXT"
    case .number(let units, _):
      switch units.first(where: { $0 != .none }) {
      case .seconds?: "TIME"
      case .hertz?: "FREQUENCY"
      case .decibels?: "LEVEL"
      case .percent?: "PERCENT"
      case .some(.none), nil: "NUMBER"
      }
    case .integer: "N"
    case .boolean: "true|false"
    case .choice(let choices): choices.joined(separator: "|")
    case .path(.folder): "FOLDER"
    case .path: "FILE"
    case .foreign(let name): name.uppercased()
    case .list: "LIST"
    case .record: "RECORD"
    case .either(let types): types.map(\.placeholder).joined(separator: "|")
    }
  }

  /// The type as a sentence of its own, where it says more than the help does.
  fileprivate var sentence: String {
    switch self {
    case .any, .text, .path, .foreign, .boolean: return ""
    case .number, .integer, .choice, .list, .record, .either:
      let text = description
      return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
  }
}

extension Signature {
  /// What is to be typed next.
  package enum Place: Sendable {
    /// Nothing in particular.
    case end
    case parameter(Signature.Parameter)
    /// An option's value.
    case option(Signature.Option)
  }

  /// The usage of the command in short, and what stands at a place: its name, what it is for and what it accepts.
  package func hint(at place: Place, columns: Int) -> String {
    let width = min(max(columns - 1, 20), 100)
    var isInside = false
    // An option and its value stay on one line.
    let usage = String(
      usage.map { character -> Character in
        if character == "[" { isInside = true }
        if character == "]" { isInside = false }
        return isInside && character == " " ? "\u{A0}" : character
      })
    let lines = TextLayout.wrapped(usage, columns: width, hanging: 4).replacing("\u{A0}", with: " ")
    switch place {
    case .end: return lines
    case .parameter(let parameter):
      let text = Self.with(parameter.type, parameter.explanation)
      return lines + "\n" + TextLayout.table([(parameter.name.uppercased(), text)], columns: width)
    case .option(let option):
      let text = option.type.map { Self.with($0, option.explanation) } ?? option.explanation
      return lines + "\n" + TextLayout.table([(option.usage, text)], columns: width)
    }
  }

  /// An explanation that says what is accepted, which help leaves out where it is plain.
  private static func with(_ type: ParameterType, _ explanation: String) -> String {
    let accepted = type.description
    let sentence = accepted.prefix(1).uppercased() + accepted.dropFirst() + "."
    if explanation.contains(sentence) { return explanation }
    return explanation.isEmpty ? sentence : explanation + " " + sentence
  }
}
