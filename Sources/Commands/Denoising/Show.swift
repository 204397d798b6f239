import Audio
import Language
import Text

/// `show`.
struct Show: Command {
  static let signature = Signature(
    "show", category: .denoising,
    summary: "Shows in numbers where the run stands: the sound with its noise, and the clean one that is predicted.",
    discussion: """
      Levels count from full scale. The offset is the mean, of the channel where it is larger. Above 10 kHz it is the \
      quietest tenth that is measured, where hiss is alone: in a run that goes well this falls from step to step. The \
      prediction costs one pass of the network, which the next step then doesn't need.
      """,
    result: "sound", effect: .session,
    examples: [.init("show", "The present step.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let value = try session.run()
    let state = try value.sounds(predicted: false)
    let columns = [("as it stands", state), ("predicted", try value.sounds(predicted: true))]
    let inspections = columns.map { name, value in (name, value.firstSound.map { Inspection(of: $0) }) }
    call.host.print(value.summary)
    let names = ["", "peak", "rms", "loudness", "offset", "above 10 kHz"]
    let cells = [names] + inspections.map { name, inspection in [name] + (inspection?.cells ?? []) }
    for row in names.indices {
      var line = ""
      for (index, column) in cells.enumerated() where row < column.count {
        line += index == 0 ? column[row].padded(to: 14) : column[row].padded(to: 14, atStart: true)
      }
      call.host.print(line)
    }
    if case .list(let sounds) = state { call.host.print("the first of \(sounds.count) sounds") }
    return state
  }
}

extension Inspection {
  /// What `show` tells, in the order of its rows.
  fileprivate var cells: [String] {
    let offset = offsets.map(\.magnitude).max() ?? 0
    return [
      level(peak), level(rms), loudness.isFinite ? "\(decimals(loudness, 1)) LUFS" : "silent", level(offset),
      noiseFloor.map(level) ?? "none",
    ]
  }

  private func level(_ linear: Double) -> String {
    linear > 3e-8 ? "\(decimals(decibels(Float(linear)), 1)) dB" : "none"
  }
}

extension Value {
  /// The sound that it is, or the first of a list.
  fileprivate var firstSound: Sound? {
    switch self {
    case .foreign(let value as SoundValue): value.sound
    case .list(let items): items.first?.firstSound
    default: nil
    }
  }
}
