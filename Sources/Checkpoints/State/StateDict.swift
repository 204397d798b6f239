import Tensors

/// The tensors of a checkpoint by name; their numbers stay in the file until they are asked for.
public struct StateDict: Sendable {
  /// The most tensors that are listed; the published models have about 4,500.
  public static let maximumCount = 100_000

  /// The names in the order of the file, also of entries that turned out not to be tensors.
  public let names: [String]
  private let entries: [String: Entry]
  private let source: TensorSource

  /// A tensor, or why there is none.
  package enum Entry: Equatable, Sendable {
    case tensor(TensorRecord)
    case unusable(TensorProblem)
  }

  /// Takes entries in the order of the file; of two with the same name the last counts, as in Python.
  package init(_ list: [(name: String, entry: Entry)], source: TensorSource) {
    var names: [String] = []
    var entries: [String: Entry] = [:]
    for (name, entry) in list {
      if entries.updateValue(entry, forKey: name) == nil { names.append(name) }
    }
    self.names = names
    self.entries = entries
    self.source = source
  }

  /// Tensors that lie in memory, each from a place on; what is in memory is not to change any more.
  package init(_ tensors: [(name: String, shape: [Int], place: Int)], in floats: FloatBuffer) {
    let list = tensors.map { name, shape, place in
      let record = TensorRecord(
        shape: shape, strides: TensorRecord.rowMajorStrides(of: shape), offset: 0, dtype: .float32,
        storage: Storage(place: .plain(4 * place), byteCount: 4 * shape.reduce(1, *)))
      return (name: name, entry: Entry.tensor(record))
    }
    self.init(list, source: TensorSource(path: "memory", file: InputFile(floats), isBigEndian: false))
  }

  /// The extents of the tensor of that name; nil when there is none.
  public func shape(of name: String) -> [Int]? {
    self[name]?.shape
  }

  /// Where the tensor of that name lies; nil when there is none.
  public subscript(name: String) -> TensorRecord? {
    guard case .tensor(let record) = entries[name] else { return nil }
    return record
  }

  /// Whether there is an entry of that name, a tensor or not.
  public func contains(_ name: String) -> Bool {
    entries[name] != nil
  }

  /// Whether a name begins with `prefix`.
  public func hasPrefix(_ prefix: String) -> Bool {
    names.contains { $0.utf8.starts(with: prefix.utf8) }
  }

  /// The entries whose names begin with `prefix`, under the rests of their names.
  public func removingPrefix(_ prefix: String) -> StateDict {
    var list: [(name: String, entry: Entry)] = []
    for name in names where name.utf8.starts(with: prefix.utf8) {
      guard let entry = entries[name], let rest = String(name.utf8.dropFirst(prefix.utf8.count)) else { continue }
      list.append((rest, entry))
    }
    return StateDict(list, source: source)
  }

  /// The state dict without the entry of that name.
  public func removing(_ name: String) -> StateDict {
    StateDict(names.filter { $0 != name }.compactMap { name in entries[name].map { (name, $0) } }, source: source)
  }

  /// Reads the tensor of that name as float32 in row-major order.
  ///
  /// Throws when there is none, when its numbers lie outside of the file, and when one is infinite or not a number.
  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    try naming(source.path) { () throws(CheckpointFault) in
      switch entries[name] {
      case nil: throw .tensor(.missing, name: name)
      case .unusable(let problem): throw .tensor(problem, name: name)
      case .tensor(let record): return try source.read(record, name: name)
      }
    }
  }

  /// How many bytes of the file hold the numbers of the named tensors; what several of them share counts once.
  public func storedByteCount(of names: some Sequence<String>) -> Int {
    var stretches: [(storage: Int, start: Int, end: Int)] = []
    for name in names {
      guard let record = self[name], let extent = record.extent else { continue }
      stretches.append((record.storage.identity, extent.lowerBound, extent.upperBound))
    }
    stretches.sort { ($0.storage, $0.start) < ($1.storage, $1.start) }
    var total = 0
    var last = (storage: -1, end: 0)
    for stretch in stretches {
      let start = stretch.storage == last.storage ? max(stretch.start, last.end) : stretch.start
      total &+= max(0, stretch.end - start)
      last = (stretch.storage, stretch.storage == last.storage ? max(last.end, stretch.end) : stretch.end)
    }
    return total
  }

  /// Throws when the named tensors together would take far more memory than the file has bytes for them.
  ///
  /// A forged file can let thousands of names stand for one storage; call this before reading a whole network.
  public func checkMemory(of names: some Sequence<String>) throws(CheckpointError) {
    var numbers = 0
    var stored = 0
    for name in names {
      guard let record = self[name], let width = record.dtype.byteCount, let count = record.count else { continue }
      let (sum, overflow) = numbers.addingReportingOverflow(count)
      numbers = overflow ? Int.max : sum
      stored = max(stored, width)
    }
    stored = storedByteCount(of: names) / max(stored, 1)
    // Genuine networks list a shared parameter two or three times.
    guard numbers <= 8 * stored &+ 65_536 else {
      throw CheckpointError(path: source.path, fault: .contents(.inflated(numbers: numbers, stored: stored)))
    }
  }
}
