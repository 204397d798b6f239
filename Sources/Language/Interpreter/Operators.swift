import Foundation

/// What the operators do with values. Units follow their quantities: seconds add to seconds, and seconds times hertz is
/// a plain number.
enum Operators {
  static let textLimit = 1 << 24

  static func apply(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws(CommandFailure) -> Value {
    switch operation {
    case .equal: return .bool(try areEqual(left, right))
    case .notEqual: return .bool(!(try areEqual(left, right)))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return .bool(try compare(operation, left, right))
    default: break
    }
    switch (left, right) {
    case (.number(let left), .number(let right)): return .number(try calculate(operation, left, right))
    case (.string(let left), .string(let right)) where operation == .add:
      guard left.utf8.count + right.utf8.count <= textLimit else { throw textTooLong }
      return .string(left + right)
    case (.list(let left), .list(let right)) where operation == .add:
      return try .list(checked: left + right)
    case (.record(let left), .record(let right)) where operation == .add:
      return try .record(checked: left.merged(with: right))
    default: throw misfit(operation, left, right)
    }
  }

  static var textTooLong: CommandFailure {
    CommandFailure("this text is too long", hint: "strings hold \(textLimit) bytes at most")
  }

  static func negate(_ value: Value) throws(CommandFailure) -> Value {
    guard case .number(let quantity) = value else { throw CommandFailure("- can't stand before \(value.kind)") }
    return .number(Quantity(-quantity.value, quantity.unit))
  }

  private static func misfit(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> CommandFailure {
    var hint: String?
    if operation == .add {
      switch (left, right) {
      case (.string, _), (_, .string): hint = "text is joined in a string: \"take {$n}\""
      case (.record, _), (_, .record): hint = "a field is added in braces: $record + {name: 1}"
      case (.list, _), (_, .list): hint = "an item is added in brackets: $list + [$item]"
      default: break
      }
    }
    return CommandFailure("\(left.kind) and \(right.kind) don't go together with \(operation.rawValue)", hint: hint)
  }

  // MARK: Arithmetic

  static func calculate(
    _ operation: BinaryOperator, _ left: Quantity, _ right: Quantity
  ) throws(CommandFailure) -> Quantity {
    let result: Quantity
    switch operation {
    case .add, .subtract:
      guard left.unit == right.unit else { throw unitMisfit(operation, left, right) }
      result = Quantity(operation == .add ? left.value + right.value : left.value - right.value, left.unit)
    case .multiply: result = try product(left, right)
    case .divide: result = try quotient(left, right)
    case .remainder:
      guard left.unit == right.unit || right.unit == .none else { throw unitMisfit(operation, left, right) }
      if right.value == 0 { throw CommandFailure("division by zero") }
      // The remainder has the divisor's sign.
      let remainder = fmod(left.value, right.value)
      let isOpposite = remainder != 0 && (remainder < 0) != (right.value < 0)
      result = Quantity(isOpposite ? remainder + right.value : remainder, left.unit)
    case .power:
      guard left.unit == .none, right.unit == .none else { throw unitMisfit(operation, left, right) }
      result = Quantity(pow(left.value, right.value))
    default: throw misfit(operation, .number(left), .number(right))
    }
    if result.value.isNaN { throw CommandFailure("this has no value", hint: "\(left) \(operation.rawValue) \(right)") }
    if result.value.isInfinite, left.value.isFinite, right.value.isFinite {
      throw CommandFailure("the result is too large", hint: "\(left) \(operation.rawValue) \(right)")
    }
    return result
  }

  private static func product(_ left: Quantity, _ right: Quantity) throws(CommandFailure) -> Quantity {
    let value = left.value * right.value
    switch (left.unit, right.unit) {
    case (let unit, .none), (.none, let unit): return Quantity(value, unit)
    case (.seconds, .hertz), (.hertz, .seconds): return Quantity(value)
    case (.percent, let unit) where unit != .decibels, (let unit, .percent) where unit != .decibels:
      return Quantity(value / 100, unit)
    default: throw unitMisfit(.multiply, left, right)
    }
  }

  private static func quotient(_ left: Quantity, _ right: Quantity) throws(CommandFailure) -> Quantity {
    if right.value == 0 { throw CommandFailure("division by zero") }
    let value = left.value / right.value
    switch (left.unit, right.unit) {
    case (let unit, .none): return Quantity(value, unit)
    case (let one, let other) where one == other: return Quantity(value)
    case (.none, .seconds): return Quantity(value, .hertz)
    case (.none, .hertz): return Quantity(value, .seconds)
    case (let unit, .percent) where unit != .decibels: return Quantity(value * 100, unit)
    default: throw unitMisfit(.divide, left, right)
    }
  }

  private static func unitMisfit(_ operation: BinaryOperator, _ left: Quantity, _ right: Quantity) -> CommandFailure {
    CommandFailure(
      "\(left.unit.kind) and \(right.unit.kind) don't go together with \(operation.rawValue)",
      hint: "they are \(left) and \(right)")
  }

  // MARK: Comparison

  private static func areEqual(_ left: Value, _ right: Value) throws(CommandFailure) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      guard left.unit == right.unit else { throw unitMisfit(.equal, left, right) }
      return left.value == right.value
    case (.nothing, .nothing): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.string(let left), .string(let right)): return left == right
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return false }
      for (one, other) in zip(left, right) where !(try areEqual(one, other)) { return false }
      return true
    case (.record(let left), .record(let right)):
      guard left.count == right.count else { return false }
      for (name, value) in left.fields {
        guard let other = right[name], try areEqual(value, other) else { return false }
      }
      return true
    case (.foreign(let left), .foreign):
      throw CommandFailure("\(withArticle(type(of: left).typeName)) can't be compared", hint: "compare its fields")
    default: return false
    }
  }

  private static func compare(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(CommandFailure) -> Bool {
    let isLess: Bool
    let isEqual: Bool
    switch (left, right) {
    case (.number(let left), .number(let right)):
      guard left.unit == right.unit else { throw unitMisfit(operation, left, right) }
      isLess = left.value < right.value
      isEqual = left.value == right.value
    case (.string(let left), .string(let right)):
      isLess = left < right
      isEqual = left == right
    default: throw misfit(operation, left, right)
    }
    switch operation {
    case .less: return isLess
    case .lessOrEqual: return isLess || isEqual
    case .greater: return !isLess && !isEqual
    default: return !isLess
    }
  }
}
