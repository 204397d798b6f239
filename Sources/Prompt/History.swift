import Language

/// What was typed: kept in the user's file where there is one, and else for as long as the program runs.
public final class History {
  private let file: HistoryFile?
  /// What is known without the file, oldest first, each entry once.
  private var known: [String] = []
  /// Why the file is not kept; once there is a reason it is left alone.
  private(set) var problem: HistoryFile.Problem?

  /// The history in the file that the environment names, if it names one.
  public convenience init(environment: Environment) {
    self.init(file: environment.historyPath.map { HistoryFile(path: $0) })
  }

  package init(file: HistoryFile?) { self.file = file }

  /// The `history` command.
  public var command: any Command { HistoryCommand(history: self) }

  /// What earlier sessions left, oldest first; to be called once, when a session begins.
  func recall() -> [String] {
    guard let file else { return [] }
    do {
      known = try file.load()
    } catch {
      // What can't be written may still be read.
      known = (try? file.entries()) ?? []
      problem = error
    }
    return known
  }

  /// Keeps an entry.
  /// - Returns: whether it is one to keep: not blank, not hidden by a space before it, not huge.
  @discardableResult
  package func remember(_ entry: String) -> Bool {
    guard HistoryFile.keeps(entry) else { return false }
    let newest = known.last
    known.removeAll { $0 == entry }
    known.append(entry)
    guard let file, problem == nil else { return true }
    do {
      try file.append(entry, after: newest)
    } catch {
      problem = error
    }
    return true
  }

  /// All entries, oldest first, with those of other prompts that are open.
  package func entries() throws(HistoryFile.Problem) -> [String] {
    guard let file, problem == nil else { return known }
    return try file.entries()
  }
}
