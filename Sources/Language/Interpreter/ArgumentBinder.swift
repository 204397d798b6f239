/// An argument as it was given: evaluated, not yet matched with a parameter.
struct GivenArgument {
  indirect enum Kind {
    /// A value; the word it was typed as, when it was a bare one.
    case value(Value, word: String?)
    case option(String, GivenArgument?)
    /// What `...` stands before.
    case spread(Value)
    case endOfOptions
  }

  let kind: Kind
  let span: Span
}

/// Arguments that do not fit a signature; no place stands for the command's.
struct BindingFailure: Error {
  let message: String
  let hint: String?
  let span: Span?
}

/// Matches arguments with a signature's parameters and options, and checks their types.
struct ArgumentBinder {
  let signature: Signature
  /// What a parameter that wants an input takes when nothing is piped in.
  let it: () -> Value
  let home: String?
  /// The text that the arguments stand in.
  let source: SourceText
  /// Whether a file of that name is read where a type is wanted (see `FileReader`).
  var reads: (Value, ParameterType) -> Bool = { _, _ in false }

  struct Candidate {
    let value: Value
    let word: String?
    let span: Span?
    /// How a message refers to it.
    let subject: String
  }

  /// The arguments by the names of their parameters and options; those that were not given and have no default are
  /// absent.
  /// - Parameter pipesFirst: whether what is piped in is simply the first argument, as in a program's own definitions.
  func bind(
    _ given: [GivenArgument], piped: Value?, pipesFirst: Bool = false
  ) throws(BindingFailure) -> [String: Call.Argument] {
    var bound: [String: Call.Argument] = [:]
    var positional = try bindOptions(given, into: &bound)
    if pipesFirst, let piped {
      positional.insert(Candidate(value: piped, word: nil, span: nil, subject: "what is piped in"), at: 0)
    }
    try bindParameters(positional, piped: pipesFirst ? nil : piped, into: &bound)
    let fallbacks =
      signature.parameters.map { ($0.name, $0.fallback) } + signature.options.map { ($0.name, $0.fallback) }
    for case (let name, let fallback?) in fallbacks where bound[name] == nil {
      bound[name] = Call.Argument(value: fallback, span: nil, isDefault: true)
    }
    return bound
  }

  // MARK: Parameters

  private func bindParameters(
    _ given: [Candidate], piped: Value?, into bound: inout [String: Call.Argument]
  ) throws(BindingFailure) {
    let parameters = signature.parameters
    let takesInput = parameters.contains { $0.arity == .input || $0.arity == .piped }
    var piped = piped
    var left = given[...]
    // What is given beyond the required arguments goes to the others, from left to right; a piped value already fills
    // the place of one of them.
    var spare = given.count - parameters.count { $0.arity == .required }
    let optional = parameters.count { $0.arity == .optional }

    for (index, parameter) in parameters.enumerated() {
      let title = parameter.name.uppercased()
      switch parameter.arity {
      case .required:
        guard let argument = left.popFirst() else {
          throw BindingFailure(message: "\(title) is missing", hint: "usage: \(signature.usage)", span: nil)
        }
        try bind(argument, to: parameter.type, called: title, parameter.name, isOptional: false, into: &bound)
      case .optional:
        guard spare > 0, let argument = left.first, !belongs(argument, after: index) else { continue }
        left = left.dropFirst()
        spare -= 1
        try bind(argument, to: parameter.type, called: title, parameter.name, isOptional: true, into: &bound)
      case .input, .piped:
        let isGiven = piped == nil ? spare > 0 : spare > optional
        if isGiven, let argument = left.popFirst() {
          spare -= 1
          let isOptional = parameter.arity == .piped
          try bind(argument, to: parameter.type, called: title, parameter.name, isOptional: isOptional, into: &bound)
        } else if parameter.arity == .input || piped != nil {
          let input = try self.input(for: parameter, piped: &piped)
          try bind(input, to: parameter.type, called: title, parameter.name, isOptional: false, into: &bound)
        }
      case .rest:
        if !takesInput, let value = piped {
          left.insert(Candidate(value: value, word: nil, span: nil, subject: "what is piped in"), at: left.startIndex)
          piped = nil
        }
        try bindRest(left, to: parameter, into: &bound)
        left = []
      }
    }
    if let extra = left.first {
      throw tooMany(extra)
    }
    if piped != nil {
      let input = parameters.first { $0.arity == .input || $0.arity == .piped }
      let candidate = piped.map { Candidate(value: $0, word: nil, span: nil, subject: "what is piped in") }
      let message =
        input.map { "\($0.name.uppercased()) is given, and so nothing can be piped in" }
        ?? "nothing can be piped into it"
      throw BindingFailure(
        message: message, hint: candidate.flatMap(spreadHint) ?? "usage: \(signature.usage)", span: nil)
    }
  }

