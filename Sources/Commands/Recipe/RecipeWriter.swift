/// Writes an origin as a script, each statement after those that its inputs need.
struct RecipeWriter {
  private(set) var lines: [String] = []
  /// The models that were loaded, in order.
  private(set) var models: [ModelFile] = []
  private var uses: [ObjectIdentifier: Int] = [:]
  private var names: [ObjectIdentifier: String] = [:]
  /// Whose value `$it` is.
  private var last: ObjectIdentifier?
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
      lines.append(file.statement)
      if !models.contains(where: { $0 === file }) { models.append(file) }
      model = file
    }
    for statement in origin.statements { lines.append(text(of: statement, origin)) }
    last = ObjectIdentifier(origin)
    if let item = origin.item { bind(origin, to: "$it[\(item)]") }
  }

  /// Whether the model under way came from another file, or in another way.
  private func changesModel(_ origin: Origin) -> Bool {
    origin.model.map { $0 !== model && $0.statement != model?.statement } ?? false
  }

  /// Gives an origin's value a name, unless it has one.
  private mutating func name(_ origin: Origin) {
    if names[ObjectIdentifier(origin)] == nil { bind(origin, to: "$it") }
  }

  private mutating func bind(_ origin: Origin, to expression: String) {
    let name = "$s\(names.count + 1)"
    lines.append("let \(name) = \(expression)")
    names[ObjectIdentifier(origin)] = name
  }

  private func text(of pieces: [Origin.Piece], _ origin: Origin) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let words): text += words
      case .input(let index, let isImplicit):
        let id = ObjectIdentifier(origin.inputs[index])
        if let name = names[id] { text += name } else if !isImplicit { text += "$it" }
      }
    }
    return text.replacing("  ", with: " ").trimmedAtEnd
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
