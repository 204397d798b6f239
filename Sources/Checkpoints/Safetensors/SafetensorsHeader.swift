/// Reads the JSON of a safetensors header, which has one fixed form, so that no nesting can grow.
///
///     {"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
struct SafetensorsHeader {
  /// One tensor as the header describes it; `start` and `end` count from the end of the header.
  struct Item: Equatable {
    var name = ""
    var type = ""
    var shape: [Int] = []
    var start = 0
    var end = 0
  }

  private var cursor: ByteCursor
  private var names: Set<String> = []
  /// The texts that stand beside the tensors, by name; empty before `items` was called.
  private(set) var metadata: [String: String] = [:]

  init(_ text: [UInt8]) {
    cursor = ByteCursor(text)
  }

  /// All the tensors in the order of the header; more than any model has are not read to their end.
  mutating func items() throws(SafetensorsError) -> [Item] {
    var items: [Item] = []
    try object { (self, name) throws(SafetensorsError) in
      guard self.names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        try self.object { (self, key) throws(SafetensorsError) in self.metadata[key] = try self.string() }
      } else {
        guard items.count < StateDict.maximumCount else { throw .tooManyTensors }
        items.append(try self.item(name))
      }
    }
    // Writers pad the header with spaces.
    guard peek() == nil else { throw error("there is more after its end") }
    return items
  }

  private mutating func item(_ name: String) throws(SafetensorsError) -> Item {
    var item = Item(name: name)
    var seen: Set<String> = []
    try object { (self, key) throws(SafetensorsError) in
      guard seen.insert(key).inserted else { throw self.error("\(name) has two \(key)") }
      switch key {
      case "dtype": item.type = try self.string()
      case "shape": item.shape = try self.numbers(limit: TensorRecord.maximumRank)
      case "data_offsets":
        let offsets = try self.numbers(limit: 2)
        guard offsets.count == 2 else { throw self.error("data_offsets of \(name) are not two numbers") }
        (item.start, item.end) = (offsets[0], offsets[1])
      default: throw self.error("\(name) has an unknown field \(key)")
      }
    }
    guard seen.count == 3 else { throw error("\(name) lacks dtype, shape or data_offsets") }
    return item
  }

  /// Reads `{"key": …, …}`; `body` reads the value of each key.
  private mutating func object(
    _ body: (inout SafetensorsHeader, String) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    if take("}") { return }
    repeat {
      let key = try string()
      try expect(":")
      try body(&self, key)
    } while take(",")
    try expect("}")
  }

  private mutating func numbers(limit: Int) throws(SafetensorsError) -> [Int] {
    try expect("[")
    if take("]") { return [] }
    var numbers: [Int] = []
    repeat {
      guard numbers.count < limit else { throw error("a list of more than \(limit) numbers") }
      numbers.append(try number())
    } while take(",")
    try expect("]")
    return numbers
  }

  private mutating func number() throws(SafetensorsError) -> Int {
    guard let first = peek(), isDigit(first) else { throw error("a number was expected") }
    var value = 0
    while let byte = next(), isDigit(byte) {
      advance()
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(byte - 0x30))
      guard !tooLarge, !overflow else { throw error("a number is too large") }
      value = sum
    }
    return value
  }

  private mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = cursor.byte() {
      switch byte {
      case 0x22:
        let string = String(decoding: text, as: UTF8.self)
        guard string.utf8.elementsEqual(text) else { throw error("a name is not UTF-8") }
        return string
      case 0x5C: try escape(into: &text)
      case 0..<0x20: throw error("a control character in a name")
      default: text.append(byte)
      }
    }
    throw error("a name without end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(SafetensorsError) {
    switch cursor.byte() {
    case 0x22: text.append(0x22)
    case 0x5C: text.append(0x5C)
    case 0x2F: text.append(0x2F)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      var unit = try hexadecimal()
      if (0xD800..<0xDC00).contains(unit) {
        guard cursor.byte() == 0x5C, cursor.byte() == 0x75 else { throw error("half a character") }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw error("half a character") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw error("half a character") }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw error("an unknown escape in a name")
    }
  }

  private mutating func hexadecimal() throws(SafetensorsError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = cursor.byte(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("an unknown escape in a name")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
    guard take(character) else { throw error("\(character) was expected") }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek(), UInt32(byte) == character.value else { return false }
    advance()
    return true
  }

  /// The next byte that is not white space, without passing over it.
  private mutating func peek() -> UInt8? {
    while let byte = next(), byte == 0x20 || (0x09...0x0D).contains(byte) { advance() }
    return next()
  }

  private func next() -> UInt8? {
    cursor.remaining > 0 ? cursor.bytes[cursor.position] : nil
  }

  private mutating func advance() {
    _ = cursor.byte()
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
  }

  private func error(_ what: String) -> SafetensorsError {
    .header(at: cursor.position, what)
  }
}
