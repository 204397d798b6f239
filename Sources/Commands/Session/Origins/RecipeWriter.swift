import Language

/// Writes an origin as statements, each behind those that its inputs need.
struct RecipeWriter {
  private(set) var statements: [WrittenStatement] = []
  /// The models that were loaded, in order.
  private(set) var models: [ModelFile] = []
  private var uses: [ObjectIdentifier: Int] = [:]
  private var names: [ObjectIdentifier: String] = [:]
  private var model: ModelFile?

  /// The statements that make what came to be in this way; the last one's value, or variable, is it.
  init(_ origin: Origin) {
    count(origin)
    write(origin)
  }

  /// Counts how often each origin is needed.
  private mutating func count(_ origin: Origin) {
    let id = ObjectIdentifier(origin)
    uses[id, default: 0] += 1
    if uses[id] == 1 { for input in origin.inputs { count(input) } }
  }

  private mutating func write(_ origin: Origin) {
    for input in origin.inputs {
      if names[ObjectIdentifier(input)] == nil { write(input) }
      // $it serves where nothing comes in between.
      let isShared = origin.inputs.count > 1 || uses[ObjectIdentifier(input), default: 0] > 1 || changesModel(origin)
      if isShared { name(input) }
    }
    if let file = origin.model, changesModel(origin) {
      statements.append(.call(file.invocation))
      if !models.contains(where: { $0 === file }) { models.append(file) }
      model = file
    }
    for call in origin.placedCalls {
      statements.append(.call(call.naming { names[ObjectIdentifier(origin.inputs[$0])].map { .variable($0) } }))
    }
    if let item = origin.item { bind(origin, to: .item(of: Self.last, item)) }
  }

  /// Whether the model under way came from another file, or in another way.
  private func changesModel(_ origin: Origin) -> Bool {
    origin.model.map { $0 !== model && $0.invocation != model?.invocation } ?? false
  }

  /// Gives an origin's value a name, unless it has one.
  private mutating func name(_ origin: Origin) {
    if names[ObjectIdentifier(origin)] == nil { bind(origin, to: .variable(Self.last)) }
  }

  private mutating func bind(_ origin: Origin, to term: Invocation.Term) {
    let name = "s\(names.count + 1)"
    statements.append(.binding(name, term))
    names[ObjectIdentifier(origin)] = name
  }

  /// The variable that holds the last value.
  private static let last = "it"
}
