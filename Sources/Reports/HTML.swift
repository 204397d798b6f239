/// A piece of a page. Text gets into it escaped and in no other way, and elements are closed as XML wants them, so that
/// a page is well-formed whatever it tells of.
struct HTML: Sendable {
  private(set) var source: String

  private init(source: String) { self.source = source }

  /// Nothing yet.
  init() { source = "" }

  /// A text as it reads.
  init(_ text: some StringProtocol) { source = Self.escaped(text) }

  /// What cmark has rendered, which escapes as this does.
  init(rendered source: String) { self.source = source }

  /// An element with its content.
  /// - Parameter attributes: those without a value are left out.
  init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ content: HTML...
  ) {
    self.init(name, attributes, content)
  }

  /// An element with its content.
  init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ content: [HTML]) {
    source = "<\(name)"
    for case (let attribute, let value?) in attributes {
      source += " \(attribute)=\""
      source += Self.escaped(value)
      source += "\""
    }
    if content.isEmpty, Self.empty.contains("\(name)") {
      source += " />"
    } else {
      source += ">"
      for piece in content { source += piece.source }
      source += "</\(name)>"
    }
  }

  /// An element with a text in it.
  init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: some StringProtocol) {
    self.init(name, attributes, [HTML(text)])
  }

  /// Elements that have no content and no end.
  private static let empty: Set<String> = ["meta", "img", "path"]

  static func += (left: inout HTML, right: HTML) { left.source += right.source }

  static func + (left: HTML, right: HTML) -> HTML { HTML(source: left.source + right.source) }

  /// Pieces one behind the other, with something between them.
  static func joined(_ pieces: [HTML], by separator: HTML = HTML()) -> HTML {
    var result = HTML()
    for (index, piece) in pieces.enumerated() {
      if index > 0 { result += separator }
      result += piece
    }
    return result
  }

  /// A text in which no character means markup, and all are such as XML allows.
  private static func escaped(_ text: some StringProtocol) -> String {
    // Base64 is long, and plain.
    if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 && !marks.contains($0) }) { return String(text) }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  private static let marks = Set("&<>\"'".utf8)

  /// Whether a character can stand in a page: the others are controls and no characters.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
