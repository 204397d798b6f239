import Foundation
import Testing

@Suite struct OutputTests {
  /// -e takes what follows it, whatever that begins with.
  @Test func aLineMayBeginWithAMinus() throws {
    let folder = FileManager.default.temporaryDirectory
    let result = try DrumlinProcess.run(["-e", "-$x"], in: folder)
    #expect(result.status == 70)
    #expect(try DrumlinProcess.run(["-e", "-6dB + 3dB"], in: folder).status == 0)
  }

  /// A full disk is told, and not by the exit status alone.
  @Test(arguments: [["-e", "print 1"], ["--format", "a.drum"], ["--help"], ["--version"]])
  func outputThatIsLostIsAFailure(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try "print 1\n".write(to: folder.url.appendingPathComponent("a.drum"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = DrumlinProcess.executable
    process.currentDirectoryURL = folder.url
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 70)
    #expect(message == "drumlin: the output could not be written: No space left on device\n")
  }

  /// What was started with a standard descriptor closed says so, and opens nothing in its place.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("<&-", "drumlin: can't read standard input: Bad file descriptor\n", Int32(64)),
      ("-e 'print 1' >&-", "drumlin: the output could not be written: Bad file descriptor\n", 70),
      ("-e 'print 1' <&- | cat", "", 0),
      // Whoever ignores SIGPIPE hands that on.
      ("-e 'while true { print 1 }' | head -1", "", 0),
    ])
  func descriptorsThatAreClosed(what: String, errors: String, status: Int32) throws {
    let folder = try TemporaryFolder()
    let program = DrumlinProcess.executable.path
    let shell = try RunningDrumlin(
      ["-c", "trap '' PIPE; '\(program)' \(what)"], program: ["/bin/bash"], in: folder.url
    ).finish()
    #expect(shell.errors == errors)
    #expect(shell.status == status)
  }
}
