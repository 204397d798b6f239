import Audio
import Files
import Language
import Tensors
import Text

/// What was done in a session, statement by statement.
struct Journal {
  /// How a statement ended.
  enum Ending {
    case done
    case failed(String)
    case interrupted
  }

  /// A sound that a command made, as a transcript tells of it.
  struct MadeSound: Equatable {
    let digest: String
    /// "4096 frames, 2 channels, 44100 Hz, peak -5.6 dB", for people.
    let facts: String
  }

  struct Entry {
    let text: String
    let ending: Ending
    /// Whether it only told of what was there, and is no part of what was done.
    let isLook: Bool
    let sounds: [MadeSound]
    /// How many results there were at its end.
    let results: Int
    /// How many its script gives, where it was interrupted.
    var remade = 0
    /// Whether a key stopped it, and its result is that of the steps which were done.
    var isCutShort = false
    /// What reproduces it in a script; nil where it left no trace.
    fileprivate(set) var script: String?
    /// Whether it was taken back, or was another program, which drumlin knows nothing of: the script is a comment then.
    fileprivate(set) var isTakenBack = false, isOther = false
  }

  var entries: [Entry] = []
  /// The sounds made since the statement under way began; only kept while somebody wants them.
  var sounds: [MadeSound] = []
  var keepsSounds = false
  /// Whether a key stopped the statement under way: what it did is told as an interrupted one's is.
  var isCutShort = false
  /// Whether the statement under way is `undo` and nothing else.
  private(set) var isUndo = false
  /// Whether the statement under way only takes others back.
  private var isForgotten = false
  /// Whether the statement under way is the call of a command and nothing else.
  private(set) var isOneCall = false
  /// How things stood when the statement under way began.
  private var before: Footing?

  /// What a statement can change for those after it.
  struct Footing: Equatable {
    let model: ObjectIdentifier?
    let seed: Int
    let generator: TorchGenerator
    let runSteps: Int?
    let runStep: Int?
    let marks: [String]
    let folder: String
    /// Those that what is made hangs on, as statements.
    let settings: [String]
    /// Which run is under way.
    let run: Int?
    /// How often variables, definitions and `$it` were set.
    var changes: Int

    /// Whether anything is another: of the session alone, or variables too.
    func differs(from other: Footing, inSessionAlone: Bool) -> Bool {
      var before = self
      if inSessionAlone { before.changes = other.changes }
      return before != other
    }
  }

  mutating func begin(_ statement: TopLevelStatement, _ footing: Footing) {
    isOneCall = statement.effect != nil
    isUndo = statement.command?.name == CommandName.undo
    before = footing
    sounds = []
    isCutShort = false
    isForgotten = false
  }

  /// Leaves out of what a script has to repeat the statements from one on, and the one under way, which takes them
  /// back: those behind the first can only have written files of what it had made.
  mutating func forget(from index: Int) {
    for index in index..<entries.count
    where !entries[index].isLook && !entries[index].isOther && entries[index].script != nil {
      let line = entries[index].text.split(whereSeparator: \.isNewline).first ?? ""
      entries[index].script = "# taken back: \(line)"
      entries[index].isTakenBack = true
    }
    isForgotten = true
  }

