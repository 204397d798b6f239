extension Value {
  /// Lists and records hold this many items at most, those of lists and records inside them included: a script of a few
  /// lines must not be able to fill the memory.
  package static let itemLimit = 1_000_000
  /// Lists and records lie inside each other this deep and no deeper.
  package static let listDepthLimit = 64

  /// A list, within the limits.
  static func list(checked items: [Value]) throws(CommandFailure) -> Value {
    let value = Value.list(items)
    var count = 0
    try value.measure(depth: 1, count: &count, in: value)
    return value
  }

  /// A record, within the limits.
  static func record(checked record: Record) throws(CommandFailure) -> Value {
    let value = Value.record(record)
    var count = 0
    try value.measure(depth: 1, count: &count, in: value)
    return value
  }

  /// Counts the items in it, and how deep they lie.
  private func measure(depth: Int, count: inout Int, in whole: Value) throws(CommandFailure) {
    switch self {
    case .list(let items):
      try Self.checkSize(items.count, depth, &count, whole)
      for item in items { try item.measure(depth: depth + 1, count: &count, in: whole) }
    case .record(let record):
      try Self.checkSize(record.count, depth, &count, whole)
      for field in record.fields { try field.value.measure(depth: depth + 1, count: &count, in: whole) }
    case .nothing, .bool, .number, .string, .foreign: break
    }
  }

  private static func checkSize(
    _ size: Int, _ depth: Int, _ count: inout Int, _ whole: Value
  ) throws(CommandFailure) {
    count += size
    if count > itemLimit {
      let noun = whole.typeName
      throw CommandFailure(
        "this \(noun) is too long", hint: "\(noun)s hold \(itemLimit) items at most, with those inside them")
    }
    if depth > listDepthLimit {
      throw CommandFailure("lists and records lie inside each other more than \(listDepthLimit) deep here")
    }
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
  /// A record's fields are taken by their names.
  func item(at index: Value) throws(CommandFailure) -> Value {
    if case .record(let record) = self { return try record.item(at: index) }
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
}
