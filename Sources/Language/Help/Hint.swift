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
