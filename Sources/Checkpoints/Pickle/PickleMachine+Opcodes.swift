extension PickleMachine {
  /// Follows one instruction; its operands are next in the pickle.
  mutating func follow(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .stop: break
    case .proto:
      let version = Int(try read(cursor.byte()))
      guard version <= 5 else { throw .unknownProtocol(version, at: start) }
    case .frame:
      let count = try read(cursor.count(8))
      guard count <= cursor.remaining else { throw .truncated(at: start) }

    case .mark: try mark()
    case .pop:
      // Where no value is above the last mark, the mark itself is what is taken.
      if let mark = marks.last, Int(mark) == stack.count { marks.removeLast() } else { _ = try pop() }
    case .popMark: try withMarked { (_, _) throws(PickleError) in }
    case .dup: try push(try top())

    case .put, .binPut, .longBinPut, .memoize, .get, .binGet, .longBinGet: try followMemo(opcode)

    case .none: try push(PickleGraph.none)
    case .newTrue: try push(.bool(true))
    case .newFalse: try push(.bool(false))
    case .int, .binInt, .binInt1, .binInt2, .long, .long1, .long4, .float, .binFloat: try followNumber(opcode)

    case .string, .unicode: try push(textNode(try line()))
    case .shortBinString, .shortBinUnicode: try push(textNode(try sized(1)))
    case .binString, .binUnicode: try push(textNode(try sized(4)))
    case .binUnicode8: try push(textNode(try sized(8)))
    case .shortBinBytes: try push(.bytes(count: UInt32(try sized(1).count)))
    case .binBytes: try push(.bytes(count: UInt32(try sized(4).count)))
    case .binBytes8, .byteArray8: try push(.bytes(count: UInt32(try sized(8).count)))
    case .nextBuffer: try push(.opaque)
    case .readonlyBuffer: _ = try top()

    case .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3, .emptyList, .list, .append, .appends, .emptyDict, .dict,
      .setItem, .setItems, .emptySet, .addItems, .frozenSet:
      try followCollection(opcode)

    case .global, .stackGlobal, .inst, .obj, .newObj, .newObjEx, .reduce, .build, .ext1, .ext2, .ext4,
      .persistentID, .binPersistentID:
      try followObject(opcode)
    }
  }

  private mutating func followMemo(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .put: try store(try top(), at: try textKey())
    case .binPut: try store(try top(), at: Int(try read(cursor.byte())))
    case .longBinPut: try store(try top(), at: try read(cursor.count(4)))
    case .memoize: try store(try top(), at: memo.count + sparseMemo.count)
    case .get: try push(try recall(try textKey()))
    case .binGet: try push(try recall(Int(try read(cursor.byte()))))
    default: try push(try recall(try read(cursor.count(4))))
    }
  }

  private mutating func textKey() throws(PickleError) -> Int {
    guard let key = string(try line()).flatMap({ Int($0) }) else {
      throw .malformed("an impossible reference", at: start)
    }
    return key
  }

  private mutating func followNumber(_ opcode: PickleOpcode) throws(PickleError) {
    switch opcode {
    case .binInt1: try pushInt(Int64(try read(cursor.byte())))
    case .binInt2: try pushInt(Int64(try read(cursor.count(2))))
    case .binInt: try pushInt(Int64(Int32(truncatingIfNeeded: try read(cursor.unsigned(4)))))
    case .long1: try pushLong(try sized(1))
    case .long4: try pushLong(try sized(4))
    case .int:
      let text = string(try line())
      switch text {
      case "00": try push(.bool(false))
      case "01": try push(.bool(true))
      default: try pushInt(text.flatMap { Int64($0) })
      }
    case .long:
      let range = try line()
      let digits = cursor.bytes[range].last == UInt8(ascii: "L") ? range.dropLast() : range
      try pushInt(string(digits).flatMap { Int64($0) })
    case .float: try push(string(try line()).flatMap { Double($0) }.map { .float($0) } ?? .opaque)
    default:
      let bits = try read(cursor.unsigned(8))
      try push(.float(Double(bitPattern: bits.byteSwapped)))
    }
  }

  /// Pushes an integer, or something opaque where it has more than 64 bits.
  private mutating func pushInt(_ value: Int64?) throws(PickleError) {
    guard let value else { return try push(.opaque) }
    guard let small = Int(exactly: value), smallIntegers.indices.contains(small) else {
      return try push(.int(value))
    }
    let id: ID
    if let known = smallIntegers[small] { id = known } else { id = try add(.int(value)) }
    smallIntegers[small] = id
    try push(id)
  }

  /// Pushes a little-endian integer in two's complement.
  private mutating func pushLong(_ range: Range<Int>) throws(PickleError) {
    guard range.count <= 8 else { return try push(.opaque) }
    var value: UInt64 = 0
    for (place, index) in range.enumerated() {
      value |= UInt64(cursor.bytes[index]) << UInt64(8 * place)
    }
    let unused = UInt64(64 - 8 * range.count)
    try pushInt(range.isEmpty ? 0 : Int64(bitPattern: value << unused) >> Int64(unused))
  }
}
