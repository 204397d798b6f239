import Language

/// What `help` knows: the declarations of all commands, those that the program defined among them, and the language.
struct Manual {
  let commands: [Signature]
  /// How wide its lines may be.
  let columns: Int

  /// The commands by category, and what else there is to read.
  var overview: String {
    let groups = categories.map { category in
      (category.name, commands.filter { $0.category == category }.map(\.name).joined(separator: ", "))
    }
    return table(groups) + "\n\n"
      + table([
        ("help NAME", "All about a command, or a group such as denoising."),
        ("help all", "All commands, with what each does."),
        ("help language", "How the language goes, on one page."),
        ("help --search WORD", "The commands whose texts hold a word."),
      ])
  }

  /// All commands, group by group, with what each does.
  private var everything: String {
    categories.map { category in
      category.name + "\n" + listing(commands.filter { $0.category == category })
    }.joined(separator: "\n\n")
  }

  /// What there is about a topic in lower case: a command, the language, a category, the commands that begin so, or
  /// those that mention it; nil when there is none.
  func page(_ topic: String) -> String? {
    let group = commands.filter { $0.category.name.lowercased() == topic }
    if topic == "all" { return everything }
    if topic == "language" { return LanguagePage.text(columns: columns) + "\n\n" + listing(group) }
    if let command = commands.first(where: { $0.name == topic }) {
      let others = group.filter { $0.name != topic }
      return command.help(columns: columns) + (others.isEmpty ? "" : "\n\nOf the same group:\n" + listing(others))
    }
    if !group.isEmpty { return listing(group) }
    let named = self.named(topic)
    if named.count == 1, let only = named.first { return only.help(columns: columns) }
    if !named.isEmpty { return listing(named) }
    return mentions(of: topic).map { "There is no command \(topic). It is mentioned by\n\n" + $0 }
  }

  /// The commands whose name begins with a text; when none does, those in whose name a word begins with it.
  private func named(_ start: String) -> [Signature] {
    let beginning = commands.filter { $0.name.hasPrefix(start) }
    if !beginning.isEmpty { return beginning }
    return commands.filter { $0.name.contains("-" + start) }
  }

  /// The commands whose texts hold every word, in capitals or not, each with the sentence that holds the most of
  /// them; nil when there are none.
  func mentions(of text: String) -> String? {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return nil }
    let found: [(name: String, text: String)] = commands.compactMap { command in
      let sentences = command.sentences.map { sentence in
        (text: sentence, held: words.filter { sentence.lowercased().contains($0) })
      }
      guard Set(sentences.flatMap(\.held)).count == Set(words).count else { return nil }
      // The first of those that hold the most.
      let most = sentences.reduce(0) { max($0, $1.held.count) }
      return (command.name, sentences.first { $0.held.count == most }?.text ?? command.summary)
    }
    return found.isEmpty ? nil : table(found)
  }

  /// The topic that an unknown one was probably meant to be.
  func near(_ topic: String) -> String? {
    NearestName.of(topic, among: commands.map(\.name) + categories.map { $0.name.lowercased() } + ["language"])
  }

  private var categories: [Category] {
    commands.reduce(into: []) { categories, command in
      if !categories.contains(command.category) { categories.append(command.category) }
    }
  }

  private func listing(_ commands: [Signature]) -> String { table(commands.map { ($0.name, $0.summary) }) }

  /// Names beside their texts; where there is room, the texts stand below each other over the whole manual.
  private func table(_ entries: [(name: String, text: String)]) -> String {
    let widest = commands.map { DisplayWidth.of($0.name) }.max() ?? 0
    let room = widest * 3 <= width ? widest : 0
    let padded = entries.map { name, text in
      (text.isEmpty ? name : name + String(repeating: " ", count: max(0, room - DisplayWidth.of(name))), text)
    }
    return TextLayout.table(padded, columns: width)
  }

  private var width: Int { min(max(columns, 20), 100) }
}

extension Signature {
  /// All that is said about the command, a sentence or an example each.
  fileprivate var sentences: [String] {
    let parts = parameters.map { ($0.name, $0.help) } + options.map { ("--" + $0.name, $0.help) }
    return [name, summary] + Self.sentences(of: discussion) + parts.map { "\($0): \($1)" }
      + examples.map { "\($0.line)  # \($0.meaning)" }
  }

  /// A text's sentences, for which a full stop with a space behind it is the end.
  private static func sentences(of text: String) -> [String] {
    TextLayout.paragraphs(text).flatMap { paragraph in
      var sentences: [String] = []
      var sentence = ""
      for word in paragraph.split(separator: " ") {
        sentence += (sentence.isEmpty ? "" : " ") + word
        if word.hasSuffix(".") || word.hasSuffix("?") {
          sentences.append(sentence)
          sentence = ""
        }
      }
      return sentence.isEmpty ? sentences : sentences + [sentence]
    }
  }
}
