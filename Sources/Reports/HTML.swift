/// A piece of a page. Text gets into it escaped and in no other way, and elements are closed as XML wants them, so that
/// a page is well-formed whatever it tells of.
struct HTML: Sendable {
  private(set) var source: String

  private init(source: String) { self.source = source }

  /// Nothing yet.
  init() { source = "" }

  /// A text as it reads.
  init(_ text: some StringProtocol) { source = Self.escaped(text) }

  /// What cmark has rendered, which escapes as this does, and has made characters of references such as `&#x1b;`.
  init(rendered source: String) { self.source = Self.allowed(source) }

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

  /// A text that keeps its lines.
  init(preformatted text: String, class name: String) {
    // HTML takes the first line feed for the element's own.
    self.init("pre", ["class": name], text: text.first == "\n" ? "\n" + text : text)
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

  /// Whether a character can stand in a page: the others are no characters, controls, and what can't be seen and would
  /// turn the text around it, but for the joiners of scripts and emoji.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x20..<0x7F, 0x200C, 0x200D: return true
    case 0xFFFE, 0xFFFF: return false
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: return false
      default: return true
      }
    }
  }

  /// A text with a sign in the place of each character that can't stand in a page.
  static func allowed(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isAllowed) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
    return String(result)
  }
}
