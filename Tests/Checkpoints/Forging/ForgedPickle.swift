/// Assembles pickles, one instruction after the other.
struct ForgedPickle {
  private(set) var bytes: [UInt8] = []

  init(_ parts: [UInt8]...) { bytes = parts.flatMap { $0 } }

  /// A whole pickle of protocol 2 around the code of one value.
  static func whole(_ value: [UInt8]) -> ForgedPickle { ForgedPickle([0x80, 2], value, [0x2E]) }

  /// A pickle of {name: tensor, …}.
  static func stateDict(_ entries: [(String, [UInt8])]) -> ForgedPickle { whole(Pickled.dict(entries)) }
}

/// The code of values.
enum Pickled {
  static let none: [UInt8] = [0x4E]
  static let emptyTuple: [UInt8] = [0x29]

  static func text(_ text: String) -> [UInt8] { [0x58] + little(text.utf8.count, 4) + Array(text.utf8) }

  static func int(_ value: Int) -> [UInt8] {
    Int32(exactly: value) != nil ? [0x4A] + little(value, 4) : [0x8A, 8] + little(value, 8)
  }

  static func tuple(_ members: [[UInt8]]) -> [UInt8] { [0x28] + members.flatMap { $0 } + [0x74] }

  static func tuple(_ numbers: [Int]) -> [UInt8] { tuple(numbers.map(int)) }

  static func dict(_ entries: [(String, [UInt8])]) -> [UInt8] {
    [0x7D, 0x28] + entries.flatMap { text($0.0) + $0.1 } + [0x75]
  }

  static func global(_ module: String, _ name: String) -> [UInt8] { [0x63] + Array("\(module)\n\(name)\n".utf8) }

  static func call(_ module: String, _ name: String, _ arguments: [[UInt8]]) -> [UInt8] {
    global(module, name) + tuple(arguments) + [0x52]
  }

  static func storage(_ key: String, type: String = "FloatStorage", location: String = "cpu", count: Int) -> [UInt8] {
    tuple([text("storage"), global("torch", type), text(key), text(location), int(count)]) + [0x51]
  }

  static func tensor(_ storage: [UInt8], offset: Int = 0, shape: [Int], strides: [Int]) -> [UInt8] {
    call(
      "torch._utils", "_rebuild_tensor_v2",
      [storage, int(offset), tuple(shape), tuple(strides), [0x89], call("collections", "OrderedDict", [])])
  }

  /// A row of float32 that is all of its storage.
  static func row(_ key: String, count: Int) -> [UInt8] {
    tensor(storage(key, count: count), shape: [count], strides: [1])
  }
}

/// Float32 numbers as they lie in a file.
func stored(_ values: [Float]) -> [UInt8] { values.flatMap { little($0.bitPattern, 4) } }
