/// What went wrong in a program, where, and what to do about it.
public struct Diagnostic: Error, Sendable {
  public enum Kind: Sendable, Equatable {
    /// The text is no program; nothing of it has run.
    case syntax
    /// It failed while it ran.
    case runtime
    /// It was stopped by Ctrl-C.
    case interrupted
  }

  /// A call that was under way: what was called, and where.
  public struct Frame: Sendable {
    public let name: String
    public let source: SourceText
    public let span: Span
  }

  /// The calls that led there, innermost first.
  public internal(set) var trace: [Frame]
  private let content: Content

  // Kept apart, since an error that is large itself makes large the stack frame of whatever may throw it.
  private final class Content: Sendable {
    let kind: Kind
    let message: String
    let hint: String?
    let source: SourceText
    let span: Span?
    let isIncomplete: Bool

    init(_ kind: Kind, _ message: String, _ hint: String?, _ source: SourceText, _ span: Span?, _ isIncomplete: Bool) {
      self.kind = kind
      self.message = message
      self.hint = hint
      self.source = source
      self.span = span
      self.isIncomplete = isIncomplete
    }
  }

  public init(
    kind: Kind = .runtime, _ message: String, hint: String? = nil, source: SourceText, span: Span?, trace: [Frame] = []
  ) {
    self.init(kind: kind, message, hint: hint, source: source, span: span, trace: trace, isIncomplete: false)
  }

  init(
    kind: Kind, _ message: String, hint: String?, source: SourceText, span: Span?, trace: [Frame] = [],
    isIncomplete: Bool
  ) {
    content = Content(kind, message, hint, source, span, isIncomplete)
    self.trace = trace
  }

  public var kind: Kind { content.kind }
  /// What is wrong: no capital at its start and no full stop at its end.
  public var message: String { content.message }
  /// What to do; may have several lines.
  public var hint: String? { content.hint }
  public var source: SourceText { content.source }
  public var span: Span? { content.span }
  /// Whether more text could mend it: an open bracket, or a line that ends in `|`.
  var isIncomplete: Bool { content.isIncomplete }

  /// The place in the form file:line:column; the source's name alone when the place is not known.
  public var place: String { span.map { "\(source.name):\(source.location(of: $0.start))" } ?? source.name }
}

extension Diagnostic: CustomStringConvertible {
  public var description: String { rendered(columns: 80, hasColour: false) }
}
