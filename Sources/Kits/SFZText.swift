/// A kit as SFZ (sfzformat.com; `group_label` and `off_mode` are those of SFZ 2 and ARIA).
extension Kit {
  /// The text of the .sfz file, which lies beside the samples.
  ///
  /// Velocity sets the gain, by `amp_veltrack` 100 as 40·log10(v/127) dB: there is one layer, since each sound is a hit
  /// of its own and not a softer one of another. Voices that end each other are one group that is off by itself.
  public func sfz(comments: [String]) -> String {
    var lines = comments.map { "// " + $0.filter { !$0.isNewline } }
    lines += ["", "<global>", "loop_mode=one_shot", "amp_veltrack=100"]
    let labels = voices.map { KitName.label(of: $0.name) }
    for (number, voice) in voices.enumerated() {
      lines += ["", "<group>", "group_label=\(stems[number])", "key=\(voice.key)"]
      // Where the label alone could be another name's.
      if labels[number] != stems[number] || labels.count(where: { $0 == labels[number] }) > 1 {
        lines.append(SFZReader.nameMark + KitName.coded(voice.name))
      }
      if voice.isChoked { lines += ["group=1", "off_by=1", "off_mode=fast"] }
      let count = voice.samples.count
      if count > 1 { lines.append("seq_length=\(count)") }
      for index in voice.samples.indices {
        let turn = count > 1 ? " seq_position=\(index + 1)" : ""
        lines.append("<region> sample=\(fileName(voice: number, sample: index))\(turn)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The most sounds of a voice that take turns in SFZ.
  public static let turnLimit = 100
}
