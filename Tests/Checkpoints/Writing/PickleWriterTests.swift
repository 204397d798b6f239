import Checkpoints
import Testing

@Suite struct PickleWriterTests {
  private func run(_ value: PickleValue) throws -> PickleMachine.Outcome {
    try PickleMachine.run(PickleWriter.pickle(value))
  }

  @Test(
    arguments: [
      0, 1, 255, 256, 65_535, 65_536, -1, -256, Int(Int32.max), Int(Int32.max) + 1, Int(Int32.min), Int(Int32.min) - 1,
      Int.max, Int.min,
    ])
  func integers(value: Int) throws {
    let outcome = try run(.int(value))
    #expect(outcome.graph.int(outcome.root) == value)
  }

  @Test(arguments: [0.0, -0.0, 1e-4, 0.999, -1e300, .infinity, .leastNonzeroMagnitude])
  func floats(value: Double) throws {
    let outcome = try run(.float(value))
    guard case .float(let found) = outcome.graph[outcome.root] else {
      Issue.record("no float")
      return
    }
    #expect(found.bitPattern == value.bitPattern)
  }

  @Test(arguments: ["", "epoch", "näme", "a\nb\u{0}\"'\\", String(repeating: "long ", count: 60_000)])
  func texts(value: String) throws {
    let outcome = try run(.text(value))
    #expect(outcome.graph.text(outcome.root, limit: 1 << 20) == value)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 1000]) func collections(count: Int) throws {
    let members = (0..<count).map { PickleValue.int($0) }
    for value in [PickleValue.tuple(members), .list(members)] {
      let outcome = try run(value)
      let found = try #require(outcome.graph.members(of: outcome.root))
      #expect(found.map { outcome.graph.int($0) } == (0..<count).map { $0 })
    }
    let pairs = (0..<count).map { (key: PickleValue.text("\($0)"), value: PickleValue.int($0)) }
    for value in [PickleValue.dict(pairs), .orderedDict(pairs)] {
      let outcome = try run(value)
      var found: [String?] = []
      // An OrderedDict that was never filled has no body.
      if count > 0 {
        #expect(outcome.graph.forEachPair(of: outcome.root) { key, _ in found.append(outcome.graph.text(key)) })
      }
      #expect(found == (0..<count).map { "\($0)" })
    }
  }

  @Test func truthAndNothing() throws {
    let outcome = try run(.tuple([.bool(true), .bool(false), .none]))
    let members = try #require(outcome.graph.members(of: outcome.root))
    guard case .bool(true) = outcome.graph[members[0]], case .bool(false) = outcome.graph[members[1]],
      case .none = outcome.graph[members[2]]
    else {
      Issue.record("other values")
      return
    }
  }

  /// The bytes that Python's pickle.dumps gives with protocol 2, but for what it remembers and never refers to.
  @Test func isProtocol2() {
    #expect(
      PickleWriter.pickle(.record([("a", .list([.int(1)]))])) == Array("\u{80}".unicodeScalars.map { UInt8($0.value) })
        + [2] + Array("}(X".utf8) + [1, 0, 0, 0] + Array("a](K".utf8) + [1] + Array("eu.".utf8))
  }
}
