import Tensors

/// The list of tensors of a safetensors file, checked as the format asks: no gaps, no overlaps, no lies about lengths.
struct Safetensors {
  private let list: [(name: String, entry: StateDict.Entry)]
  private let metadata: [String: String]

  /// The largest header that is read, in bytes; the format's own limit is 100 MB, a model's has some kilobytes.
  private static let maximumHeader = 16 << 20

  /// Reads the header of `file`: its length in 8 bytes, then JSON, then the data of the tensors.
  init(_ file: InputFile) throws(CheckpointFault) {
    var cursor = ByteCursor(try file.bytes(at: 0, count: min(8, file.byteCount)) ?? [])
    let announced = cursor.unsigned(8) ?? 0
    let available = max(file.byteCount - 8, 0)
    guard let length = Int(exactly: announced), length >= 2, length <= Safetensors.maximumHeader,
      let text = try file.bytes(at: 8, count: length)
    else { throw .safetensors(.headerLength(announced: announced, available: available)) }
    var header = SafetensorsHeader(text)
    let tensors: [SafetensorsHeader.Item]
    do {
      tensors = try header.items()
    } catch {
      throw error == .tooManyTensors
        ? .contents(.tooManyTensors(limit: StateDict.maximumCount)) : .safetensors(error)
    }

    let start = 8 + length
    var end = 0
    for item in tensors.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      guard item.start == end, item.end >= item.start else { throw .safetensors(.misplaced(name: item.name)) }
      end = item.end
    }
    guard end == file.byteCount - start else {
      let (expected, overflow) = start.addingReportingOverflow(end)
      throw .safetensors(.truncated(expected: overflow ? Int.max : expected, found: file.byteCount))
    }
    var list: [(name: String, entry: StateDict.Entry)] = []
    for item in tensors {
      list.append((item.name, .tensor(try Safetensors.record(item, dataStart: start))))
    }
    self.list = list
    metadata = header.metadata
  }

  /// The tensors as a checkpoint.
  func checkpoint(path: String, file: InputFile) throws(CheckpointFault) -> Checkpoint {
    guard !list.isEmpty else { throw .contents(.noStateDict(found: "no tensors")) }
    let source = TensorSource(path: path, file: file, isBigEndian: false)
    return Checkpoint(
      path: path, format: .safetensors, stateDict: StateDict(list, source: source),
      globalStep: metadata[Checkpoint.stepsKey].flatMap(Int.init), epoch: nil, byteCount: file.byteCount, warnings: [],
      metadata: metadata)
  }

  /// The format's types, with the length of a number in bits.
  private static let types: [String: (dtype: DType, bits: Int)] = [
    "F64": (.float64, 64), "F32": (.float32, 32), "F16": (.float16, 16), "BF16": (.bfloat16, 16),
    "I64": (.other("I64"), 64), "I32": (.other("I32"), 32), "I16": (.other("I16"), 16), "I8": (.other("I8"), 8),
    "U64": (.other("U64"), 64), "U32": (.other("U32"), 32), "U16": (.other("U16"), 16), "U8": (.other("U8"), 8),
    "BOOL": (.other("BOOL"), 8), "C64": (.other("C64"), 64), "F8_E5M2": (.other("F8_E5M2"), 8),
    "F8_E4M3": (.other("F8_E4M3"), 8), "F8_E8M0": (.other("F8_E8M0"), 8), "F4": (.other("F4"), 4),
    "F6_E2M3": (.other("F6_E2M3"), 6), "F6_E3M2": (.other("F6_E3M2"), 6),
  ]

  private static func record(
    _ item: SafetensorsHeader.Item, dataStart: Int
  ) throws(CheckpointFault) -> TensorRecord {
    guard let type = types[item.type] else { throw .safetensors(.unknownType(item.type, name: item.name)) }
    // The strides of row-major order, from the last dimension to the first.
    var strides: [Int] = []
    var count = 1
    var overflowed = false
    for extent in item.shape.reversed() {
      strides.append(count)
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      overflowed = overflowed || overflow
      count = product
    }
    let (bits, overflow) = count.multipliedReportingOverflow(by: type.bits)
    let expected = overflow || overflowed || bits % 8 != 0 ? nil : bits / 8
    guard expected == item.end - item.start else {
      throw .safetensors(.wrongLength(name: item.name, expected: expected, found: item.end - item.start))
    }
    let storage = Storage(place: .plain(dataStart + item.start), byteCount: item.end - item.start)
    return TensorRecord(
      shape: item.shape, strides: strides.reversed(), offset: 0, dtype: type.dtype, storage: storage)
  }
}
