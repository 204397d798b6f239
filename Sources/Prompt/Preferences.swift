/// How the person at a terminal wants it, within what the terminal and the environment allow.
public struct Preferences: Sendable {
  /// Whether what can have colours has them.
  public var hasColours = true
  /// Whether the rest of an earlier line is suggested behind what is typed.
  public var hasSuggestions = true
  /// Whether what is higher than the terminal goes through a pager.
  public var hasPager = true

  /// All of it.
  public init(hasColours: Bool = true, hasSuggestions: Bool = true, hasPager: Bool = true) {
    (self.hasColours, self.hasSuggestions, self.hasPager) = (hasColours, hasSuggestions, hasPager)
  }
}
