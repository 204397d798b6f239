/// A piece of program text and the name it goes by in messages: a file's path, "-e" or "prompt".
public struct SourceText: Sendable {
  public let name: String
  public let text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// A stretch of a source: byte offsets into its UTF-8, from `start` up to but not including `end`.
public struct Span: Sendable, Equatable {
  public let start: Int
  public let end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }
}
