import Checkpoints
import Testing

/// The pickle machine on pickles that no pickler writes.
@Suite struct PickleMachineTests {
  private func error(_ bytes: [UInt8]) -> PickleError? {
    do {
      _ = try PickleMachine.run(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func isMalformed(_ bytes: [UInt8]) -> Bool {
    if case .malformed = error(bytes) { return true }
    return false
  }

  private func run(_ value: [UInt8]) throws -> PickleMachine.Outcome {
    try PickleMachine.run(ForgedPickle.whole(value).bytes)
  }

  @Test(
    arguments: [
      ("I42\n", 42), ("I-7\n", -7), ("L123L\n", 123), ("L5\n", 5), ("K\u{7}", 7), ("M\u{1}\u{2}", 0x0201),
    ])
  func integersInText(code: String, expected: Int) throws {
    let outcome = try run(Array(code.utf8))
    #expect(outcome.graph.int(outcome.root) == expected)
  }

  @Test func integersInBinary() throws {
    for value in [0, 1, -1, 255, 256, -256, 1 << 31, Int.max, Int.min] {
      let outcome = try run([0x8A, 8] + little(value, 8))
      #expect(outcome.graph.int(outcome.root) == value)
    }
    let cases: [([UInt8], Int?)] = [
      ([0x8A, 0], 0), ([0x8A, 1, 0xFF], -1), ([0x8A, 2, 0xFF, 0x00], 255), ([0x8A, 1, 0x80], -128),
      ([0x8B, 1, 0, 0, 0, 5], 5), ([0x8A, 9] + [UInt8](repeating: 1, count: 9), nil),
      ([0x4A, 0xFE, 0xFF, 0xFF, 0xFF], -2),
    ]
    for (code, expected) in cases {
      let outcome = try run(code)
      #expect(outcome.graph.int(outcome.root) == expected)
    }
  }

  @Test func textsAreFoundInEveryForm() throws {
    let forms: [[UInt8]] = [
      Pickled.text("Tür"), [0x8C, 4] + Array("Tür".utf8), [0x8D] + little(4, 8) + Array("Tür".utf8),
      Array("VTür\n".utf8), [0x55, 4] + Array("Tür".utf8), [0x54] + little(4, 4) + Array("Tür".utf8),
    ]
    for form in forms {
      let outcome = try run(form)
      #expect(outcome.graph.text(outcome.root) == "Tür")
    }
  }

  @Test func textThatIsNoUTF8IsNone() throws {
    // A lone surrogate, as Python writes it with surrogatepass.
    let outcome = try run([0x8C, 3, 0xED, 0xB2, 0x80])
    #expect(outcome.graph.text(outcome.root) == nil)
  }

  @Test func everyPrefixOfAPickleIsTruncated() throws {
    let pickle = ForgedPickle.stateDict([("w", Pickled.row("0", count: 3)), ("v", Pickled.int(1 << 40))]).bytes
    #expect(error(pickle) == nil)
    for count in 0..<pickle.count {
      guard case .truncated = error(Array(pickle.prefix(count))) else {
        Issue.record("cut to \(count) bytes: \(String(describing: error(Array(pickle.prefix(count)))))")
        return
      }
    }
  }

  @Test func lengthsThatLieAreTruncated() {
    let operands: [[UInt8]] = [
      [0x58] + little(UInt32.max, 4), [0x42] + little(UInt32.max, 4), [0x54] + little(UInt32.max, 4),
      [0x8B] + little(UInt32.max, 4), [0x8D] + little(UInt64.max, 8), [0x8E] + little(UInt64(Int64.max), 8),
      [0x96] + little(1 << 40, 8), [0x95] + little(1 << 40, 8), [0x95] + little(UInt64.max, 8), [0x8A, 255], [0x43, 9],
      Array("Vno end of line".utf8), Array("cos\nsystem".utf8),
    ]
    for operand in operands {
      #expect(error([0x80, 4] + operand + [0x2E]) == .truncated(at: 2), "\(operand)")
    }
  }

  @Test func instructionsWithoutTheirValuesAreRefused() {
    for code in [0x2E, 0x30, 0x32, 0x61, 0x62, 0x73, 0x85, 0x86, 0x87, 0x52, 0x81, 0x92, 0x93, 0x51, 0x94, 0x98]
      as [UInt8]
    {
      #expect(isMalformed([code, 0x2E]), "\(code)")
    }
    for code in [0x31, 0x74, 0x6C, 0x64, 0x65, 0x75, 0x90, 0x91, 0x6F] as [UInt8] {
      #expect(isMalformed([0x4E, code, 0x2E]), "\(code)")
    }
  }

  @Test func aMarkShieldsWhatIsBelowIt() {
    // None, a mark, then an instruction that needs two values.
    #expect(isMalformed([0x4E, 0x28, 0x4E, 0x86, 0x2E]))
    // Filling needs a collection between this mark and the one before.
    #expect(isMalformed([0x5D, 0x28, 0x28, 0x4E, 0x65, 0x2E]))
    #expect(isMalformed([0x28, 0x4E, 0x65, 0x2E]))
  }

  @Test func collectionsAreFilledOnlyWithWhatFits() {
    #expect(isMalformed([0x7D, 0x28, 0x4E, 0x75, 0x2E]))
    #expect(isMalformed([0x28, 0x4E, 0x64, 0x2E]))
    #expect(isMalformed([0x5D, 0x4E, 0x4E, 0x73, 0x2E]))
    #expect(isMalformed([0x7D, 0x4E, 0x61, 0x2E]))
    #expect(isMalformed([0x4E, 0x4E, 0x61, 0x2E]))
    #expect(isMalformed([0x29, 0x4E, 0x61, 0x2E]))
    #expect(isMalformed([0x4E, 0x4E, 0x93, 0x2E]))
  }

  @Test func unknownThingsAreNamedWithTheirPlace() {
    #expect(error([0x4E, 0xFF]) == .unknownOpcode(0xFF, at: 1))
    #expect(error([0x80, 6]) == .unknownProtocol(6, at: 0))
    #expect(error([0x68, 5]) == .unknownReference(at: 0))
    #expect(error([0x6A, 0xFF, 0xFF, 0xFF, 0xFF]) == .unknownReference(at: 0))
    #expect(error(Array("g-1\n".utf8)) == .unknownReference(at: 0))
    #expect(isMalformed(Array("gx\n".utf8)))
    #expect(isMalformed(Array("Np-1\n".utf8)))
    #expect(isMalformed(Array("Np99999999999\n".utf8)))
  }

  @Test func theMemoTakesAnyNumbers() throws {
    // 5 is stored far out and near, then both are brought back.
    let outcome = try run(
      [0x4B, 5, 0x72] + little(4_000_000_000 as UInt32, 4) + [0x30, 0x4B, 6, 0x71, 0, 0x30, 0x6A]
        + little(4_000_000_000 as UInt32, 4) + [0x68, 0, 0x86])
    let members = try #require(outcome.graph.members(of: outcome.root))
    #expect(members.map(outcome.graph.int) == [5, 6])
  }

  @Test func whatHoldsItselfEnds() throws {
    // l = [l], and d = {"model": d}.
    let list = try run([0x5D, 0x71, 0, 0x68, 0, 0x61])
    #expect(list.graph.members(of: list.root) == [list.root])
    let dict = ForgedPickle.whole([0x7D, 0x71, 0] + Pickled.text("model") + [0x68, 0, 0x73])
    #expect(
      try fault(opening: ForgedZip.torch(dict).bytes) == .contents(.noStateDict(found: "a dictionary with model")))
  }

  @Test func depthCostsNothing() throws {
    // A million tuples in each other, a million marks, and a million lists in lists.
    let depth = 1 << 20
    #expect(error([0x4E] + [UInt8](repeating: 0x85, count: depth) + [0x2E]) == nil)
    #expect(isMalformed([UInt8](repeating: 0x28, count: depth) + [0x2E]))
    #expect(error([UInt8](repeating: 0x5D, count: depth) + [UInt8](repeating: 0x61, count: depth - 1) + [0x2E]) == nil)
  }

  @Test func floodsOfValuesAreStopped() {
    let flood = PickleGraph.maximumCount + 1
    let codes: [[UInt8]] = [
      [UInt8](repeating: 0x5D, count: flood), [UInt8](repeating: 0x28, count: flood),
      [0x4E] + [UInt8](repeating: 0x32, count: flood), [0x4E] + [UInt8](repeating: 0x94, count: flood),
    ]
    for code in codes {
      guard case .tooManyValues = error(code) else {
        Issue.record("a flood of \(code[1]) was let through")
        return
      }
    }
    #expect(
      error([UInt8](repeating: 0x4E, count: PickleMachine.maximumByteCount + 1))
        == .tooLarge(byteCount: PickleMachine.maximumByteCount + 1))
  }

  @Test func popTakesAMarkWhereThereIsNoValue() throws {
    let outcome = try run([0x4B, 9, 0x28, 0x30])
    #expect(outcome.graph.int(outcome.root) == 9)
  }

  @Test func objectsOfEveryKindAreNotedAndNotMade() throws {
    let forms: [[UInt8]] = [
      Pickled.global("a", "B") + [0x29, 0x52], Pickled.global("a", "B") + [0x29, 0x81],
      Pickled.global("a", "B") + [0x29, 0x7D, 0x92], [0x28] + Pickled.global("a", "B") + [0x6F],
      [0x28] + Array("ia\nB\n".utf8), Pickled.text("a") + Pickled.text("B") + [0x93, 0x29, 0x52, 0x4E, 0x62],
    ]
    for form in forms {
      let outcome = try run(form)
      guard case .object(let callee, _, _) = outcome.graph[outcome.root],
        case .global(let module, let name) = outcome.graph[callee]
      else {
        Issue.record("no object of \(form)")
        return
      }
      #expect(outcome.graph.text(module) == "a")
      #expect(outcome.graph.text(name) == "B")
      #expect(outcome.suspects.isEmpty)
    }
  }
}
