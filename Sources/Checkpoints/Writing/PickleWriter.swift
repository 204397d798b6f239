/// Writes a pickle of protocol 2, the one of torch.save, which PyTorch reads with weights_only too.
package struct PickleWriter {
  private var bytes: [UInt8] = [PickleOpcode.proto.rawValue, 2]
  /// Classes, functions and texts that were written once and are referred to after.
  private var memo: [String: UInt64] = [:]

  /// The pickle of `value`.
  package static func pickle(_ value: PickleValue) -> [UInt8] {
    var writer = PickleWriter()
    writer.write(value)
    writer.put(.stop)
    return writer.bytes
  }

  private mutating func write(_ value: PickleValue) {
    switch value {
    case .none: put(.none)
    case .bool(let value): put(value ? .newTrue : .newFalse)
    case .int(let value): write(value)
    case .float(let value): put(.binFloat, Array(little(value.bitPattern, 8).reversed()))
    case .text(let text): put(.binUnicode, little(UInt64(text.utf8.count), 4) + Array(text.utf8))
    case .tuple(let members): writeTuple(members)
    case .list(let members):
      put(.emptyList)
      guard !members.isEmpty else { return }
      put(.mark)
      for member in members { write(member) }
      put(.appends)
    case .dict(let members):
      put(.emptyDict)
      fill(members)
    case .orderedDict(let members):
      writeEmptyOrderedDict()
      fill(members)
    case .tensor(let tensor): write(tensor)
    }
  }

  private mutating func write(_ value: Int) {
    switch value {
    case 0..<1 << 8: put(.binInt1, [UInt8(value)])
    case 0..<1 << 16: put(.binInt2, little(UInt64(value), 2))
    case -1 << 31..<1 << 31: put(.binInt, little(UInt64(bitPattern: Int64(value)), 4))
    default: put(.long1, [8] + little(UInt64(bitPattern: Int64(value)), 8))
    }
  }

  private mutating func writeTuple(_ members: [PickleValue]) {
    if members.count > 3 { put(.mark) }
    for member in members { write(member) }
    switch members.count {
    case 0: put(.emptyTuple)
    case 1: put(.tuple1)
    case 2: put(.tuple2)
    case 3: put(.tuple3)
    default: put(.tuple)
    }
  }

  private mutating func fill(_ members: [(key: PickleValue, value: PickleValue)]) {
    guard !members.isEmpty else { return }
    put(.mark)
    for (key, value) in members {
      write(key)
      write(value)
    }
    put(.setItems)
  }

  private mutating func writeEmptyOrderedDict() {
    writeGlobal("collections", "OrderedDict")
    put(.emptyTuple)
    put(.reduce)
  }

  /// Writes _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks), where the storage is
  /// ("storage", type, key, location, count).
  private mutating func write(_ tensor: PickledTensor) {
    writeGlobal("torch._utils", "_rebuild_tensor_v2")
    put(.mark)
    put(.mark)
    writeRemembered("storage")
    let storage =
      switch tensor.type {
      case .float32: "FloatStorage"
      case .float16: "HalfStorage"
      case .int64: "LongStorage"
      case .bool: "BoolStorage"
      }
    writeGlobal("torch", storage)
    write(.text(String(tensor.key)))
    writeRemembered("cpu")
    write(tensor.shape.reduce(1, *))
    put(.tuple)
    put(.binPersistentID)
    write(0)
    writeTuple(tensor.shape.map { .int($0) })
    writeTuple(tensor.strides.map { .int($0) })
    put(.newFalse)
    writeEmptyOrderedDict()
    put(.tuple)
    put(.reduce)
  }

  private mutating func writeGlobal(_ module: String, _ name: String) {
    remember("\(module)\n\(name)\n") { writer, text in writer.put(.global, Array(text.utf8)) }
  }

  private mutating func writeRemembered(_ text: String) {
    remember(text) { writer, text in writer.write(.text(text)) }
  }

  private mutating func remember(_ text: String, _ write: (inout PickleWriter, String) -> Void) {
    if let place = memo[text] {
      put(.binGet, little(place, 1))
    } else {
      // A pickle has a dozen such texts at most, so that one byte holds their number.
      let place = UInt64(memo.count)
      memo[text] = place
      write(&self, text)
      put(.binPut, little(place, 1))
    }
  }

  private mutating func put(_ opcode: PickleOpcode, _ operand: [UInt8] = []) {
    bytes.append(opcode.rawValue)
    bytes.append(contentsOf: operand)
  }
}

/// A value that is to be pickled: what torch.save puts into checkpoints, and no more.
package indirect enum PickleValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
  case tuple([PickleValue])
  case list([PickleValue])
  case dict([(key: PickleValue, value: PickleValue)])
  /// A collections.OrderedDict, as torch has state dicts.
  case orderedDict([(key: PickleValue, value: PickleValue)])
  /// A tensor that fills its storage in row-major order.
  case tensor(PickledTensor)

  /// A dict whose keys are texts.
  package static func record(_ members: [(String, PickleValue)]) -> PickleValue {
    .dict(members.map { (.text($0.0), $0.1) })
  }
}

/// A tensor as the pickle tells of it: its numbers are the entry `data/KEY` of the archive.
package struct PickledTensor: Equatable, Sendable {
  package let key: Int
  package let type: TensorContent.NumberType
  package let shape: [Int]

  package init(key: Int, type: TensorContent.NumberType, shape: [Int]) {
    self.key = key
    self.type = type
    self.shape = shape
  }

  /// How many numbers lie between neighbours along each dimension.
  var strides: [Int] { TensorRecord.rowMajorStrides(of: shape) }
}
