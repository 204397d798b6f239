/// Writes .safetensors files.
public enum SafetensorsFile {
  /// Writes `tensors` as the numbers they are, whole or not at all, with `metadata` beside them: texts by name.
  ///
  /// The format has no second names: what tensors share is stored for each of them. The same tensors and metadata give
  /// the same bytes. Throws as `StateDict.write` does.
  public static func write(
    _ tensors: [NamedTensor], metadata: [String: String] = [:], to path: String, overwrite: Bool
  ) throws(CheckpointWritingError) {
    var contents: [String: (content: TensorContent, shape: [Int])] = [:]
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var position = 0
    for tensor in tensors {
      guard tensor.name != "__metadata__" else { throw .reservedName(tensor.name) }
      let content: TensorContent
      switch tensor.source {
      case .content(let own):
        try checkCount(own, name: tensor.name, shape: tensor.shape)
        content = own
      case .shared(let original):
        guard let first = contents[original], first.shape == tensor.shape else {
          throw .unknownOriginal(name: tensor.name, original: original)
        }
        content = first.content
      }
      guard contents.updateValue((content, tensor.shape), forKey: tensor.name) == nil else {
        throw .duplicateName(tensor.name)
      }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let end = position + content.byteCount
      members.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(code(content.type))\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(position),\(end)]}"
      )
      position = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // Spaces up to a multiple of 8, so that the numbers are aligned.
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    try writeWhole(path, overwrite: overwrite) { (output) throws(CheckpointWritingError) in
      try output.append(little(UInt64(header.count), 8) + header)
      for tensor in tensors {
        guard let (content, shape) = contents[tensor.name] else { continue }
        _ = try output.append(content, name: tensor.name, shape: shape)
      }
    }
  }

  /// What the format calls a type of numbers.
  private static func code(_ type: TensorContent.NumberType) -> String {
    switch type {
    case .float32: "F32"
    case .float16: "F16"
    case .int64: "I64"
    case .bool: "BOOL"
    }
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
