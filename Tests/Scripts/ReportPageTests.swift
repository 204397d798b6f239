import Foundation
import Testing

/// Pages as a reader meets them, in Chromium.
@Suite(.serialized, .enabled(if: Chromium.isExpected)) struct ReportPageTests {
  private static let script = """
    # A page of kicks
    #
    # With *prose* and <b>what looks like HTML</b>.

    # -- Sounds ---------------
    load-model kicks
    set-seed 42
    denoise-start --steps 4
    denoise-step 2
    mark early
    fork --seed 7
    denoise-finish
    goto early
    denoise-finish
    export same.flac
    plot mel
    plot waveform
    let $three = generate --seed 1 --count 3 --steps 2
    $three[0] | gain 40dB
    $three[1] | mono | resample 4000Hz
    """

  /// Runs a script with --report and opens the page.
  private func page(
    _ script: String, in folder: TemporaryFolder, status: Int32 = 0
  ) throws -> (browser: Chromium, run: DrumlinProcess) {
    try Data(script.utf8).write(to: folder.url.appendingPathComponent("script.drum"))
    let run = try DrumlinProcess.run(["--report", "page.html", "script.drum"], in: folder.url)
    #expect(run.status == status, "\(run.errors)")
    let browser = try Chromium()
    try browser.open(folder.url.appendingPathComponent("page.html"))
    return (browser, run)
  }

  /// What the browser complained of, and what it asked for beside the page itself.
  private func faults(of browser: Chromium) -> [String] {
    browser.events.compactMap { method, parameters in
      switch method {
      case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled": return "\(parameters)"
      case "Network.requestWillBeSent":
        let address = (parameters["request"] as? [String: Any])?["url"] as? String ?? ""
        return address.hasPrefix("data:") || address.hasSuffix("/page.html") ? nil : address
      default: return nil
      }
    }
  }

  /// Waits until the players know how long their sounds are.
  private static let lengths = """
    Promise.all([...document.querySelectorAll('audio')].map(a => new Promise((done, failed) => {
      if (a.readyState > 0) done(a.duration);
      a.onloadedmetadata = () => done(a.duration); a.onerror = () => failed(a.error.message); a.load(); })))
    """

  @Test func playersHaveTheirLengthsAndAClickPlays() throws {
    let folder = try TemporaryFolder()
    let (browser, _) = try page(Self.script, in: folder)
    let lengths = try #require(try browser.evaluate(Self.lengths) as? [Double])
    // A run half-way, its fork's end and its own; 3 made, one louder and one of another rate; 5 places in the tree.
    #expect(lengths.count == 13)
    for length in lengths { #expect(abs(length - 32768.0 / 44100) < 0.002) }

    let place = try #require(
      try browser.evaluate(
        """
        (() => { const a = document.querySelector('audio'); a.scrollIntoView({block: 'center'});
          const r = a.getBoundingClientRect(); return [r.left + 20, r.top + r.height / 2]; })()
        """) as? [Double])
    try browser.click(x: place[0], y: place[1])
    try browser.wait {
      (try browser.evaluate("document.querySelector('audio').currentTime") as? Double ?? 0) > 0.1
    }
    #expect(faults(of: browser) == [])
  }

  @Test func downloadsAreWhatExportWrites() throws {
    let folder = try TemporaryFolder()
    let (browser, _) = try page(Self.script, in: folder)
    let addresses = try #require(
      try browser.evaluate("[...document.querySelectorAll('a[download]')].map(a => a.href)") as? [String])
    #expect(addresses.count == 8)
    let exported = try Data(contentsOf: folder.url.appendingPathComponent("same.flac"))
    let files = addresses.compactMap { $0.split(separator: ",").last.flatMap { Data(base64Encoded: String($0)) } }
    #expect(files.contains(exported))
    let names = try #require(
      try browser.evaluate("[...document.querySelectorAll('a[download]')].map(a => a.download)") as? [String])
    #expect(names.contains("sound-3-kicks-seed-42-4-steps.flac"))
    #expect(names.allSatisfy { $0.hasPrefix("sound-") && ($0.hasSuffix(".flac") || $0.hasSuffix(".wav")) })
    // A WAV where FLAC would clip.
    #expect(names.contains { $0.hasSuffix(".wav") })
  }

  @Test(arguments: [360, 768, 1280]) func nothingSticksOut(width: Int) throws {
    let folder = try TemporaryFolder()
    let (browser, _) = try page(Self.script, in: folder)
    try browser.call(
      "Emulation.setDeviceMetricsOverride", ["width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false])
    let overhang =
      try browser.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth") as? Double
    #expect(overhang == 0)
    let pictures = try #require(
      try browser.evaluate("[...document.images].map(i => i.complete && i.naturalWidth > 0)") as? [Bool])
    #expect(pictures == [true, true])
  }

  @Test func thereIsALightAndADarkPage() throws {
    let folder = try TemporaryFolder()
    let (browser, _) = try page("# Hello\nprint 1", in: folder)
    var grounds: [String] = []
    for scheme in ["light", "dark"] {
      try browser.call(
        "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
      grounds.append(try browser.evaluate("getComputedStyle(document.body).backgroundColor") as? String ?? "")
    }
    #expect(grounds == ["rgb(251, 250, 248)", "rgb(20, 17, 26)"])
  }

  /// Whatever a script says, it is text, and nothing runs or is fetched.
  @Test func hostileTextStaysText() throws {
    let folder = try TemporaryFolder()
    let attack = "</pre><script>document.title='got in'</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"
    let (browser, _) = try page(
      """
      # \(attack)
      #
      # ![a picture](http://127.0.0.1:9/pic.png) and [a link](javascript:alert(1)) and <iframe src=//evil>.
      #
      # <script>document.title='got in'</script>

      print "\(attack)"
      load-model kicks
      generate --steps 1 | plot waveform --title "\(attack)"
      try { load-audio "\(attack).wav" } catch $e { print $e }
      fail "\(attack)"
      """, in: folder, status: 70)
    let counts = try browser.evaluate(
      """
      [document.querySelectorAll('script,iframe,link,object,embed,form').length,
       [...document.images].filter(i => !i.src.startsWith('data:image/svg+xml;base64,')).length,
       [...document.querySelectorAll('a')].filter(a => a.protocol == 'javascript:').length,
       [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length]
      """)
    #expect(counts as? [Int] == [0, 0, 0, 0])
    #expect((try browser.evaluate("document.title") as? String)?.hasPrefix("</pre>") == true)
    let text = try #require(try browser.evaluate("document.body.innerText") as? String)
    #expect(text.components(separatedBy: attack).count >= 5)
    #expect(faults(of: browser) == [])
  }
}
