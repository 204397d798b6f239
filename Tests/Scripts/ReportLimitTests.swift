import Foundation
import Testing

/// What pages leave out, and when there is none.
@Suite struct ReportLimitTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func write(_ script: String) throws {
    try Data(script.utf8).write(to: folder.url.appendingPathComponent("a.drum"))
  }

  private func page() throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent("page.html"), encoding: .utf8)
  }

  /// The failure that ended a script is on its page, however long it was.
  @Test func statementsBeyondTheMostAreTold() throws {
    try write("let $x = 1\n" + String(repeating: "$x = 1\n", count: 20_001) + "fail because")
    #expect(try DrumlinProcess.run(["--report", "page.html", "a.drum"], in: folder.url).status == 70)
    let text = try page()
    #expect(text.contains("and 3 statements that there was no room for"))
    #expect(text.contains("error: because") && text.contains("20003 statements"))
  }

  /// Nobody asked for a page, and what is kept for one has its bounds.
  @Test func muchTextFitsInLittleMemory() throws {
    try write(
      "let $s = \"x\"\nfor $i in 1..17 { $s = \"{$s}{$s}\" }\n" + String(repeating: "print \"q{$s}\"\n", count: 3500))
    let result = try RunningDrumlin(["--threads", "1", "a.drum"], memoryLimit: 540 << 10, in: folder.url).finish()
    #expect(result.status == 0 && result.output.utf8.count == 3500 * (131_072 + 2), "\(result.errors)")
  }

  /// A reader that has seen enough ends no script that has a page to write.
  @Test func thePageOfWhatIsCutOffIsWritten() throws {
    try write("for $i in 1..30000 { print \"line {$i}\" }\nprint \"the end\"")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "\"$1\" --report page.html a.drum | head -1", "-", DrumlinProcess.executable.path]
    shell.currentDirectoryURL = folder.url
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(try page().contains("the end</pre>"))
  }

  @Test func aPageThatIsNotWrittenIsToldOf() throws {
    try write(
      "load-model fixture/model.ckpt\nlet $long = generate --steps 1 --length 4096 --seed 1\n"
        + "for $i in 1..9 { $long = concat $long $long }\nfor $i in 1..10 { gain ($i * -1dB) $long }\nprint done")
    let drumlin = try RunningDrumlin(["--report", "page.html", "a.drum"], in: folder.url)
    let deadline = Date(timeIntervalSinceNow: 60)
    while !(try drumlin.outputSoFar().hasSuffix("done\n")), Date() < deadline { usleep(10_000) }
    usleep(200_000)
    drumlin.signal(SIGINT)
    let result = try drumlin.finish()
    #expect(result.status == 130 && result.errors == "interrupted: page.html was not written\n", "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("page.html").path))
  }

  @Test func thereIsOnePage() throws {
    let result = try DrumlinProcess.run(["--report", "a.html", "--report", "b.html", "-e", "print 1"], in: folder.url)
    #expect(result.status == 64 && result.output == "" && result.errors.contains("--report is given 2 times"))
  }
}
