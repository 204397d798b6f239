import Language

/// What the start-up file did, as far as a session is done again by it.
struct StartUp {
  private var statements: [(text: String, binds: String?, gaveResult: Bool)] = []
  /// The settings that were made in it and that what is made hangs on, as statements.
  var settings: [String] = []

  mutating func add(_ statement: TopLevelStatement, gaveResult: Bool) {
    statements.append((statement.script, statement.binds, gaveResult))
  }

  /// The statements that a session needs so that its own do the same again: the definitions and variables that they
  /// use, those that these use, and what else changed the session.
  /// - Returns: the statements, and how many results they give.
  func needed(by scripts: [String]) -> (lines: [String], results: Int) {
    guard !scripts.isEmpty else { return ([], 0) }
    var words = scripts.reduce(into: Set<String>()) { $0.formUnion(Self.words(of: $1)) }
    var isNeeded = statements.map { $0.binds == nil }
    for (index, statement) in statements.enumerated() where isNeeded[index] {
      words.formUnion(Self.words(of: statement.text))
    }
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for (index, statement) in statements.enumerated() where !isNeeded[index] {
        // What another file uses isn't seen from here.
        guard let name = statement.binds, words.contains(name) || words.contains("source") else { continue }
        words.formUnion(Self.words(of: statement.text))
        (isNeeded[index], hasGrown) = (true, true)
      }
    }
    let needed = zip(statements, isNeeded).filter(\.1).map(\.0)
    return (settings + needed.map(\.text), needed.count(where: \.gaveResult))
  }

  /// The words and variables of a text, those in its strings among them.
  private static func words(of text: String) -> Set<String> {
    let bytes = Array(text.utf8)
    return Lexemes(text).reduce(into: []) { words, lexeme in
      guard lexeme.kind == .word || lexeme.kind == .variable else { return }
      words.insert(String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self))
    }
  }
}

extension Session {
  /// Runs what a session begins with, and is no part of what is done in it.
  public func startUp(_ work: () throws -> Void) rethrows {
    isStartingUp = true
    defer { isStartingUp = false }
    try work()
  }

  /// What sets again what others than the defaults are of the settings that what is made hangs on.
  var settingsOfResults: [String] { state.settings.statements(ofNamed: isSettingOfResults) }

  /// Takes note of a statement of the start-up file that has ended.
  func noteStartUp(_ statement: TopLevelStatement, gaveResult: Bool) {
    if statement.command?.name == CommandName.set {
      startUp.settings = settingsOfResults
    } else if statement.effect != .looks {
      startUp.add(statement, gaveResult: gaveResult)
    }
  }
}
