extension Value {
  /// Lists hold this many items at most, those of lists inside them included: a script of a few lines must not be able to
  /// fill the memory.
  package static let itemLimit = 1_000_000
  /// Lists lie inside each other this deep and no deeper.
  package static let listDepthLimit = 64

  /// A list, within the limits.
  static func list(checked items: [Value]) throws(CommandFailure) -> Value {
    var count = 0
    try measure(items, depth: 1, count: &count)
    return .list(items)
  }

  private static func measure(_ items: [Value], depth: Int, count: inout Int) throws(CommandFailure) {
    count += items.count
    if count > itemLimit {
      throw CommandFailure("this list is too long", hint: "lists hold \(itemLimit) items at most")
    }
    if depth > listDepthLimit {
      throw CommandFailure("lists lie inside each other more than \(listDepthLimit) deep here")
    }
    for case .list(let inner) in items { try measure(inner, depth: depth + 1, count: &count) }
  }

  /// The whole numbers from one to another, both included; empty when the second is the smaller.
  static func range(_ first: Value, _ last: Value) throws(CommandFailure) -> ClosedRange<Int>? {
    let first = try wholeNumber(first, "a range's first number")
    let last = try wholeNumber(last, "a range's last number")
    return first <= last ? first...last : nil
  }

  static func list(of range: ClosedRange<Int>?) throws(CommandFailure) -> Value {
    guard let range else { return .list([]) }
    guard range.count <= itemLimit else {
      throw CommandFailure(
        "a list of \(range.count) numbers is too long",
        hint: "lists hold \(itemLimit) items at most; a for loop counts as far as you like")
    }
    return .list(range.map { .number($0) })
  }

  /// A number as a whole one; `what` names it in the message.
  static func wholeNumber(_ value: Value, _ what: String) throws(CommandFailure) -> Int {
    guard case .number(let quantity) = value, quantity.unit == .none else {
      throw CommandFailure("\(what) should be a whole number, but this is \(value.kind)")
    }
    // Beyond 2^53 not every whole number is a double.
    guard let number = Int(exactly: quantity.value), number.magnitude <= 1 << 53 else {
      throw CommandFailure("\(what) should be a whole number, but this is \(quantity)")
    }
    return number
  }

  /// An item by its number, which counts from 0, or from the end with -1 for the last; a list of numbers takes several.
  func item(at index: Value) throws(CommandFailure) -> Value {
    guard case .list(let items) = self else { throw CommandFailure("\(kind) has no items") }
    if case .list(let indices) = index {
      var picked: [Value] = []
      for index in indices { picked.append(try Self.item(of: items, at: index)) }
      return try .list(checked: picked)
    }
    return try Self.item(of: items, at: index)
  }

  private static func item(of items: [Value], at index: Value) throws(CommandFailure) -> Value {
    let number = try wholeNumber(index, "an index")
    let position = number < 0 ? items.count + number : number
    guard items.indices.contains(position) else {
      let hint = items.isEmpty ? "the list is empty" : "items count from 0, so the last is \(items.count - 1)"
      throw CommandFailure("there is no item \(number)", hint: hint)
    }
    return items[position]
  }

  /// The names of its fields.
  var fieldNames: [String] {
    switch self {
    case .list: ["length", "first", "last"]
    case .string: ["length"]
    case .foreign(let value): type(of: value).fieldNames
    case .nothing, .bool, .number: []
    }
  }

  /// A field's value.
  func field(_ name: String) throws(CommandFailure) -> Value {
    switch (self, name) {
    case (.string(let text), "length"): return .number(text.count)
    case (.list(let items), "length"): return .number(items.count)
    case (.list(let items), "first"): return try Self.item(of: items, at: .number(0))
    case (.list(let items), "last"): return try Self.item(of: items, at: .number(-1))
    case (.foreign(let value), _):
      if let value = value.field(name) { return value }
    default: break
    }
    let hint: String? =
      if let near = NearestName.of(name, among: fieldNames) {
        "did you mean .\(near)?"
      } else if case .string = self {
        "text is joined in a string: \"{$name}.wav\""
      } else if fieldNames.isEmpty {
        nil
      } else {
        "there are " + fieldNames.map { "." + $0 }.joined(separator: " ")
      }
    throw CommandFailure("\(kind) has no field .\(name)", hint: hint)
  }
}
