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
    /// What reproduces it in a script; nil where it left no trace.
    let script: String?
    let sounds: [MadeSound]
  }

  var entries: [Entry] = []
  /// The sounds made since the statement under way began; only kept while somebody wants them.
  var sounds: [MadeSound] = []
  var keepsSounds = false
  /// Whether a key stopped the statement under way: what it did is told as an interrupted one's is.
  var isCutShort = false
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
  }

  mutating func begin(_ statement: TopLevelStatement, _ footing: Footing) {
    isOneCall = statement.effect != nil
    before = footing
    sounds = []
    isCutShort = false
  }

  /// Notes a statement that has ended.
  /// - Parameter stream: the call that brings the random stream to where it now stands.
  mutating func end(
    _ statement: TopLevelStatement, gave value: Value, _ failure: Diagnostic?, _ now: Footing, stream: Invocation?
  ) {
    let ending: Ending =
      switch failure?.kind {
      case nil: isCutShort ? .interrupted : .done
      case .interrupted?: .interrupted
      case .left?: .done
      case .arguments?, .syntax?, .runtime?: .failed(failure?.message ?? "")
      }
    let text = statement.text
    var script: String?
    switch ending {
    case .done: script = text
    // What it did before it failed is still done.
    case .failed: script = now == before ? nil : "try {\n\(text)\n} catch { }"
    case .interrupted: script = now == before ? nil : Self.remains(of: text, before, now, stream)
    }
    // What gives a value is what later statements may go on with.
    let isLook = if statement.effect == .looks, case .nothing = value { true } else { false }
    entries.append(Entry(text: text, ending: ending, isLook: isLook, script: script, sounds: sounds))
  }

  /// What an interrupted statement left behind: some steps of the run, or a moved random stream.
  private static func remains(of text: String, _ before: Footing?, _ now: Footing, _ stream: Invocation?) -> String {
    var lines = ["# stopped: " + (text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")]
    if let before, let from = before.runStep, let to = now.runStep, before.runSteps == now.runSteps, to > from {
      lines.append(Invocation.denoiseStep(to - from).description)
    }
    if let before, before.generator != now.generator, let stream { lines.append(stream.description) }
    return lines.joined(separator: "\n")
  }
}

extension Session {
  /// To be told of each statement of the top level.
  public func observe(_ event: StatementEvent) {
    switch event {
    case .begins(let statement):
      journal.begin(statement, footing)
      notebook.begin(statement)
    case .ended(let statement, let value, let failure):
      journal.end(statement, gave: value, failure, footing, stream: streamCall)
      notebook.end(failure.flatMap { $0.departure == nil ? $0.rendered(columns: 100, hasColour: false) : nil })
      notebook.visit(state.current?.value, marks: state.marks)
      writeTranscript()
    case .comment(let text): notebook.add(comment: text)
    }
  }

  private var footing: Journal.Footing {
    Journal.Footing(
      model: state.modelFile.map { ObjectIdentifier($0) }, seed: state.seed, generator: state.generator,
      runSteps: state.current?.value.run.steps, runStep: state.current?.value.run.step, marks: state.marks.map(\.name))
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
  var transcript: Transcript { Transcript(of: journal.entries.filter { !$0.isLook }, arguments: arguments) }

  /// Writes the transcript anew, when one is kept.
  func writeTranscript() {
    guard let transcriptPath else { return }
    do {
      try WholeFile.write(Array(transcript.text.utf8), to: transcriptPath, overwrite: true)
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