  /// Notes a statement that has ended.
  /// - Parameters:
  ///   - stream: the call that brings the random stream to where it now stands.
  ///   - run: the statements that bring a run to where the one under way stands.
  mutating func end(
    _ statement: TopLevelStatement, gave value: Value, _ failure: Diagnostic?, _ now: Footing, stream: Invocation?,
    run: @autoclosure () -> [String], results: Int
  ) {
    let ending: Ending =
      switch failure?.kind {
      case nil: isCutShort ? .interrupted : .done
      case .interrupted?: .interrupted
      case .left?: .done
      case .arguments?, .syntax?, .runtime?: .failed(failure?.message ?? "")
      }
    let text = statement.script
    var script: String?
    switch ending {
    case .done: script = isForgotten ? nil : text
    // What it did before it failed is still done.
    case .failed where statement.isParameter: script = now == before ? nil : stream?.description
    case .failed: script = now == before ? nil : "try {\n\(text)\n} catch { }"
    case .interrupted: script = now == before ? nil : remains(of: text, now, stream, run)
    }
    // What gives $it a value is what later statements may go on with.
    let givesNone = if case .nothing = value { true } else { statement.command?.keepsIt ?? false }
    // Nor does it matter to a script how the prompt looks.
    let isSetToLook = statement.command?.name == CommandName.set && now == before
    let isLook = givesNone && (statement.effect == .looks || isSetToLook)
    var entry = Entry(
      text: text, ending: ending, isLook: isLook, sounds: sounds, results: results, script: script)
    // All that it is made of but these gives a value.
    let valueless = ["#", CommandName.setSeed, CommandName.set, "cd"]
    if case .interrupted = ending {
      entry.isCutShort = isCutShort
      entry.remade = (script ?? "").split(separator: "\n").count { line in
        !valueless.contains { line.hasPrefix($0) }
      }
    }
    entries.append(entry)
  }

  /// Notes that another program ran: it is told of where the session is done again, and is not run.
  mutating func note(other text: String) {
    let script = "# not run again, since it is another program: \(visible(text))"
    entries.append(
      Entry(text: text, ending: .done, isLook: false, sounds: [], results: 0, script: script, isOther: true))
  }

