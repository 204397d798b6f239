/// What went wrong in a program, where, and what to do about it.
public struct Diagnostic: Error, Sendable {
  /// What it says of the program.
  public enum Kind: Sendable, Equatable {
    /// The text is no program; nothing of it has run.
    case syntax
    /// What the script was called with does not fit; nothing of it has run.
    case arguments
    /// It failed while it ran.
    case runtime
    /// It was stopped by Ctrl-C.
    case interrupted
    /// It asked to leave, with this exit status; nothing went wrong.
    case left(status: Int32)
  }

  /// A call that was under way: what was called, and where.
  public struct Frame: Sendable {
    /// What was called.
    public let name: String
    /// The text that the call stands in.
    public let source: SourceText
    /// Where it stands there.
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

  /// - Parameters:
  ///   - message: what is wrong.
  ///   - hint: what to do; may have several lines.
  ///   - span: where in `source`; nil where that is not known.
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

  /// What it says of the program.
  public var kind: Kind { content.kind }
  /// The exit status that it asks to leave with; nil where something went wrong.
  public var departure: Int32? { if case .left(let status) = kind { status } else { nil } }
  /// What is wrong: no capital at its start and no full stop at its end.
  public var message: String { content.message }
  /// What to do; may have several lines.
  public var hint: String? { content.hint }
  /// The text that it is about.
  public var source: SourceText { content.source }
  /// Where in that text; nil where that is not known.
  public var span: Span? { content.span }
  /// Whether more text could mend it: an open bracket, or a line that ends in `|`.
  var isIncomplete: Bool { content.isIncomplete }

  /// The place in the form file:line:column; the source's name alone when the place is not known.
  public var place: String { span.map { "\(source.name):\(source.location(of: $0.start))" } ?? source.name }
}

extension Diagnostic: CustomStringConvertible {
  /// The message with its place, as 80 columns show it.
  public var description: String { rendered(columns: 80, hasColour: false) }
}
