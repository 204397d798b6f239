/// One of several processes that share out the work of one script.
public struct Shard: Sendable, Equatable, CustomStringConvertible {
  /// Which it is, from 1 to `count`.
  public let number: Int
  /// How many there are.
  public let count: Int

  /// The only one there is: all of the work is its.
  public static let whole = Shard()
  /// So many there may be.
  public static let most = 1_000_000

  private init() { (number, count) = (1, 1) }

  /// Nil for a number that is not from 1 to `count`, and where there would be too many.
  public init?(_ number: Int, of count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// Reads what `description` writes; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else { return nil }
    self.init(number, of: count)
  }

  /// "3/16".
  public var description: String { "\(number)/\(count)" }

  /// Whether others have work too.
  public var isPart: Bool { count > 1 }

  /// The numbers, from 0 on, of its share of so many items: every `count`th. Items of a kind often stand together and
  /// cost alike, and so each shard gets some of each; and items that are added behind leave those before where they
  /// were.
  func indices(of items: Int) -> StrideTo<Int> { stride(from: number - 1, to: items, by: count) }
}
