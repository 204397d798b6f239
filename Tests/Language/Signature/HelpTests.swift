import Language
import Testing

@Suite struct HelpTests {
  private let signature = Signature(
    "export", category: Category("Sound"), summary: "Writes a sound to a file.",
    discussion: "The format comes from\nthe file's ending.\n\nNothing is overwritten unless told.",
    parameters: [
      Parameter("file", .path(.write(endings: ["wav"])), help: "Where to write."),
      Parameter(input: "sound", ArgumentType<Tone>.engine, help: "The sound."),
      Parameter(rest: "more", ArgumentType<Value>.any, help: "What else."),
    ],
    options: [
      Option(
        "bits", .choice(of: ["16", "24", "float"], name: { $0 }), default: "24", help: "The width of a sample."),
      Option("fade", .number(units: [.seconds], in: 0...2), help: "A fade."),
      Option(flag: "overwrite", help: "Replaces."),
    ],
    result: "sound", effect: .writes, examples: [.init("export kick.wav", "Writes the last sound.")])

  @Test func usage() {
    #expect(
      signature.usage
        == "export FILE [SOUND] [MORE...] [--bits 16|24|float] [--fade TIME] [--overwrite]")
  }

  @Test func wholeText() {
    #expect(
      signature.help(columns: 64) == """
        Writes a sound to a file.

          export FILE [SOUND] [MORE...] [--bits 16|24|float]
              [--fade TIME] [--overwrite]

        The format comes from the file's ending.

        Nothing is overwritten unless told.

          FILE   Where to write.
          SOUND  The sound. When not given: what is piped in, else $it.
          MORE   What else.

          --bits 16|24|float  The width of a sample. One of 16, 24,
                              float. 24 when not given.
          --fade TIME         A fade. A time from 0s to 2s.
          --overwrite         Replaces.

        Gives: sound

        Examples:
          export kick.wav
              # Writes the last sound.
        """)
  }

  @Test func noLineIsTooWide() {
    for signature in fakeRegistry.signatures + [signature] {
      for columns in [40, 60, 100] {
        for line in signature.help(columns: columns).split(separator: "\n") {
          #expect(DisplayWidth.of(line) <= columns)
        }
      }
    }
    // A silly width is no trap.
    for columns in [-5, 0, 1, Int.max] { #expect(signature.help(columns: columns).contains("export")) }
  }
}
