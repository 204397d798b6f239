import Analysis
import Foundation
import Text

extension Comparison {
  /// The measures of every sound as comma-separated values (RFC 4180, lines that end in a line feed): times in seconds,
  /// frequencies in Hz, levels in dB, the sweep in semitones; an empty field where a sound has none.
  public var table: String {
    let measures = SoundMeasures.Measure.allCases
    let nearest = Dictionary(
      (memorising?.made ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let nearestOfReal = Dictionary(
      (memorising?.real ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var lines = [
      (["set", "sound"] + measures.map(\.rawValue) + ["nearest", "nearest-distance", "nearest-correlation"])
        .joined(separator: ",")
    ]
    for (set, sounds, pairs) in [("model", made, nearest), ("folder", real, nearestOfReal)] {
      for item in sounds.items {
        let pair = pairs[item.name]
        let numbers = measures.map { Self.field(item.whole?.measures[$0]) }
        lines.append(
          ([set, Self.quoted(item.name)] + numbers
            + [Self.quoted(pair?.nearest ?? ""), Self.field(pair?.distance), Self.field(pair?.correlation)])
            .joined(separator: ","))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func field(_ value: Double?) -> String { value.map { significant($0, digits: 6) } ?? "" }

  /// A text in quotes where it needs them.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
