import Audio
import DrumSynthesis
import Foundation
import Testing

/// The program that writes the data sets, run as a person does.
final class DrumSoundsTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-sounds-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs the program that was built beside these tests; its exit status, and what it said.
  func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("DrumSounds")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let said = Pipe()
    process.standardOutput = said
    process.standardError = said
    try process.run()
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + path).sorted()
  }

  @Test func writesAFolderForEachClass() throws {
    let (status, text) = try run(["all", "data", "--count", "2", "--seed", "5"])
    #expect(status == 0, "\(text)")
    #expect(text.contains("data/kicks: 2 synthesised sounds, seed 5"))
    #expect(try names("data") == ["hihats", "kicks", "percussion", "snares"])
    #expect(try names("data/kicks") == ["kick-0001.wav", "kick-0002.wav"])
    let read = try AudioFile.read(folder.path + "/data/kicks/kick-0002.wav")
    let made = try DrumClass.kicks.sound(seed: 5, number: 2)
    #expect(read.frameCount == made.frameCount)
    for (one, other) in zip(read.channels.joined(), made.channels.joined()) {
      // Half a step of 24 bits.
      #expect(abs(one - other) <= 0x1p-23)
    }
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    for place in ["one", "two"] { #expect(try run(["hihats", place, "--count", "3", "--seed", "9"]).status == 0) }
    #expect(try run(["hihats", "three", "--count", "3", "--seed", "10"]).status == 0)
    for name in try names("one/hihats") {
      let bytes = try ["one", "two", "three"].map {
        try Data(contentsOf: folder.appendingPathComponent("\($0)/hihats/\(name)"))
      }
      #expect(bytes[0] == bytes[1])
      #expect(bytes[0] != bytes[2])
    }
  }

  @Test(
    arguments: [
      (["cymbals", "data"], "cymbals"),
      (["kicks"], "folder"),
      (["kicks", "data", "--count", "0"], "--count is 0; it can be 1 to 9999"),
      (["kicks", "data", "--count", "10000"], "--count is 10000"),
      (["kicks", "data", "--seed", "-1"], "seed"),
      (["kicks", ""], "the folder's name is empty"),
    ]) func badArgumentsAreRefused(_ arguments: [String], _ reason: String) throws
  {
    let (status, text) = try run(arguments)
    #expect(status == 64)
    #expect(text.contains(reason), "\(text)")
    #expect(try names("").isEmpty)
  }

  @Test func aFileInTheFoldersPlaceIsNamed() throws {
    try Data("x".utf8).write(to: folder.appendingPathComponent("taken"))
    let (status, text) = try run(["kicks", "taken", "--count", "1"])
    #expect(status != 0)
    #expect(text.contains("taken/kicks can't be made a folder"), "\(text)")
  }
}
