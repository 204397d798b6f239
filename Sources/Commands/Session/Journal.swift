import Audio
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
    /// What reproduces it in a script; nothing where it left no trace.
    let statement: String?
    let sounds: [MadeSound]
  }

  var entries: [Entry] = []
  /// The sounds made since the statement under way began; only kept while somebody wants them.
  var sounds: [MadeSound] = []
  var keepsSounds = false
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

  mutating func begin(_ footing: Footing) {
    before = footing
    sounds = []
  }

  /// Notes a statement that has ended.
  /// - Parameter stream: the statement that brings the random stream to where it now stands.
  mutating func end(_ text: String, _ failure: Diagnostic?, _ now: Footing, stream: String?) {
    let ending: Ending =
      switch failure?.kind {
      case nil: .done
      case .interrupted?: .interrupted
      case .syntax?, .runtime?: .failed(failure?.message ?? "")
      }
    var statement: String?
    switch ending {
    case .done: statement = text
    // What it did before it failed is still done.
    case .failed: statement = now == before ? nil : "try {\n\(text)\n} catch { }"
    case .interrupted: statement = now == before ? nil : Self.remains(of: text, before, now, stream)
    }
    entries.append(Entry(text: text, ending: ending, statement: statement, sounds: sounds))
  }

  /// What an interrupted statement left behind: some steps of the run, or a moved random stream.
  private static func remains(of text: String, _ before: Footing?, _ now: Footing, _ stream: String?) -> String {
    var lines = ["# interrupted: " + (text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")]
    if let before, let from = before.runStep, let to = now.runStep, before.runSteps == now.runSteps, to > from {
      lines.append("denoise-step \(to - from)")
    }
    if let before, before.generator != now.generator, let stream { lines.append(stream) }
    return lines.joined(separator: "\n")
  }
}

extension Session {
  /// To be told of each statement of the top level.
  public func observe(_ event: StatementEvent) {
    switch event {
    case .begins: journal.begin(footing)
    case .ended(let text, let failure):
      journal.end(text, failure, footing, stream: streamStatement)
      writeTranscript()
    }
  }

  private var footing: Journal.Footing {
    Journal.Footing(
      model: state.modelFile.map { ObjectIdentifier($0) }, seed: state.seed, generator: state.generator,
      runSteps: state.current?.value.run.steps, runStep: state.current?.value.run.step, marks: state.marks.map(\.name))
  }

  /// Notes the sounds that a call made, other than those it was given.
  func note(_ value: Value, of call: Call) {
    guard journal.keepsSounds else { return }
    switch value {
    case .foreign(let made as SoundValue):
      if let given: SoundValue = call.foreign("sound"), given.sound == made.sound { return }
      journal.sounds.append(Journal.MadeSound(digest: made.sound.digest, facts: made.sound.facts))
    case .list(let items): for item in items { note(item, of: call) }
    default: break
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
