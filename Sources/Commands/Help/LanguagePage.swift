import Language

/// The language in a dozen lines: what `help language` shows.
enum LanguagePage {
  /// The page, with its examples beside or, on a narrow terminal, below what they show.
  static func text(columns: Int) -> String {
    let margin = 36
    let lines = lines.map { meaning, example in
      if columns < margin + 44 { return meaning + "\n    " + example }
      return meaning + String(repeating: " ", count: margin - meaning.count) + example
    }
    return (lines + [TextLayout.wrapped(end, columns: columns)]).joined(separator: "\n")
  }

  private static let lines = [
    ("Commands, one a line or with ;", "load-model kicks; generate"),
    ("let names a value", "let $kick = generate --seed 42"),
    ("$it is the last value", "plot; export kick.wav"),
    ("| hands a value on", "generate | export kick.wav"),
    ("Braces in strings hold expressions", "export \"kick-{$seed}.wav\""),
    ("Numbers have units", "0.75s  20ms  44.1kHz  -6dB  50%"),
    ("Lists and ranges", "[1, 2, 3]  1..8  $xs[0]"),
    ("Loops and conditions", "for $seed in 1..8 { generate --seed $seed }"),
    ("A command's result inside another", "plot mel (load-audio snare.wav)"),
    ("Values have fields", "$kick.duration, $kick.peak < -3dB"),
    ("def makes a command", "def twice $sound { concat $sound $sound }"),
    ("try catches errors", "try { plot } catch $e { print $e.message }"),
  ]

  private static let end = "# begins a comment; a block may span lines, and so may brackets."
}
