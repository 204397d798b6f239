import Foundation

/// What the variables of the environment say of the terminal and of the user's folders; read once, when the program
/// starts.
public struct Environment: Sendable {
  /// The user's home folder.
  let home: String?
  /// Where history is kept; `nil` when it is not.
  package let historyPath: String?
  /// Whether escape sequences work on the terminal.
  let hasEscapes: Bool
  let hasColour: Bool
  /// Whether the line is drawn in colours, with a suggestion behind it, while one types.
  package let paintsLines: Bool
  let isUnicode: Bool
  /// What shows a text that is higher than the terminal, as a shell's command line; `nil` where nothing does.
  package let pager: String?
  /// The terminal's size where the terminal itself does not tell.
  let columns: Int
  let rows: Int

  /// Reads TERM, NO_COLOR, LC_ALL, LC_CTYPE, LANG, COLUMNS, LINES, HOME, PATH, PAGER, XDG_STATE_HOME,
  /// DRUMLIN_HISTORY and DRUMLIN_PLAIN.
  public init(_ variables: [String: String]) {
    home = variables["HOME"]
    // The current folder may be another by the time that it is used.
    historyPath = Self.historyPath(variables).map { URL(fileURLWithPath: $0).path }
    hasEscapes =
      switch variables["TERM"] ?? "" {
      case "", "dumb", "emacs": false
      default: true
      }
    hasColour = hasEscapes && (variables["NO_COLOR"] ?? "").isEmpty
    paintsLines = hasColour && (variables["DRUMLIN_PLAIN"] ?? "").isEmpty
    let isPlain = !hasEscapes || !(variables["DRUMLIN_PLAIN"] ?? "").isEmpty
    pager = isPlain ? nil : Self.pager(variables)
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { variables[$0] }.first { !$0.isEmpty }?.lowercased()
    // With nothing said the prompt takes UTF-8, as it does when it reads.
    isUnicode = locale.map { $0.contains("utf-8") || $0.contains("utf8") } ?? true
    let size = { (name: String) in variables[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    columns = min(size("COLUMNS") ?? 80, 10_000)
    rows = min(size("LINES") ?? 24, 10_000)
  }

  /// What PAGER says, else `less` where there is one.
  private static func pager(_ variables: [String: String]) -> String? {
    if let pager = variables["PAGER"] { return pager.allSatisfy(\.isWhitespace) ? nil : pager }
    let folders = (variables["PATH"] ?? "").split(separator: ":")
    return folders.contains { access("\($0)/less", X_OK) == 0 } ? "less -FRX" : nil
  }

  /// Where DRUMLIN_HISTORY says, else in the state folder of the XDG base directories; `nil` when DRUMLIN_HISTORY is
  /// empty or there is no home folder.
  private static func historyPath(_ variables: [String: String]) -> String? {
    if let path = variables["DRUMLIN_HISTORY"] { return path.isEmpty ? nil : path }
    if let state = variables["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/drumlin/history" }
    return variables["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.local/state/drumlin/history" }
  }
}
