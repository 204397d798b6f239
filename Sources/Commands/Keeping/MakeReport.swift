import Files
import Language

/// `report FILE`.
struct MakeReport: Command {
  static let file = Parameter("file", .output(endings: ["html"]), help: "The page to write.")
  static let title: Option<String?> = Option(
    "title", .text, help: "What stands over it; else the first comment's heading or only line, or the script's name.")
  static let noDownloads = Option(
    flag: "no-downloads", help: "Leaves out the files to take along, which are over half of a page.")

  static let signature = Signature(
    "report", category: .session,
    summary: "Writes the session so far as one page, with its pictures and with players for its sounds.",
    discussion: """
      A page shows each statement with what it printed, drew and made, and opens in any browser, without a network: it \
      holds all that it shows, and nothing in it runs. A sound has a player, its recipe, and a file to take along, \
      with the recipe in it: FLAC of 24 bits, or a WAV where FLAC can't hold it: louder than full scale, softer than \
      -90 dB, or at a rate that it has not. A sound that a statement made and then put an effect to, in a pipe, a loop \
      or a function, is not there, but what became of it. Runs that were walked through stand at the end as a tree \
      whose places play.

      Comments are the text between: Markdown, in which `# -- Title ----` is a heading, and so is `## Title`. A script \
      that source reads is one statement of the page, without its comments.

      drumlin --report FILE.html SCRIPT writes the page of a whole script, also when it fails, is stopped with Ctrl-C, \
      or has its output cut off, as by head; a Ctrl-C while the page is drawn leaves none. What is kept for pages \
      takes at most \(NotebookRoom.limit >> 20) MB: sounds, pictures, text, and the places of runs. There are at most \
      \(Notebook.mostStatements) statements, \(RunTree.mostPlaces) places and \(Notebook.mostPictures) pictures, and \
      of one statement \(Notebook.mostSounds) sounds and \(Notebook.mostText / 1000) kB of text. A page says what \
      there was no room for.
      """,
    parameters: [file], options: [title, noDownloads, FileOptions.overwrite], effect: .writes,
    examples: [
      .init("report session.html", "All that was done so far."),
      .init("report kicks.html --title \"Eight kicks\" --no-downloads", "A smaller page, under another title."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let output = call[Self.file]
    guard output.name.lowercased().hasSuffix(".html") else {
      throw CommandFailure("a page's name ends in .html", hint: "report session.html", argument: Self.file)
    }
    if let title = call[Self.title], title.allSatisfy(\.isWhitespace) {
      throw CommandFailure(
        "the title is empty", hint: "leave --title out for one from the script", argument: Self.title)
    }
    try session.writer.check(output, as: Self.file, call)
    guard !session.writer.isRehearsal else { return .nothing }
    var draft = ReportDraft(session, hasDownloads: !call[Self.noDownloads], host: call.host)
    let page = try draft.page(title: call[Self.title])
    let bytes = page.bytes()
    if try session.writer.write(bytes, to: output, as: Self.file, call) {
      call.host.print("\(output.name): \(draft.summary(of: bytes))")
    }
    return .nothing
  }
}

/// The page of what a session does, for the command line: told of first, written at the end.
public struct SessionReport {
  private let session: Session
  private let place: KeptPath
  /// The page's file, as it can be typed in the current folder.
  public var path: String { place.text }
  private let name: String?
  private let overwrite: Bool
  private let host: any Host

  /// Why there is no page, in a line.
  public struct Failure: Error, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
  }

  /// Throws a `Failure` when the page could not be written there.
  /// - Parameter script: the script's path, whose name stands over a page that has no other title.
  public init(of session: Session, script: String?, to path: String, overwrite: Bool, host: any Host) throws {
    name = script?.split(separator: "/").last.map(String.init)
    (self.session, place, self.overwrite, self.host) = (session, KeptPath(path), overwrite, host)
    guard path.lowercased().hasSuffix(".html") else {
      throw Failure(description: "--report writes a page, whose name ends in .html, and not \(path)")
    }
    try told { try WholeFile.check(path, overwrite: overwrite) }
  }

  /// Writes the page and tells of it in a line. Throws a `Failure`, or `Interrupted` when Ctrl-C comes first.
  public func write() throws -> String {
    var draft = ReportDraft(session, hasDownloads: true, host: host)
    return try told {
      let page = try name.map { try draft.page(name: $0) } ?? draft.page()
      let bytes = page.bytes()
      try WholeFile.write(bytes, to: place.place, overwrite: overwrite)
      return "\(path): \(draft.summary(of: bytes))"
    }
  }

  private func told<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let interruption as Interrupted { throw interruption } catch {
      if case WholeFileError.exists(let path)? = error as? WholeFileError {
        throw Failure(description: "\(path) is there already and was left as it is; --overwrite replaces it")
      }
      throw Failure(description: "the report can't be written: \(CommandFailure(describing: error).message)")
    }
  }
}