  /// What an interrupted statement left behind: some steps of the run, a moved random stream, settings, another folder.
  private func remains(
    of text: String, _ now: Footing, _ stream: Invocation?, _ run: () -> [String]
  ) -> String {
    let isMore = !isCutShort && before.map { $0.changes != now.changes } ?? false
    let what = isMore ? "# stopped, and what it had set is not set again: " : "# stopped: "
    var lines = [what + (text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")]
    if before?.run != now.run, now.run != nil {
      lines += run()
    } else if let from = before?.runStep, let to = now.runStep, to > from {
      lines.append(Invocation.denoiseStep(to - from).description)
    }
    if let before, before.generator != now.generator, let stream { lines.append(stream.description) }
    if let before, before.settings != now.settings { lines += now.settings }
    if let before, before.folder != now.folder { lines.append("cd " + SourceLiteral.quoted(now.folder)) }
    return lines.joined(separator: "\n")
  }
}

extension Journal {
  /// The statements that a script does again.
  var repeated: [String] {
    entries.filter { !$0.isLook && !$0.isTakenBack && !$0.isOther }.compactMap(\.script)
  }

  /// What a script has to say to do again what was done, statement by statement.
  /// - Parameter count: how many results there are before.
  func scripts(behind count: Int) -> [String] {
    // The script's number of each result, and how many there are by then, here and there.
    var numbers = [0: count]
    var (before, count) = (0, count)
    return entries.filter { !$0.isLook }.compactMap { entry in
      guard let script = entry.script, !entry.isTakenBack, !entry.isOther else { return entry.script }
      // What the script doesn't make has no number there, and is asked for in vain.
      let renumbered = Repeating.renumbering(script, callsOf: CommandName.out) { $0 < 0 ? nil : numbers[$0] ?? 0 }
      if case .interrupted = entry.ending {
        // Of what an interrupted statement had given only what brings the run on is made again.
        count += entry.remade
        if entry.isCutShort, entry.remade > 0 { numbers[entry.results] = count }
        before = entry.results
        return renumbered
      }
      if entry.results > before {
        count += 1
      } else if entry.results < before {
        count = numbers[entry.results] ?? count
      }
      numbers[entry.results] = count
      before = entry.results
      return renumbered
    }
  }
}

extension Session {
  /// To be told of each statement of the top level.
  public func observe(_ event: StatementEvent, _ memory: ProgramMemory) {
    if isStartingUp {
      switch event {
      case .begins: results.begin(memory)
      case .ended(let statement, _, nil): noteStartUp(statement, gaveResult: results.isNew(memory))
      case .ended, .comment, .other: break
      }
      return
    }
    switch event {
    case .begins(let statement):
      let footing = footing(memory)
      journal.begin(statement, footing)
      results.begin(memory)
      past.begin(
        Past.Moment(
          text: statement.text, state: state, memory: memory, footing: footing,
          settings: state.settings.statements { _ in true },
          isAside: statement.effect == .looks || statement.effect == .writes, entries: journal.entries.count,
          results: results.count))
      notebook.begin(statement)
    case .ended(let statement, let value, let failure):
      results.note(statement.text, memory)
      journal.end(
        statement, gave: value, failure, footing(memory), stream: streamCall, run: runStatements, results: results.count
      )
      notebook.end(failure.flatMap { $0.departure == nil ? $0.rendered(columns: 100, hasColour: false) : nil })
      notebook.visit(state.current?.value, marks: state.marks)
      writeTranscript()
    case .comment(let text): notebook.add(comment: text)
    case .other(let text): journal.note(other: text)
    }
  }

  private func footing(_ memory: ProgramMemory) -> Journal.Footing {
    Journal.Footing(
      model: state.modelFile.map { ObjectIdentifier($0) }, seed: state.seed, generator: state.generator,
      runSteps: state.current?.value.run.steps, runStep: state.current?.value.run.step,
      marks: state.marks.map { "\($0.name) \($0.current.value.branch.number) \($0.current.value.run.step)" },
      folder: KeptPath.currentFolder, settings: settingsOfResults,
      run: state.current?.value.branch.number, changes: memory.changes)
  }

  /// The statements that bring a run of the model that is loaded to where the one under way stands.
  private var runStatements: [String] {
    guard let run = state.current?.value else { return [] }
    let steps: [Invocation] = run.run.step > run.base ? [.denoiseStep(run.run.step - run.base)] : []
    guard let origin = run.origin?.followed(by: steps) else {
      return ["fail \"the run that was stopped here can't be begun again\""]
    }
    let loading = state.modelFile?.invocation.description
    return RecipeWriter(origin).statements.map(\.description).filter { $0 != loading }
  }

  /// Notes the sounds that a call made, other than those it was given.
  func note(_ value: Value, of call: Call) {
    noteInNotebook(value, of: call)
    guard journal.keepsSounds else { return }
    switch value {
    case .foreign(let made as SoundValue):
      if let given = call.inputSound, given.sound == made.sound { return }
      journal.sounds.append(Journal.MadeSound(digest: made.sound.digest, facts: made.sound.facts))
    case .list(let items): for item in items { note(item, of: call) }
    default: break
    }
  }

  private func noteInNotebook(_ value: Value, of call: Call) {
    guard notebook.isOpen else { return }
    let sources = call.givenSounds
    let made = value.soundValues.filter { made in !sources.contains { $0.sound == made.sound } }
    if !made.isEmpty { notebook.add(made, madeFrom: sources) }
  }
}

extension Session {
  /// The session so far, without the statements that only look.
  var transcript: Transcript {
    let entries = journal.entries.filter { !$0.isLook && !$0.isOther }
    let place = hasMoved ? ["cd " + SourceLiteral.quoted(firstFolder)] : []
    return Transcript(
      of: entries, behind: place + startUp.needed(by: entries.compactMap(\.script)).lines, arguments: arguments)
  }

  /// Writes the transcript anew, when one is kept.
  func writeTranscript() {
    guard let transcriptPath else { return }
    do {
      try WholeFile.write(Array(transcript.text.utf8), to: transcriptPath.place, overwrite: true)
    } catch {
      self.transcriptPath = nil
      complaint = "the transcript is not kept any further: \(error)"
    }
  }
}

extension Sound {
  /// What can be said of a sound in a line, to see in what two differ.
  fileprivate var facts: String {
    "\(frameCount) frames, \(channelCount) channels, \(decimals(sampleRate, 3, trim: true)) Hz, peak "
      + (peak > 0 ? "\(decimals(decibels(peak), 3)) dB, rms \(decimals(decibels(rms), 3)) dB" : "silent")
  }
}
