/// The values that a pickle describes, none of them made: a graph of small nodes that refer to each other by number.
///
/// Numbers instead of references keep cycles harmless and deep nesting off the call stack. Texts stay in the pickle.
/// A node takes 16 bytes and a member of a collection 8, and each costs the pickle at least one byte.
package struct PickleGraph: Sendable {
  /// A value's number.
  package typealias ID = UInt32

  /// Members of a collection: a chain of cells, so that growing one never copies.
  package struct Chain: Sendable {
    fileprivate var first: UInt32 = .max
    fileprivate var last: UInt32 = .max
    /// How many members there are; a dictionary counts keys and values.
    package fileprivate(set) var count: UInt32 = 0
  }

  package enum Node: Sendable {
    case none
    case bool(Bool)
    case int(Int64)
    case float(Double)
    /// Where the UTF-8 text lies in the pickle.
    case text(start: UInt32, count: UInt32)
    case bytes(count: UInt32)
    case tuple(Chain)
    case list(Chain)
    case set(Chain)
    /// Keys and values by turns.
    case dict(Chain)
    /// A class or function: two texts.
    case global(module: ID, name: ID)
    /// What calling `callee` would give; `body` is a dict or list that was filled in afterwards.
    case object(callee: ID, arguments: ID, body: ID)
    /// What the writer keeps outside of the pickle.
    case persistent(ID)
    /// A value that is never needed, such as an integer of more than 64 bits.
    case opaque
  }

  private struct Cell: Sendable {
    let member: ID
    var next: UInt32
  }

  /// The most values that are kept; the pickle of a 509 MB checkpoint makes about 100,000.
  package static let maximumCount = 8 << 20

  /// The pickle itself.
  package let bytes: [UInt8]
  private var nodes: [Node] = []
  private var cells: [Cell] = []

  /// The number of the value that is always there: None.
  package static let none: ID = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    nodes.append(.none)
  }

  /// The value of that number.
  package subscript(id: ID) -> Node {
    Int(id) < nodes.count ? nodes[Int(id)] : .none
  }

  /// How many values there are.
  package var count: Int { nodes.count }

  /// Keeps a value and gives its number; nil when there are too many.
  mutating func add(_ node: Node) -> ID? {
    guard nodes.count < PickleGraph.maximumCount else { return nil }
    nodes.append(node)
    return ID(nodes.count - 1)
  }

  /// A chain of `members`; nil when there are too many.
  mutating func chain(_ members: ArraySlice<ID>) -> Chain? {
    var chain = Chain()
    return extend(&chain, members) ? chain : nil
  }

  /// Puts `members` at the end of the collection `id`; false when it is none, or when there are too many.
  mutating func append(_ members: ArraySlice<ID>, to id: ID) -> Bool {
    guard Int(id) < nodes.count else { return false }
    switch nodes[Int(id)] {
    case .list(var chain):
      guard extend(&chain, members) else { return false }
      nodes[Int(id)] = .list(chain)
    case .dict(var chain):
      guard extend(&chain, members) else { return false }
      nodes[Int(id)] = .dict(chain)
    case .set(var chain):
      guard extend(&chain, members) else { return false }
      nodes[Int(id)] = .set(chain)
    default: return false
    }
    return true
  }

  /// Gives the object `id` the collection that is filled in after it was made.
  mutating func setBody(_ body: ID, of id: ID) {
    guard Int(id) < nodes.count, case .object(let callee, let arguments, _) = nodes[Int(id)] else { return }
    nodes[Int(id)] = .object(callee: callee, arguments: arguments, body: body)
  }

  private mutating func extend(_ chain: inout Chain, _ members: ArraySlice<ID>) -> Bool {
    guard cells.count + members.count <= 2 * PickleGraph.maximumCount else { return false }
    for member in members {
      let cell = UInt32(cells.count)
      cells.append(Cell(member: member, next: .max))
      if chain.count == 0 { chain.first = cell } else { cells[Int(chain.last)].next = cell }
      chain.last = cell
      chain.count += 1
    }
    return true
  }

  /// The members of a tuple, list or set, or the keys and values of a dict by turns; at most `limit` of them.
  package func members(of id: ID, limit: Int = .max) -> [ID]? {
    switch self[id] {
    case .tuple(let chain), .list(let chain), .set(let chain), .dict(let chain):
      var members: [ID] = []
      var cell = chain.first
      while cell != .max, members.count < limit {
        members.append(cells[Int(cell)].member)
        cell = cells[Int(cell)].next
      }
      return members
    default: return nil
    }
  }

  /// Hands `body` each key and value of the dict `id`, or of the object that is filled like one; false when it is none.
  package func forEachPair<Failure>(
    of id: ID, _ body: (_ key: ID, _ value: ID) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    var node = self[id]
    if case .object(_, _, let body) = node { node = self[body] }
    guard case .dict(let chain) = node else { return false }
    var cell = chain.first
    while cell != .max, cells[Int(cell)].next != .max {
      let value = cells[Int(cell)].next
      try body(cells[Int(cell)].member, cells[Int(value)].member)
      cell = cells[Int(value)].next
    }
    return true
  }

  /// The text `id`, when it is one, is UTF-8 and has at most `limit` bytes.
  package func text(_ id: ID, limit: Int = 1024) -> String? {
    guard case .text(let start, let count) = self[id], Int(count) <= limit else { return nil }
    return String(validating: bytes[Int(start)..<Int(start) + Int(count)], as: UTF8.self)
  }

  /// The integer `id`, when it is one that an Int holds.
  package func int(_ id: ID) -> Int? {
    guard case .int(let value) = self[id] else { return nil }
    return Int(exactly: value)
  }
}
