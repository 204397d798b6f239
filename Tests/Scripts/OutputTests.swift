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
  @Test func outputThatIsLostIsAFailure() throws {
    let process = Process()
    process.executableURL = DrumlinProcess.executable
    process.arguments = ["-e", "print 1"]
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 70)
    #expect(message == "drumlin: the output could not be written: No space left on device\n")
  }
}
