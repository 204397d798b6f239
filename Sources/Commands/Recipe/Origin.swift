import Language

/// How a value came to be: statements of the language that make it again, on top of what its inputs came from.
///
/// Origins share their inputs, so that those of a long session stay small.
final class Origin: Sendable {
  /// A part of a statement.
  enum Piece: Sendable {
    case text(String)
    /// The value of an input; the implicit one need not be written when it is the last value anyway.
    case input(Int, isImplicit: Bool)
  }

  /// The model that the statements run on, if they use one.
  let model: ModelFile?
  /// They run one after the other; the last one's value is what is meant.
  let statements: [[Piece]]
  let inputs: [Origin]
  /// Which item of a list it is, when the statements give several.
  let item: Int?
  /// How many origins lie on the longest way back.
  private let depth: Int

  /// Beyond this depth nothing is remembered: what a loop makes of its own result a million times over has no recipe.
  private static let depthLimit = 200

  /// Nothing when it would reach back too far.
  init?(model: ModelFile? = nil, _ statements: [[Piece]], inputs: [Origin] = [], item: Int? = nil) {
    self.model = model
    self.statements = statements
    self.inputs = inputs
    self.item = item
    depth = (inputs.map(\.depth).max() ?? 0) + 1
    if depth > Self.depthLimit || statements.count > Self.depthLimit { return nil }
  }

  /// The same with further statements behind it.
  func followed(by texts: [String]) -> Origin? {
    Origin(model: model, statements + texts.map { [.text($0)] }, inputs: inputs, item: item)
  }

  /// One item of the list that the statements give.
  func selecting(_ item: Int) -> Origin? { Origin(model: model, statements, inputs: inputs, item: item) }
}

extension Origin {
  /// The origin of what a call gave, when its arguments tell all there is to tell: engine values among them need origins
  /// of their own.
  /// - Parameter input: what stands for the call's input, when that is a list that is gone through.
  convenience init?(of call: Call, input: Value? = nil) {
    var inputs: [Origin] = []
    var pieces: [Piece] = [.text(call.signature.name)]
    func add(_ value: Value, isImplicit: Bool) -> Bool {
      switch value {
      case .foreign(let value as any Originated):
        guard let origin = value.origin else { return false }
        pieces.append(.input(inputs.count, isImplicit: isImplicit))
        inputs.append(origin)
      case .foreign: return false
      case .list(let items):
        pieces.append(.text("["))
        for (index, item) in items.enumerated() {
          if index > 0 { pieces.append(.text(", ")) }
          guard add(item, isImplicit: false) else { return false }
        }
        pieces.append(.text("]"))
      default: pieces.append(.text(literal(value)))
      }
      return true
    }
    for parameter in call.signature.parameters {
      let isInput = parameter.arity == .input
      guard let value = isInput ? input ?? call.value(parameter.name) : call.value(parameter.name) else { continue }
      if parameter.arity == .rest, case .list(let items) = value {
        for item in items {
          pieces.append(.text(" "))
          guard add(item, isImplicit: false) else { return nil }
        }
        continue
      }
      pieces.append(.text(" "))
      guard add(value, isImplicit: isInput) else { return nil }
    }
    for option in call.signature.options {
      guard let value = call.value(option.name) else { continue }
      if option.isFlag {
        if call.flag(option.name) { pieces.append(.text(" --\(option.name)")) }
      } else {
        pieces.append(.text(" --\(option.name) "))
        guard add(value, isImplicit: false) else { return nil }
      }
    }
    self.init([pieces], inputs: inputs)
  }
}

/// An engine value that may know where it came from.
protocol Originated: ForeignValue {
  var origin: Origin? { get }
}

/// A value as it is typed: strings in quotes.
func literal(_ value: Value) -> String {
  switch value {
  case .string(let text): isPlainWord(text) ? text : quoted(text)
  default: value.description
  }
}

/// Whether a text stands for itself when it is typed bare.
private func isPlainWord(_ text: String) -> Bool {
  let isWord = text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }
  let begins = text.utf8.first.map { 0x61...0x7A ~= $0 } ?? false
  return isWord && begins && !["true", "false", "nothing"].contains(text)
}

/// A text as it is typed between quotes.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\", "{": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