  /// Whether an argument does not fit an optional parameter but one that stands behind it: `plot $sound` leaves KIND
  /// out.
  private func belongs(_ argument: Candidate, after index: Int) -> Bool {
    func fits(_ parameter: Signature.Parameter) -> Bool {
      if case .fit = parameter.type.check(argument.value, word: argument.word, home) { return true }
      return reads(argument.value, parameter.type)
    }
    let parameters = signature.parameters
    return !fits(parameters[index]) && parameters[(index + 1)...].contains { $0.arity != .required && fits($0) }
  }

  private func tooMany(_ extra: Candidate) -> BindingFailure {
    if let word = extra.word, let hint = Self.dashHint(for: word) {
      return BindingFailure(message: "unknown option \(word)", hint: hint, span: extra.span)
    }
    if extra.span == nil {
      let hint = spreadHint(for: extra) ?? "usage: \(signature.usage)"
      return BindingFailure(message: "nothing can be piped into it", hint: hint, span: nil)
    }
    let most = signature.parameters.count
    let amount = most == 0 ? "no arguments" : most == 1 ? "one argument" : "\(most) arguments"
    return BindingFailure(
      message: "it takes \(amount), and this is one too many",
      hint: spreadHint(for: extra) ?? "usage: \(signature.usage)", span: extra.span)
  }

  /// What to do about a record that was meant as options.
  func spreadHint(for candidate: Candidate) -> String? {
    guard case .record = candidate.value, candidate.subject != "$it", !signature.options.isEmpty else { return nil }
    let typed = candidate.span.map(source.slice)
    let isShort = typed.map { $0.utf8.count <= 40 && !$0.contains(where: \.isNewline) } ?? false
    return
      "a record's fields become options with three dots: \(signature.name) ...\(isShort ? typed ?? "" : "$options")"
  }

  /// What to do about a word that seems to be meant as an option.
  private static func dashHint(for word: String) -> String? {
    if word.hasPrefix("..."), Record.isName(String(word.dropFirst(3))) {
      return "what is spread is a variable: ...$\(word.dropFirst(3))"
    }
    guard let first = word.first, "-–—".contains(first), let second = word.dropFirst().first, !second.isNumber else {
      return nil
    }
    return "options begin with two hyphens"
  }

  /// What is piped in, or else the last value.
  private func input(for parameter: Signature.Parameter, piped: inout Value?) throws(BindingFailure) -> Candidate {
    if let value = piped {
      piped = nil
      return Candidate(value: value, word: nil, span: nil, subject: "what is piped in")
    }
    let it = it()
    if case .nothing = it {
      let noun = parameter.type.foreignName ?? parameter.name
      throw BindingFailure(
        message: "no \(noun) yet", hint: "make or load one first, or name one: \(signature.usage)", span: nil)
    }
    return Candidate(value: it, word: nil, span: nil, subject: "$it")
  }

  private func bindRest(
    _ given: ArraySlice<Candidate>, to parameter: Signature.Parameter, into bound: inout [String: Call.Argument]
  ) throws(BindingFailure) {
    guard let first = given.first else { return }
    var values: [Value] = []
    for argument in given {
      var single: [String: Call.Argument] = [:]
      // A list stands for its items where lists are not what is wanted.
      if case .list(let items) = argument.value, case .misfit = parameter.type.check(argument.value, word: nil, home) {
        for item in items {
          let item = Candidate(value: item, word: nil, span: argument.span, subject: "an item of this list")
          try bind(item, to: parameter.type, called: parameter.name.uppercased(), "", isOptional: false, into: &single)
          if let value = single[""]?.value { values.append(value) }
        }
        continue
      }
      try bind(argument, to: parameter.type, called: parameter.name.uppercased(), "", isOptional: false, into: &single)
      if let value = single[""]?.value { values.append(value) }
    }
    bound[parameter.name] = Call.Argument(value: .list(values), span: first.span)
  }

  // MARK: Types

  /// Checks an argument's type and binds it to a name. Nothing, given to what need not be given, counts as not given.
  func bind(
    _ candidate: Candidate, to type: ParameterType, called title: String, _ name: String, isOptional: Bool,
    into bound: inout [String: Call.Argument]
  ) throws(BindingFailure) {
    switch type.check(candidate.value, word: candidate.word, home) {
    case .fit(let value): bound[name] = Call.Argument(value: value, span: candidate.span)
    case .misfit where reads(candidate.value, type):
      bound[name] = Call.Argument(value: candidate.value, span: candidate.span)
    case .misfit(let actual, let hint):
      if isOptional, case .nothing = candidate.value { return }
      throw BindingFailure(
        message: "\(title) should be \(type.description), but \(candidate.subject) is \(actual)",
        hint: hint ?? candidate.word.flatMap(Self.dashHint)
          ?? (type.takesRecords ? nil : spreadHint(for: candidate)), span: candidate.span)
    }
  }
}
