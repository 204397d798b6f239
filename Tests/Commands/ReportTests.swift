import Foundation
import Language
import Testing

/// Pages of sessions.
@Suite struct ReportTests {
  /// The page of a session that has loaded a model, made two sounds, and run some lines.
  private func page(of text: String, display: Display = .plain) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    let session = try SoundSession(display: display)
    try session.run(text)
    try session.run("report \"\(file.path)\" --title \"A page\"")
    return try String(contentsOf: file, encoding: .utf8)
      // The name of the file is another each time.
      .replacing(file.path, with: "page.html")
  }

  @Test func theSameSessionHasTheSamePageHoweverWideTheTerminalIs() throws {
    let first = try page(of: "info")
    #expect(first.contains("read 44 kB of 510 kB\n") && !first.contains(" in 0."))
    let narrow = Display(isTerminal: true, columns: 30, rows: 20, hasColour: false)
    #expect(try page(of: "info", display: narrow) == first)
  }

  /// Each stage of a pipe takes the place of the one before, also of those that there was no room for.
  @Test func onlyWhatIsLeftIsCounted() throws {
    let text = try page(of: "for $i in 1..70 { slice 0s 0.01s $kick | gain ($i * -0.1dB) | fade --out 1ms }")
    #expect(text.contains("and 6 sounds that there was no room for"))
  }

  @Test func aMarkIsWhereItWasSetLast() throws {
    let text = try page(of: "denoise-start --steps 2\nmark x\nmark y\ndenoise-step 1\nmark x")
    let places = text.components(separatedBy: "class=\"step\"")
    #expect(places.count == 3)
    #expect(places[1].contains("class=\"mark\">y<") && !places[1].contains("class=\"mark\">x<"))
    #expect(places[2].contains("class=\"mark\">x<"))
  }

  /// Those of a tree are counted apart.
  @Test func whatThePageHoldsIsCounted() throws {
    let text = try page(of: "denoise-start --steps 2\ndenoise-step 1")
    #expect(text.contains("3 sounds, ") && text.contains("2 places of runs, "))
  }

  @Test func loadedSoundsHaveTheirFilesNames() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).wav")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = try page(of: "export \"\(file.path)\" $kick\nload-audio \"\(file.path)\"\nreverse\ngain -1dB")
    let name = file.deletingPathExtension().lastPathComponent
    for label in ["sound 3</b> · \(name)<", " · \(name), reverse<", " · \(name), gain<"] {
      #expect(text.contains(label), "\(label)")
    }
  }

  @Test func tooMuchTextIsCutAndSaidToBe() throws {
    // é takes two bytes.
    let long = "let $s = \"é\"; for $i in 1..17 { $s = \"{$s}{$s}\" }; "
    let cut = try page(of: long + "if true { print $s; print after }").components(separatedBy: "class=\"output\">")
    #expect(try #require(cut.last).hasPrefix(String(repeating: "é", count: 100_000) + " …</pre>"))
    // What is as long as there is room for hides nothing without a word.
    let whole = """
      if true {
        for $i in 1..5000 { print "1234567"; print abcdefghijklmnopqrstuvwxyzabcde }
        print ""
        print after
      }
      """
    #expect(try page(of: whole).contains("1234567\nabcdefghijklmnopqrstuvwxyzabcde\n …</pre>"))
  }

  @Test func picturesBeyondTheMostAreTold() throws {
    let text = try page(
      of: "let $short = slice 0 1 $kick\nfor $i in 1..502 { plot waveform $short --width 200 --height 200 }")
    #expect(text.contains("and 2 pictures that there was no room for") && text.contains("500 pictures, "))
  }
}
