import Analysis
import Foundation
import Text

extension Comparison {
  /// The measures of every sound as comma-separated values (RFC 4180, lines that end in a line feed): times in seconds,
  /// frequencies in Hz, levels in dB, the sweep in semitones; an empty field where a sound has none.
  public var table: String { Self.tableHeading + madeRows + realRows }

  /// The table's first line.
  public static let tableHeading =
    (["set", "sound"] + measures.map(\.rawValue) + ["nearest", "nearest-distance", "nearest-correlation"])
    .joined(separator: ",") + "\n"

  /// The lines of the sounds that are compared with the folder's.
  public var madeRows: String { rows("model", made, memorising?.made ?? []) }

  /// The lines of the folder's sounds.
  public var realRows: String { rows("folder", real, memorising?.real ?? []) }

  private static let measures = SoundMeasures.Measure.allCases
  private func rows(_ set: String, _ sounds: EvaluatedSounds, _ pairs: [Memorising.Pair]) -> String {
    let nearest = Dictionary(pairs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return sounds.items.map { item in
      let pair = nearest[item.name]
      let numbers = Self.measures.map { Self.field(item.whole?.measures[$0]) }
      return
        ([set, Self.quoted(item.name)] + numbers
        + [Self.quoted(pair?.nearest ?? ""), Self.field(pair?.distance), Self.field(pair?.correlation)])
        .joined(separator: ",") + "\n"
    }.joined()
  }

  private static func field(_ value: Double?) -> String { value.map { significant($0, digits: 6) } ?? "" }

  /// A text in quotes where it needs them.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
