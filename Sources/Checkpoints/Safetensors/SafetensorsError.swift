/// What can be wrong with a safetensors file.
public enum SafetensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The header would not fit into the file, or is larger than any is.
  case headerLength(announced: UInt64, available: Int)
  /// The header is not the JSON that it should be; says what is wrong there.
  case header(at: Int, String)
  case duplicateName(String)
  case unknownType(String, name: String)
  /// The data of the tensor don't have the length that its shape and type ask for.
  case wrongLength(name: String, expected: Int?, found: Int)
  /// The tensors don't fill the data without gap and overlap, in the order of their places.
  case misplaced(name: String)
  /// The data end at another place than the file.
  case truncated(expected: Int, found: Int)

  public var description: String {
    switch self {
    case .headerLength(let announced, let available):
      """
      the header of the safetensors file should have \(announced) bytes, which is impossible with \(available) left
      the file is cut short or damaged; fetch it again
      """
    case .header(let position, let what):
      "the header of the safetensors file is broken at byte \(position): \(printable(what))\nfetch the file again"
    case .duplicateName(let name): "the safetensors file holds \(printable(name)) twice; do not trust it"
    case .unknownType(let type, let name):
      "\(printable(name)) has the unknown type \(printable(type))"
    case .wrongLength(let name, let expected, let found):
      """
      \(printable(name)) has \(found) bytes, but its shape asks for \(expected.map(String.init) ?? "too many")
      the file is damaged; fetch it again
      """
    case .misplaced(let name):
      "the data of \(printable(name)) overlap others or leave a gap\nthe file is damaged or forged; fetch it again"
    case .truncated(let expected, let found):
      """
      the file should have \(expected) bytes and has \(found)
      the download or the copy was cut short; fetch it again
      """
    }
  }
}
