/// A value of the language.
public enum Value: Sendable {
  case nothing
  case bool(Bool)
  case number(Quantity)
  case string(String)
  case list([Value])
  /// Named fields, as for a command's options.
  case record(Record)
  /// A value that belongs to the engine: the language carries it, prints it and reads its fields.
  case foreign(any ForeignValue)

  /// A plain number.
  public static func number(_ value: Double) -> Value { .number(Quantity(value)) }
  public static func number(_ value: Int) -> Value { .number(Quantity(Double(value))) }
  /// A number with a unit.
  public static func number(_ value: Double, _ unit: Unit) -> Value { .number(Quantity(value, unit)) }
}

/// An engine value as the language sees it.
public protocol ForeignValue: Sendable {
  /// The word that parameters and messages use: "sound", "model", "noise", "run".
  static var typeName: String { get }
  /// One line that `print` and the prompt show.
  var summary: String { get }
  /// The names of its read-only fields, in the order that help lists them.
  static var fieldNames: [String] { get }
  /// A field's value, or nothing when there is no such field.
  func field(_ name: String) -> Value?
}
