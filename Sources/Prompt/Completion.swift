import Language

/// What can stand at the cursor, and what Tab makes of it.
package struct Completion {
  /// Something that can stand there.
  package struct Candidate: Equatable {
    /// The whole word, without quotation marks.
    package let text: String
    /// What a list of candidates shows.
    package let label: String
    /// Whether the word is complete with it; the name of a folder is not.
    package var isWhole = true
    /// Whether it is a text, which may need quotation marks; else it is typed as it is.
    package var isText = false

    /// Itself as it has to be typed, or the beginning that it shares with others.
    fileprivate func typed(_ beginning: String? = nil, isQuoted: Bool) -> String {
      let text = beginning ?? self.text
      guard isQuoted || isText && !SourceLiteral.isWord(text) else { return text }
      return beginning == nil && isWhole ? SourceLiteral.quoted(text) : "\"" + SourceLiteral.escaped(text)
    }
  }

  /// A variable, and the fields of its value.
  package struct Variable {
    /// Without its `$`.
    package let name: String
    /// What can follow it behind a dot, and behind the fields that were named before.
    package let fields: ([Substring]) -> [String]
    /// The type of the engine value, such as "sound"; `nil` where the value is not known yet.
    package let typeName: String?

    /// A variable of which so much is known.
    package init(name: String, fields: [String] = [], typeName: String? = nil) {
      self.init(name: name, typeName: typeName) { $0.isEmpty ? fields : [] }
    }

    private init(name: String, typeName: String?, fields: @escaping ([Substring]) -> [String]) {
      self.name = name
      self.fields = fields
      self.typeName = typeName
    }

    /// A variable with its value; `nil` where that is not known yet.
    package init(name: String, value: Value?) {
      let typeName = value.map(Completion.typeName)
      self.init(name: name, typeName: typeName) { path in
        value.map { Completion.fields(of: $0, behind: path[...]) } ?? []
      }
    }
  }

  /// What helps where nothing can be completed.
  package enum Hint {
    /// A command, and what stands at the cursor.
    case command(Signature, Signature.Place)
    /// How a statement of the language goes.
    case statement(String)

    /// The hint's lines, in so many columns.
    package func text(columns: Int) -> String {
      switch self {
      case .command(let signature, let place): signature.hint(at: place, columns: columns)
      case .statement(let usage): usage
      }
    }
  }

  /// What Tab does.
  package enum Step: Equatable {
    /// Replaces so many code points before the cursor.
    case insert(replacing: Int, with: String)
    /// Several go on from here: their labels.
    case choose([String])
    case nothing
  }

  /// What can stand at the cursor, in the order that a list shows.
  package let candidates: [Candidate]
  /// What helps in typing the word at the cursor, where the command is known.
  package let hint: Hint?
  /// Whether the word at the cursor has yet to begin.
  package var isAtNewWord: Bool { typed.isEmpty }
  /// The part of the word before the cursor, without quotation marks.
  private let word: String
  /// The same as it was typed.
  private let typed: String
  private let isQuoted: Bool
  /// Whether a space already follows the cursor.
  private let isFollowedBySpace: Bool

  /// Looks at the text up to the cursor.
  /// - Parameters:
  ///   - cursor: the byte offset of the cursor in the line's UTF-8.
  ///   - suggestions: what can stand as an argument of a command as things are, besides what its type tells.
  package init(
    line: String, cursor: Int, signatures: [Signature], variables: [Variable], fileSystem: any FileSystem,
    suggestions: @escaping (_ command: String, _ argument: String) -> [String] = { _, _ in [] }
  ) {
    let bytes = Array(line.utf8)
    let end = min(max(0, cursor), bytes.count)
    let before = String(decoding: bytes[..<end], as: UTF8.self)
    var context = CursorContext(before)
    let known = Set(variables.map(\.name))
    let variables =
      variables + Self.variables(boundIn: before).filter { !known.contains($0) }.map { Variable(name: $0) }
    var found: [Candidate] = []
    var hint: Hint?
    if context.word.hasPrefix("$"), !context.isQuoted {
      found = Self.variables(context.word, variables)
    } else if let topics = Self.topicsOfShorthand(context, signatures) {
      found = topics
    } else if context.words.isEmpty, context.allowsCommands, !context.isQuoted {
      found = Self.commands(context, signatures)
    } else if let name = context.words.first, let signature = signatures.first(where: { $0.name == name }) {
      let arguments = Arguments(
        signature: signature, signatures: signatures, variables: variables, fileSystem: fileSystem,
        suggestions: { suggestions(name, $0) })
      found = arguments.candidates(&context)
      hint = .command(signature, arguments.place(context))
    } else if let name = context.words.first, !context.isQuoted {
      hint = Self.statements[name].map(Hint.statement)
    }
    self.hint = hint
    var seen: Set<String> = []
    candidates = found.filter { seen.insert($0.text).inserted }
    word = context.word
    typed = String(decoding: bytes[min(context.start, end)..<end], as: UTF8.self)
    isQuoted = context.isQuoted
    isFollowedBySpace = end < bytes.count && bytes[end] == UInt8(ascii: " ")
  }

  /// What a statement can begin with; behind a pipe, the commands that take what it hands on.
  private static func commands(_ context: CursorContext, _ signatures: [Signature]) -> [Candidate] {
    let all = words(signatures.map(\.name).sorted() + keywords, context.word)
    guard context.isAfterPipe else { return all }
    let takers = signatures.filter { signature in
      signature.parameters.contains { parameter in
        switch (parameter.arity, parameter.type) {
        case (.input, _), (.piped, _), (_, .any): true
        default: false
        }
      }
    }
    let found = words(takers.map(\.name).sorted(), context.word)
    return found.isEmpty ? all : found
  }

  /// What `help` can be asked for.
  static func topics(_ signatures: [Signature]) -> [String] {
    let categories = signatures.map { $0.category.name.lowercased() }.filter { !$0.contains(" ") }
    return signatures.map(\.name).sorted() + Set(categories + ["language"]).sorted()
  }

  /// What can stand behind the question mark of `?name`; `nil` when there is none.
  private static func topicsOfShorthand(_ context: CursorContext, _ signatures: [Signature]) -> [Candidate]? {
    guard !context.isQuoted else { return nil }
    if context.words == ["?"] { return words(topics(signatures), context.word) }
    guard context.words.isEmpty, context.allowsCommands, context.word.hasPrefix("?") else { return nil }
    return topics(signatures).filter { $0.hasPrefix(context.word.dropFirst()) }
      .map { Candidate(text: "?" + $0, label: $0) }
  }

  /// The words that begin so, as they are.
  static func words(_ words: [String], _ prefix: String) -> [Candidate] {
    words.filter { $0.hasPrefix(prefix) }.map { Candidate(text: $0, label: $0) }
  }

  /// `$na` names a variable, `$name.fi` a field of it.
  private static func variables(_ word: String, _ variables: [Variable]) -> [Candidate] {
    let parts = word.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let beginning = parts.last else { return words(variables.map { "$" + $0.name }, word) }
    let fields = variables.first { $0.name == parts[0] }?.fields(Array(parts[1..<(parts.count - 1)])) ?? []
    let before = word.dropLast(beginning.count)
    return fields.filter { $0.hasPrefix(beginning) }.map { field in
      Candidate(text: before.dropLast() + Record.access(field), label: field)
    }
  }

  /// The type of a value; that of its items for a list of engine values.
  private static func typeName(of value: Value) -> String {
    switch value {
    case .foreign(let engine): type(of: engine).typeName
    case .list(let items):
      if case .foreign(let engine)? = items.first { type(of: engine).typeName } else { "list" }
    case .nothing: "nothing"
    default: "plain"
    }
  }

  /// The fields that a value has, or that what stands in its fields has; no engine value is asked for one, which could
  /// take a while.
  package static func fields(of value: Value, behind path: ArraySlice<Substring> = []) -> [String] {
    guard let name = path.first else { return value.fieldNames }
    switch value {
    case .foreign(let engine):
      var type: (any ForeignValue.Type)? = type(of: engine)
      for name in path { type = type?.type(ofField: String(name)) }
      return type?.fieldNames ?? []
    case .list(let items):
      let item = name == "first" ? items.first : name == "last" ? items.last : nil
      return item.map { fields(of: $0, behind: path.dropFirst()) } ?? []
    case .record(let record): return record[String(name)].map { fields(of: $0, behind: path.dropFirst()) } ?? []
    default: return []
    }
  }

  // MARK: Tab

  /// What Tab does here.
  package var step: Step {
    guard let first = candidates.first else { return .nothing }
    if candidates.count == 1 {
      let space = first.isWhole && !isFollowedBySpace ? " " : ""
      return insertion(first.typed(isQuoted: isQuoted) + space) ?? .nothing
    }
    let common = candidates.dropFirst().reduce(first.text[...]) { Self.commonPrefix($0, $1.text) }
    if common.count > word.count, let step = insertion(first.typed(String(common), isQuoted: isQuoted)) { return step }
    return .choose(candidates.map(\.label))
  }

  /// The step that puts a text in the place of what was typed; `nil` where it is there already.
  private func insertion(_ text: String) -> Step? {
    text == typed ? nil : .insert(replacing: typed.unicodeScalars.count, with: text)
  }

  /// What two texts both begin with.
  private static func commonPrefix(_ a: Substring, _ b: String) -> Substring {
    a.prefix(zip(a, b).prefix { $0 == $1 }.count)
  }
}
