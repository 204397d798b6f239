import Language

/// `undo`.
struct Undo: Command {
  static let signature = Signature(
    CommandName.undo, category: .session,
    summary: "Takes back what the last statement changed.",
    discussion: """
      Variables, $it, definitions, the model, the run, its marks, the random numbers, settings and the folder are as \
      they were before it. \
      Statements that changed none of these are stepped over; files stay as they are. It goes back as far as \
      \(Past.limit) statements, over one model, and less far where variables are large.

      A statement is what stands on a line, or between two semicolons, with all that stands in its blocks. What was \
      taken back is not in a saved session, nor what came after it.
      """,
    effect: .session,
    examples: [.init("let $a = 1; $a = 2; undo; print $a", "writes: 1")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    guard session.journal.isUndo else {
      throw CommandFailure("undo stands alone, in no block, definition or larger statement")
    }
    guard let moment = session.past.last else {
      throw CommandFailure(
        "there is no statement to take back",
        hint: "undo goes back \(Past.limit) statements at most, and over one model")
    }
    let folder = KeptPath.currentFolder
    if moment.footing.folder != folder, !moment.footing.folder.isEmpty {
      try Cd.change(to: moment.footing.folder)
      session.leave(folder)
    }
    session.past.takeBack()
    session.state = moment.state
    session.results.forget(after: moment)
    call.recall(moment.memory)
    session.journal.forget(from: moment.entries)
    let line = moment.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let text = DisplayWidth.shortened("taken back: \(line)", to: max(20, call.host.display.columns))
    call.host.print(text, noted: "taken back: \(line)")
    return .nothing
  }
}
