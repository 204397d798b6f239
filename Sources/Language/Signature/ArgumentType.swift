/// The arguments that a declaration accepts, and what each arrives as: the plain type that checks, help and completion
/// read, with the way from a value of the language to one of Swift and back.
public struct ArgumentType<Content: Sendable>: Sendable {
  /// What fits.
  public let accepted: ParameterType
  /// A value that fits, as the command gets it; nil for one that does not.
  let content: @Sendable (Value) -> Content?
  /// What would be typed for it; nil where nothing can be.
  let value: @Sendable (Content) -> Value?

  init(
    _ accepted: ParameterType, content: @escaping @Sendable (Value) -> Content?,
    value: @escaping @Sendable (Content) -> Value?
  ) {
    self.accepted = accepted
    self.content = content
    self.value = value
  }

  /// The same arguments, arriving as something else.
  /// - Parameters:
  ///   - transform: what arrives.
  ///   - back: what was given for it, where a default or an invocation is made of it.
  public func map<Other>(
    _ transform: @escaping @Sendable (Content) -> Other, back: @escaping @Sendable (Other) -> Content? = { _ in nil }
  ) -> ArgumentType<Other> {
    ArgumentType<Other>(
      accepted, content: { content($0).map(transform) }, value: { back($0).flatMap(value) })
  }

  /// Whatever fits one of several types, tried in order.
  public static func either(_ types: [ArgumentType<Content>]) -> ArgumentType<Content> {
    ArgumentType(
      .either(types.map(\.accepted)),
      content: { value in
        types.lazy.compactMap { type -> Content? in
          guard case .fit(let fitting) = type.accepted.check(value, word: nil, nil) else { return nil }
          return type.content(fitting)
        }.first
      },
      value: { content in types.lazy.compactMap { $0.value(content) }.first })
  }

  /// One of a few words, each standing for a content.
  public static func choice(
    of contents: [Content], name: @escaping @Sendable (Content) -> String
  ) -> ArgumentType<Content> {
    ArgumentType(
      .choice(contents.map(name)),
      content: { value in
        guard case .string(let word) = value else { return nil }
        return contents.first { name($0) == word }
      }, value: { .string(name($0)) })
  }
}

extension ArgumentType where Content == Value {
  /// Any value at all.
  public static var any: Self { Self(.any, content: { $0 }, value: { $0 }) }
}

extension ArgumentType where Content == String {
  /// A string; a bare word is one.
  public static var text: Self { Self(.text, content: \.string, value: Value.string) }

  /// The path of a file or folder to read.
  public static func path(_ role: ParameterType.PathRole) -> Self {
    Self(.path(role), content: \.string, value: Value.string)
  }
}

extension ArgumentType where Content == Bool {
  /// True or false.
  public static var boolean: Self {
    Self(.boolean, content: { if case .bool(let isTrue) = $0 { isTrue } else { nil } }, value: Value.bool)
  }
}

extension ArgumentType where Content == Int {
  /// A whole number without a unit, within the range.
  public static func integer(in range: ClosedRange<Int>) -> Self {
    Self(.integer(in: range), content: { $0.number.flatMap { Int(exactly: $0.value) } }, value: { .number($0) })
  }
}

extension ArgumentType where Content == Double {
  /// A number in one of the units, within the range; arrives as the number alone. A default is in the first unit.
  public static func number(units: [Unit] = [.none], in range: ClosedRange<Double>? = nil) -> Self {
    Self(
      .number(units: units, in: range), content: { $0.number?.value }, value: { .number($0, units.first ?? .none) })
  }
}

extension ArgumentType where Content == Quantity {
  /// A number in one of the units, within the range; arrives with its unit.
  public static func quantity(units: [Unit], in range: ClosedRange<Double>? = nil) -> Self {
    Self(.number(units: units, in: range), content: \.number, value: Value.number)
  }
}

extension ArgumentType where Content: CaseIterable & RawRepresentable, Content.RawValue == String {
  /// One of the cases, by its raw value.
  public static var choice: Self { choice(of: Array(Content.allCases), name: \.rawValue) }
}

extension ArgumentType where Content: ForeignValue {
  /// A value of the engine.
  public static var engine: Self {
    Self(
      .foreign(Content.typeName),
      content: { value in if case .foreign(let engine) = value { engine as? Content } else { nil } },
      value: Value.foreign)
  }
}

extension ArgumentType {
  /// A list whose items all fit.
  public static func list<Item>(of item: ArgumentType<Item>) -> Self where Content == [Item] {
    Self(
      .list(of: item.accepted),
      content: { value in
        guard case .list(let items) = value else { return nil }
        let contents = items.compactMap(item.content)
        return contents.count == items.count ? contents : nil
      },
      value: { contents in
        let values = contents.compactMap(item.value)
        return values.count == contents.count ? .list(values) : nil
      })
  }
}

/// A field of a record that is an argument: its name, and what it holds as the command gets it.
public struct Named<Content: Sendable>: Sendable {
  /// The field's name, in no way checked.
  public let name: String
  /// What it holds.
  public let content: Content

  /// A name and what has it.
  public init(_ name: String, _ content: Content) { (self.name, self.content) = (name, content) }
}

extension ArgumentType {
  /// A record whose fields all fit; they arrive in the order in which they stand.
  public static func record<Field>(of field: ArgumentType<Field>) -> Self where Content == [Named<Field>] {
    Self(
      .record(of: field.accepted),
      content: { value in
        guard case .record(let record) = value else { return nil }
        let contents = record.fields.compactMap { name, value in field.content(value).map { Named(name, $0) } }
        return contents.count == record.count ? contents : nil
      },
      value: { contents in
        var record = Record()
        for named in contents {
          guard let value = field.value(named.content) else { return nil }
          record.set(named.name, to: value)
        }
        return .record(record)
      })
  }
}

extension Value {
  fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var number: Quantity? { if case .number(let quantity) = self { quantity } else { nil } }
}
