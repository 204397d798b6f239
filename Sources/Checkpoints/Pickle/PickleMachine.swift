/// Follows the instructions of a pickle without making any of the values that they describe.
///
/// Classes and functions are names, a call is a note of what would be called. One loop, no recursion; every
/// instruction takes at least one byte and keeps at most a few nodes, so memory grows with the pickle alone.
package struct PickleMachine {
  typealias ID = PickleGraph.ID

  /// The largest pickle that is followed; that of a 509 MB checkpoint has 3.2 MB.
  package static let maximumByteCount = 16 << 20

  var graph: PickleGraph
  var cursor: ByteCursor
  /// Where the instruction being followed begins.
  var start = 0
  var stack: [ID] = []
  /// Sizes of the stack where marks were set.
  var marks: [UInt32] = []
  /// What the pickle stored: numbers from 0 on in the array, all others in the dictionary.
  var memo: [ID] = []
  var sparseMemo: [UInt32: ID] = [:]
  /// Small integers are kept once.
  var smallIntegers = [ID?](repeating: nil, count: 256)
  var suspects: [String] = []
  /// The first command that Python would run.
  var command: String?

  /// The outcome: the values, the one that was pickled, the names of dangerous functions it mentions, and the first
  /// command that Python would run on opening it.
  package struct Outcome {
    package let graph: PickleGraph
    package let root: PickleGraph.ID
    package let suspects: [String]
    package let command: String?
  }

  /// Follows `pickle` to its STOP.
  package static func run(_ pickle: [UInt8]) throws(PickleError) -> Outcome {
    guard pickle.count <= maximumByteCount else { throw .tooLarge(byteCount: pickle.count) }
    var machine = PickleMachine(pickle)
    while true {
      machine.start = machine.cursor.position
      guard let byte = machine.cursor.byte() else { throw .truncated(at: machine.start) }
      guard let opcode = PickleOpcode(rawValue: byte) else { throw .unknownOpcode(byte, at: machine.start) }
      if opcode == .stop {
        let root = try machine.pop()
        return Outcome(graph: machine.graph, root: root, suspects: machine.suspects, command: machine.command)
      }
      try machine.follow(opcode)
    }
  }

  private init(_ pickle: [UInt8]) {
    graph = PickleGraph(pickle)
    cursor = ByteCursor(pickle)
  }

  // The stack.

  mutating func push(_ id: ID) throws(PickleError) {
    guard stack.count < PickleGraph.maximumCount else { throw .tooManyValues(at: start) }
    stack.append(id)
  }

  mutating func push(_ node: PickleGraph.Node) throws(PickleError) {
    try push(add(node))
  }

  mutating func add(_ node: PickleGraph.Node) throws(PickleError) -> ID {
    guard let id = graph.add(node) else { throw .tooManyValues(at: start) }
    return id
  }

  /// Takes the top value, never one from below the last mark.
  mutating func pop() throws(PickleError) -> ID {
    try checkHeight(1)
    return stack.removeLast()
  }

  func top() throws(PickleError) -> ID {
    try checkHeight(1)
    return stack[stack.count - 1]
  }

  func checkHeight(_ count: Int) throws(PickleError) {
    guard stack.count - Int(marks.last ?? 0) >= count else {
      throw .malformed("an instruction takes more values than there are", at: start)
    }
  }

  mutating func mark() throws(PickleError) {
    guard marks.count < PickleGraph.maximumCount else { throw .tooManyValues(at: start) }
    marks.append(UInt32(stack.count))
  }

  /// Hands `body` the values above the last mark, and then removes them and the mark.
  mutating func withMarked<Result>(
    _ body: (inout PickleMachine, ArraySlice<ID>) throws(PickleError) -> Result
  ) throws(PickleError) -> Result {
    guard let mark = marks.popLast() else { throw .malformed("a mark is missing", at: start) }
    // The stack stands aside for a moment, so that the slice is no copy.
    var values: [ID] = []
    swap(&values, &stack)
    let result = try body(&self, values[Int(mark)...])
    values.removeSubrange(Int(mark)...)
    swap(&values, &stack)
    return result
  }

  mutating func chain(_ members: ArraySlice<ID>) throws(PickleError) -> PickleGraph.Chain {
    guard let chain = graph.chain(members) else { throw .tooManyValues(at: start) }
    return chain
  }

  // Operands.

  func read<Value>(_ value: Value?) throws(PickleError) -> Value {
    guard let value else { throw .truncated(at: start) }
    return value
  }

  /// The bytes of an operand whose length stands before it in `width` bytes.
  mutating func sized(_ width: Int) throws(PickleError) -> Range<Int> {
    let count = try read(cursor.count(width))
    return try read(cursor.range(count))
  }

  mutating func line() throws(PickleError) -> Range<Int> {
    try read(cursor.line())
  }

  /// A short line as text; longer ones are never numbers that matter.
  func string(_ range: Range<Int>) -> String? {
    guard range.count <= 64 else { return nil }
    return String(validating: cursor.bytes[range], as: UTF8.self)
  }

  func textNode(_ range: Range<Int>) -> PickleGraph.Node {
    .text(start: UInt32(range.lowerBound), count: UInt32(range.count))
  }

  // The memo.

  mutating func store(_ id: ID, at key: Int) throws(PickleError) {
    if key >= 0, key < memo.count {
      memo[key] = id
    } else if key == memo.count {
      guard key < PickleGraph.maximumCount else { throw .tooManyValues(at: start) }
      memo.append(id)
    } else {
      guard let key = UInt32(exactly: key) else { throw .malformed("an impossible reference", at: start) }
      guard sparseMemo.count < PickleGraph.maximumCount / 4 else { throw .tooManyValues(at: start) }
      sparseMemo[key] = id
    }
  }

  func recall(_ key: Int) throws(PickleError) -> ID {
    if key >= 0, key < memo.count { return memo[key] }
    guard let key = UInt32(exactly: key), let id = sparseMemo[key] else { throw .unknownReference(at: start) }
    return id
  }
}
