extension ArgumentBinder {
  /// Binds the options and gives back what is left.
  func bindOptions(
    _ given: [GivenArgument], into bound: inout [String: Call.Argument]
  ) throws(BindingFailure) -> [Candidate] {
    var positional: [Candidate] = []
    var seen: Set<String> = []
    var records: [(Record, Span)] = []
    var index = 0
    while index < given.count {
      let argument = given[index]
      index += 1
      switch argument.kind {
      case .endOfOptions: continue
      case .value(let value, let word):
        positional.append(Candidate(value: value, word: word, span: argument.span, subject: "this"))
      case .spread(.list(let items)):
        positional += items.map {
          Candidate(value: $0, word: nil, span: argument.span, subject: "an item of this list")
        }
      case .spread(.record(let record)): records.append((record, argument.span))
      case .spread(let value):
        throw BindingFailure(
          message: "three dots spread a record or a list, but this is \(value.kind)", hint: nil, span: argument.span)
      case .option(let name, let attached):
        guard let option = signature.options.first(where: { $0.name == name }) else {
          throw unknownOption(name, at: argument.span)
        }
        guard seen.insert(name).inserted else {
          throw BindingFailure(message: "--\(name) is given twice", hint: nil, span: argument.span)
        }
        guard let type = option.type else {
          if let attached {
            throw BindingFailure(message: "--\(name) takes no value", hint: nil, span: attached.span)
          }
          bound[name] = Call.Argument(value: .bool(true), span: argument.span)
          continue
        }
        var value = attached
        if value == nil, index < given.count, case .value = given[index].kind {
          value = given[index]
          index += 1
        }
        guard let value, case .value(let content, let word) = value.kind else {
          throw BindingFailure(
            message: "--\(name) wants a value: \(type.description)", hint: nil, span: argument.span)
        }
        let candidate = Candidate(value: content, word: word, span: value.span, subject: "this")
        try bind(candidate, to: type, called: "--\(name)", name, isOptional: true, into: &bound)
      }
    }
    for (record, span) in records.reversed() { try bindFields(of: record, at: span, &seen, into: &bound) }
    return positional
  }

  /// Binds a record's fields as options. One that is bound already stays: what was typed wins, then what stands last.
  private func bindFields(
    of record: Record, at span: Span, _ seen: inout Set<String>, into bound: inout [String: Call.Argument]
  ) throws(BindingFailure) {
    for (name, value) in record.fields {
      guard let option = signature.options.first(where: { $0.name == name }) else {
        throw unknownOption(name, at: span)
      }
      guard seen.insert(name).inserted else { continue }
      let subject = "the field \(name)"
      let candidate = Candidate(value: value, word: nil, span: span, subject: subject)
      try bind(candidate, to: option.type ?? .boolean, called: "--\(name)", name, isOptional: true, into: &bound)
      // A flag that is off is one that was not given.
      if option.isFlag, case .bool(false)? = bound[name]?.value { bound[name] = nil }
    }
  }

  private func unknownOption(_ name: String, at span: Span) -> BindingFailure {
    let names = signature.options.map(\.name)
    let hint: String =
      if let parameter = signature.parameters.first(where: { $0.name == name }) {
        "\(parameter.name.uppercased()) is given without a name: \(signature.usage)"
      } else if let near = NearestName.of(name, among: names) {
        "did you mean --\(near)?"
      } else if names.isEmpty {
        "it has no options"
      } else {
        "it has " + names.map { "--" + $0 }.joined(separator: " ")
      }
    return BindingFailure(message: "unknown option --\(name)", hint: hint, span: span)
  }
}
