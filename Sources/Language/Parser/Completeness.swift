/// Whether a text can run as it is, or whether the prompt should ask for another line.
public enum Completeness: Sendable, Equatable {
  case complete
  /// More lines are needed; `nesting` brackets are open.
  case incomplete(nesting: Int)
  /// No further line can mend it.
  case invalid

  /// Looks at a text that was typed so far.
  public init(of text: String) {
    do {
      _ = try Parser.parse(SourceText(name: "", text: text))
      self = .complete
    } catch {
      self = error.isIncomplete ? .incomplete(nesting: Lexemes.nesting(of: text)) : .invalid
    }
  }
}
