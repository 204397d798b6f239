/// Bytes that are there from the start of the program to its end.
public struct StaticBytes: @unchecked Sendable {
  package let base: UnsafeRawPointer
  /// How many there are.
  public let count: Int

  /// Whoever makes it says so by it: the bytes never change and never go.
  package init(_ base: UnsafeRawPointer, count: Int) { (self.base, self.count) = (base, max(0, count)) }

  /// Hands over all of them.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }
}
