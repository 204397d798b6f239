/// The percussion map of General MIDI (level 1, keys 35 to 81; the shaker is level 2's).
public enum PercussionMap {
  /// The keys that a keyboard has.
  public static let keys = 0...127

  /// Each key with its names, the usual one first, in the form that `plain` gives.
  private static let names: [(key: Int, names: [String])] = [
    (36, ["kick", "bassdrum", "bd", "kickdrum"]), (35, ["kick2", "acousticbassdrum", "lowkick"]),
    (37, ["rim", "rimshot", "sidestick", "stick"]), (38, ["snare", "sd", "snaredrum", "acousticsnare"]),
    (39, ["clap", "handclap"]), (40, ["snare2", "electricsnare"]), (41, ["lowfloortom", "floortom"]),
    (42, ["hat", "hihat", "closedhat", "closedhihat", "hatclosed", "hihatclosed", "ch", "hh"]),
    (43, ["highfloortom"]), (44, ["pedalhat", "pedalhihat", "foothat"]), (45, ["lowtom", "tom"]),
    (46, ["openhat", "openhihat", "hatopen", "hihatopen", "oh"]), (47, ["midtom", "lowmidtom"]),
    (48, ["highmidtom"]), (49, ["crash", "cymbal", "crashcymbal"]), (50, ["hightom"]),
    (51, ["ride", "ridecymbal"]), (52, ["china", "chinesecymbal"]), (53, ["ridebell", "bell"]),
    (54, ["tambourine"]), (55, ["splash", "splashcymbal"]), (56, ["cowbell"]), (57, ["crash2"]),
    (58, ["vibraslap"]), (59, ["ride2"]), (60, ["highbongo", "bongo", "percussion"]), (61, ["lowbongo"]),
    (62, ["mutedconga"]), (63, ["highconga", "conga"]), (64, ["lowconga"]), (65, ["hightimbale", "timbale"]),
    (66, ["lowtimbale"]), (67, ["highagogo", "agogo"]), (68, ["lowagogo"]), (69, ["cabasa"]), (70, ["maraca"]),
    (71, ["shortwhistle", "whistle"]), (72, ["longwhistle"]), (73, ["shortguiro"]), (74, ["longguiro", "guiro"]),
    (75, ["clave"]), (76, ["highwoodblock", "woodblock"]), (77, ["lowwoodblock"]), (78, ["mutedcuica"]),
    (79, ["cuica"]), (80, ["mutedtriangle"]), (81, ["triangle"]), (82, ["shaker"]),
  ]

  private static let byName: [String: Int] = Dictionary(
    names.flatMap { key, names in names.map { ($0, key) } }, uniquingKeysWith: { first, _ in first })

  /// The key of what a drum is called, in capitals or not, with spaces, hyphens or none, one or several: "Open Hat",
  /// "kicks". Nil for what the map doesn't know.
  public static func key(of name: String) -> Int? {
    let name = plain(name)
    return byName[name] ?? (name.hasSuffix("s") ? byName[String(name.dropLast())] : nil)
  }

  /// Whether a name is that of a hat, closed, by the pedal or open: on a stand one of them ends the others.
  public static func isHat(_ name: String) -> Bool { key(of: name).map { [42, 44, 46].contains($0) } ?? false }

  /// The usual names, in the order of the drums that come first to mind.
  public static let usualNames = names.compactMap(\.names.first)

  private static func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }
}
