extension CommandRegistry {
  /// The reference in Markdown; see `[Signature].reference`.
  public func reference(title: String, introduction: String) -> String {
    signatures.reference(title: title, introduction: introduction)
  }
}

extension [Signature] {
  /// The reference of these commands in Markdown: the language on one page, then every command by category.
  public func reference(title: String, introduction: String) -> String {
    var parts = ["# \(title)", Markdown.wrapped(introduction), "## The language", Markdown.code(Grammar.syntax)]
    for chapter in Grammar.rules {
      parts.append("### \(chapter.title)")
      parts += chapter.paragraphs.map(Markdown.wrapped)
    }
    let categories = self.categories
    parts.append("## The commands")
    parts.append(
      categories.map { category, signatures in
        Markdown.wrapped(
          "- \(category): " + signatures.map { "[\($0.name)](#\($0.name))" }.joined(separator: " "), hanging: 2)
      }.joined(separator: "\n"))
    for (category, signatures) in categories {
      parts.append("## \(category) commands")
      parts += signatures.flatMap(\.reference)
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The signatures by category, both in the order that they have.
  private var categories: [(String, [Signature])] {
    var categories: [Category] = []
    var signatures: [Category: [Signature]] = [:]
    for signature in self {
      if signatures[signature.category] == nil { categories.append(signature.category) }
      signatures[signature.category, default: []].append(signature)
    }
    return categories.map { ($0.name, signatures[$0] ?? []) }
  }
}

extension Signature {
  /// The command's part of the reference: paragraphs in Markdown.
  fileprivate var reference: [String] {
    var parts = ["### \(name)", Markdown.wrapped(Markdown.prose(summary)), Markdown.code(usage)]
    parts += TextLayout.paragraphs(discussion).map { Markdown.wrapped(Markdown.prose($0)) }
    let entries =
      parameters.map { ($0.name.uppercased(), $0.explanation) } + options.map { ($0.usage, $0.explanation) }
    if !entries.isEmpty {
      parts.append(
        entries.map { title, text in
          Markdown.wrapped("- `\(title)`" + (text.isEmpty ? "" : ": " + Markdown.prose(text)), hanging: 2)
        }.joined(separator: "\n"))
    }
    if result != "nothing", !result.isEmpty { parts.append(Markdown.wrapped("Gives: " + Markdown.prose(result))) }
    if !examples.isEmpty {
      parts.append(Markdown.code(examples.map { "\($0.line)\n    # \($0.meaning)" }.joined(separator: "\n")))
    }
    return parts
  }
}

/// Texts as Markdown shows them.
private enum Markdown {
  /// A paragraph in lines of 120 columns; what stands in backticks stays on one line.
  static func wrapped(_ text: String) -> String { wrapped(text, hanging: 0) }

  static func wrapped(_ text: String, hanging: Int) -> String {
    var isCode = false
    let joined = String(
      text.map { character -> Character in
        if character == "`" { isCode.toggle() }
        return isCode && character == " " ? "\u{A0}" : character
      })
    return TextLayout.wrapped(joined, columns: 120, hanging: hanging).replacing("\u{A0}", with: " ")
  }

  /// A block of lines shown as they are.
  static func code(_ text: String) -> String { "```\n\(text)\n```" }

  /// A text of a declaration: $variables and --options as code, and nothing in it taken for a mark.
  static func prose(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map(word).joined(separator: " ")
  }

  private static func word(_ word: Substring) -> String {
    let isCode = word.hasPrefix("$") || word.hasPrefix("--")
    let core = Array(word.reversed().drop { ".,;:!?)}".contains($0) }.reversed())
    if isCode, core != ["-", "-"], core.count > 1, !core.contains("`") {
      return "`\(String(core))`" + word.dropFirst(core.count)
    }
    return word.reduce(into: "") { result, character in
      if "*<`\\".contains(character) { result += "\\" }
      result.append(character)
    }
  }
}
