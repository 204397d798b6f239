import Language

/// How a value came to be: calls of commands that make it again, on top of what its inputs came from.
///
/// Origins share their inputs, so that those of a long session stay small.
final class Origin: Sendable {
  /// The model that the calls run on, if they use one.
  let model: ModelFile?
  /// They run one after the other; the last one's value is what is meant. An input among their arguments is one of
  /// `inputs`, by its number.
  let calls: [Invocation]
  let inputs: [Origin]
  /// Which item of a list it is, when the calls give several.
  let item: Int?
  /// What paths in the calls count from.
  private let folder: String
  /// How many origins lie on the longest way back.
  private let depth: Int

  /// Beyond this depth nothing is remembered: what a loop makes of its own result a million times over has no recipe.
  private static let depthLimit = 200

  /// Nil when it would reach back too far.
  init?(
    model: ModelFile? = nil, _ calls: [Invocation], inputs: [Origin] = [], item: Int? = nil,
    in folder: String = KeptPath.currentFolder
  ) {
    self.model = model
    self.folder = folder
    self.calls = calls
    self.inputs = inputs
    self.item = item
    depth = (inputs.map(\.depth).max() ?? 0) + 1
    if depth > Self.depthLimit || calls.count > Self.depthLimit { return nil }
  }

  /// The same with further calls behind it.
  func followed(by more: [Invocation]) -> Origin? {
    Origin(model: model, calls + more, inputs: inputs, item: item, in: folder)
  }

  /// The calls as they are made in the current folder.
  var placedCalls: [Invocation] {
    calls.map { call in
      guard call.name == CommandName.loadAudio, let path = call.firstText else { return call }
      let text = KeptPath(path, in: folder).text
      return text == path ? call : call.replacingFirstText(text)
    }
  }

  /// One item of the list that the calls give.
  func selecting(_ item: Int) -> Origin? { Origin(model: model, calls, inputs: inputs, item: item, in: folder) }
}

/// An engine value that may know where it came from.
protocol Originated: ForeignValue {
  var origin: Origin? { get }
}

extension Origin {
  /// The origin of what a call of a pure command gave: its arguments tell all there is to tell, and engine values among
  /// them need origins of their own.
  /// - Parameters:
  ///   - input: what stands for the call's input, when that is a list that is gone through.
  ///   - model: the model that the call runs on, where its arguments tell all but that.
  ///   - told: what stands for options, or nil for those that are left out, by their names.
  convenience init?(of call: Call, input: Value? = nil, model: ModelFile? = nil, telling told: [String: Value?] = [:]) {
    var inputs: [Origin] = []
    func term(_ value: Value, isImplicit: Bool = false) -> Invocation.Term? {
      switch value {
      case .foreign(let value as any Originated):
        guard let origin = value.origin else { return nil }
        inputs.append(origin)
        return .input(inputs.count - 1, isImplicit: isImplicit)
      case .list(let items):
        let terms = items.compactMap { term($0) }
        return terms.count == items.count ? .list(terms) : nil
      case .record(let record):
        let fields = record.fields.compactMap { name, value in term(value).map { Invocation.Term.Field(name, $0) } }
        return fields.count == record.count ? .record(fields) : nil
      default: return Invocation.Term(value)
      }
    }
    var arguments: [Invocation.Argument] = []
    for parameter in call.signature.parameters {
      let isInput = parameter.arity == .input
      guard let value = isInput ? input ?? call.value(of: parameter.name) : call.value(of: parameter.name) else {
        continue
      }
      var values = [value]
      if parameter.arity == .rest, case .list(let items) = value { values = items }
      for value in values {
        guard let term = term(value, isImplicit: isInput) else { return nil }
        arguments.append(.positional(term))
      }
    }
    for option in call.signature.options {
      guard let value = told[option.name] ?? call.value(of: option.name) else { continue }
      if option.isFlag {
        arguments.append(.option(option.name, nil))
      } else {
        guard let term = term(value) else { return nil }
        arguments.append(.option(option.name, term))
      }
    }
    self.init(model: model, [Invocation(call.signature.name, arguments)], inputs: inputs)
  }
}
