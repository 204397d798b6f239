import Foundation
import Language
import Testing

/// The files that colour scripts in editors. Vim colours all tutorials by its file, and each word is looked at.
@Suite struct SyntaxFileTests {
  private static let vim = "/usr/bin/vim"

  private func file(for editor: String) throws -> String {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(["-e", "syntax-file \(editor)"], in: folder.url)
    #expect(result.status == 0 && result.errors == "")
    return result.output
  }

  /// What Vim calls each byte, in one letter.
  private static let letters = [
    "": ".", "drumComment": "#", "drumCommand": "c", "drumConstant": "t", "drumKeyword": "k", "drumOperator": "o",
    "drumNumber": "n", "drumVariable": "v", "drumOption": "-", "drumString": "s", "drumEscape": "e",
    "drumFunction": "f", "drumInterpolation": "i",
  ]

  private static let dump = """
    set nocompatible encoding=utf-8
    syntax on
    set runtimepath^=vim
    set syntax=drumlin
    let names = \(letters.map { "'\($0)': '\($1)'" }.sorted().joined(separator: ", ").wrapped)
    let rows = []
    for line in range(1, line('$'))
      let row = ''
      for column in range(1, col([line, '$']) - 1)
        let row .= get(names, synIDattr(synID(line, column, 1), 'name'), '?')
      endfor
      call add(rows, row)
    endfor
    call writefile(rows, 'rows')
    qa!
    """

  /// The letters of a text's bytes.
  private func colours(of text: String, in folder: URL) throws -> [Character] {
    try text.write(to: folder.appendingPathComponent("text.drum"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.vim)
    process.arguments = ["-Nu", "NONE", "-i", "NONE", "-n", "-es", "-S", "dump.vim", "text.drum"]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Array(try String(contentsOf: folder.appendingPathComponent("rows"), encoding: .utf8))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: vim))) func vimColoursTheTutorials() throws {
    let folder = try TemporaryFolder()
    let syntax = folder.url.appendingPathComponent("vim/syntax")
    try FileManager.default.createDirectory(at: syntax, withIntermediateDirectories: true)
    try file(for: "vim").write(to: syntax.appendingPathComponent("drumlin.vim"), atomically: true, encoding: .utf8)
    try Self.dump.write(to: folder.url.appendingPathComponent("dump.vim"), atomically: true, encoding: .utf8)
    let commands = Set(
      try DrumlinProcess.run(["-e", "help all"], in: folder.url).output.split(separator: "\n")
        .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap { $0.split(separator: " ").first })
    #expect(commands.contains("generate"))

    var counts: [Character: Int] = [:]
    let tutorials = repository.appendingPathComponent("tutorials")
    let names = try FileManager.default.contentsOfDirectory(atPath: tutorials.path).filter { $0.hasSuffix(".drum") }
    #expect(names.count > 8)
    for name in names.sorted() {
      let text = try String(contentsOf: tutorials.appendingPathComponent(name), encoding: .utf8)
      let colours = try colours(of: text, in: folder.url)
      try #require(colours.count == text.utf8.count)
      for (span, wanted) in Self.expectations(for: text, commands) {
        let found = colours[span.start..<span.end]
        let fits = wanted.first == "!" ? found.allSatisfy { !wanted.contains($0) } : found.allSatisfy(wanted.contains)
        let place = SourceText(name: name, text: text).location(of: span.start)
        #expect(fits, "\(name):\(place) is \(String(found)), not \(wanted)")
        if let letter = wanted.first { counts[letter, default: 0] += 1 }
      }
    }
    for (letter, least) in [("#", 300), ("c", 200), ("k", 100), ("v", 250), ("s", 300), ("n", 150), ("-", 100)] {
      #expect(counts[Character(letter)] ?? 0 > least, "\(letter): \(counts)")
    }
  }

  /// The letters that the pieces of a text should have; behind a ! those that they should not have.
  private static func expectations(for text: String, _ commands: Set<Substring>) -> [(span: Span, letters: String)] {
    let bytes = Array(text.utf8)
    var expectations: [(Span, String)] = []
    var lexemes = Lexemes(text)
    var beginsStatement = true
    while let lexeme = lexemes.next() {
      let word = String(decoding: bytes[lexeme.span.start..<lexeme.span.end], as: UTF8.self)
      let began = beginsStatement
      beginsStatement = false
      switch lexeme.kind {
      case .comment: expectations.append((lexeme.span, "#"))
      case .variable: expectations.append((lexeme.span, "v"))
      case .quote, .endQuote: expectations.append((lexeme.span, "s"))
      case .text: expectations.append((lexeme.span, "se"))
      case .word:
        let number = word.replacing(",", with: "").replacing("..", with: " ").split(separator: " ")
        if began, commands.contains(word[...]) {
          expectations.append((lexeme.span, "c"))
        } else if began, Parser.keywords.contains(word) {
          expectations.append((lexeme.span, "k"))
        } else if word.hasPrefix("--") {
          expectations.append((Span(start: lexeme.span.start, end: lexeme.span.start + 3), "-"))
        } else if !number.isEmpty, number.allSatisfy({ NumberLiteral.read(String($0)) != nil }), !word.contains(","),
          !word.hasSuffix("..")
        {
          expectations.append((lexeme.span, "n"))
        } else if !Parser.keywords.contains(word) {
          expectations.append((lexeme.span, "!ck#se"))
        }
        beginsStatement = ["=", "time", "return", "else"].contains(word)
      case .semicolon, .pipe: beginsStatement = true
      case .lineEnd: beginsStatement = lexemes.open.last.map { $0 == .brace } ?? true
      case .open(let bracket): beginsStatement = bracket == .parenthesis || bracket == .brace
      case .close: beginsStatement = word == "}"
      case .other: break
      }
    }
    return expectations
  }

  @Test func theOthersAreWhole() throws {
    let textmate = try #require(
      JSONSerialization.jsonObject(with: Data(file(for: "textmate").utf8)) as? [String: Any])
    let code = (textmate["repository"] as? [String: Any])?["code"] as? [String: Any]
    let patterns = try #require(code?["patterns"] as? [[String: Any]])
    let matches = patterns.compactMap { $0["match"] as? String }
    #expect(matches.count == 9)
    for match in matches { #expect(throws: Never.self) { try NSRegularExpression(pattern: match) } }
    let sublime = try file(for: "sublime")
    for match in matches { #expect(sublime.contains("- match: '\(match.replacing("'", with: "''"))'\n")) }
    let nano = try file(for: "nano")
    for text in [sublime, nano] { #expect(text.contains("denoise-start") && text.contains("param")) }
    let folder = try TemporaryFolder()
    #expect(try DrumlinProcess.run(["-e", "syntax-file vmi"], in: folder.url).errors.contains("did you mean vim?"))
  }
}

extension String {
  /// In braces.
  fileprivate var wrapped: String { "{\(self)}" }
}
