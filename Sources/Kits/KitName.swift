/// Names that are safe as names of files, in SFZ and in XML, whatever text they are made of.
public enum KitName {
  /// The most bytes that a name has, so that it fits a header of tar with a folder before it.
  static let limit = 40

  /// A text with ASCII letters, digits, spaces, `-`, `_` and `.` alone, other characters as hyphens, and none but a
  /// letter or a digit at its ends; `fallback` where nothing is left.
  public static func safe(_ text: String, fallback: String) -> String {
    let characters = text.unicodeScalars.prefix(4 * limit).map { scalar -> Character in
      isPlain(scalar) || " -_.".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    var name = characters[...]
    let isEdge = { (character: Character) in " -_.".contains(character) }
    name = name.drop(while: isEdge).prefix(limit)
    while let last = name.last, isEdge(last) { name.removeLast() }
    return name.isEmpty ? fallback : String(name)
  }

  /// What a voice of a name is labelled in a kit that has no other of its kind; nil where nothing of the name is left.
  public static func label(of name: String) -> String? {
    safe(name, fallback: "").isEmpty ? nil : stems(of: [name])[0]
  }

  /// A name in ASCII letters, digits and `%`, whatever it holds; `decoded` gives it back.
  static func coded(_ name: String) -> String {
    name.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      return isPlain(scalar) ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// The name that `coded` made a text of.
  static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let code = UInt8(digits, radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Names for the files of voices: safe, in lower case, with hyphens for spaces, and none twice.
  public static func stems(of names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.enumerated().map { number, name in
      let stem = safe(name, fallback: "voice").lowercased().split(whereSeparator: { " -_.".contains($0) })
        .joined(separator: "-")
      // A digit behind a hyphen counts the sounds of a voice, so what tells voices apart is a letter before it.
      var unique = stem
      if taken.contains(unique) { unique = "\(stem)-v\(number + 1)" }
      while taken.contains(unique) { unique += "v" }
      taken.insert(unique)
      return unique
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }
}
