extension String {
  /// The text brought up to `width` characters with spaces; a longer one stays as it is.
  /// - Parameter atStart: Whether the spaces stand before the text, as in a column of numbers.
  public func padded(to width: Int, atStart: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - count))
    return atStart ? spaces + self : self + spaces
  }
}
