extension Signature {
  /// What is wrong with the declaration, for a test over the registry: empty when it is sound.
  package func faults() -> [String] {
    var faults: [String] = []
    func expect(_ isSound: Bool, _ fault: String) { if !isSound { faults.append("\(name): \(fault)") } }

    expect(Self.isKebabCase(name), "its name is not in kebab-case")
    expect(!Parser.keywords.contains(name), "its name is a word of the language")
    expect(!category.name.isEmpty, "it has no category")
    expect(summary.hasSuffix("."), "its summary does not end with a full stop")
    expect(!summary.contains("\n"), "its summary has several lines")
    expect(discussion.isEmpty || discussion.hasSuffix("."), "its discussion does not end with a full stop")
    expect(!result.isEmpty, "it does not say what it gives")

    let names = parameters.map(\.name) + options.map(\.name)
    expect(Set(names).count == names.count, "a name stands twice")
    for (name, help) in parameters.map({ ($0.name, $0.help) }) + options.map({ ($0.name, $0.help) }) {
      expect(Self.isKebabCase(name), "\(name) is not in kebab-case")
      expect(help.hasSuffix("."), "the help of \(name) does not end with a full stop")
    }
    var sawOptional = false
    for (index, parameter) in parameters.enumerated() {
      if parameter.arity == .optional { sawOptional = true }
      expect(parameter.arity != .required || !sawOptional, "\(parameter.name) is required but follows an optional one")
      expect(parameter.arity != .rest || index == parameters.count - 1, "\(parameter.name) takes the rest too early")
    }
    expect(parameters.count { $0.arity == .input || $0.arity == .piped } <= 1, "it has several inputs")
    let defaults =
      parameters.map { ($0.name, $0.type as ParameterType?, $0.fallback) }
      + options.map { ("--" + $0.name, $0.type, $0.fallback) }
    for case (let name, let type?, let fallback?) in defaults {
      if case .misfit(let actual, _) = type.check(fallback, word: nil, nil) {
        expect(false, "the default of \(name) is \(actual)")
      }
    }
    for example in examples {
      expect(!example.meaning.isEmpty, "an example does not say what it does: \(example.line)")
      expect(Completeness(of: example.line) == .complete, "an example does not parse: \(example.line)")
    }
    return faults
  }

  private static func isKebabCase(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { 0x61...0x7A ~= $0 || Characters.isDigit($0) }
    } && !(name.utf8.first.map(Characters.isDigit) ?? true)
  }
}
