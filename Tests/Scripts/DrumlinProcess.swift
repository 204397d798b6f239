import Foundation

/// The built drumlin, run as a person runs it: a process with arguments, standard input and a folder to work in.
struct DrumlinProcess {
  let status: Int32
  let output: String
  let errors: String

  /// The executable that was built beside these tests.
  static var executable: URL { built("drumlin") }

  /// Something that was built beside these tests.
  static func built(_ name: String) -> URL {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name)
  }

  /// Runs drumlin to its end.
  static func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:], in folder: URL
  ) throws -> DrumlinProcess {
    try RunningDrumlin(arguments, input: input, environment: environment, in: folder).finish()
  }
}

/// drumlin while it runs.
final class RunningDrumlin {
  private let process = Process()
  private let captured: TemporaryFolder
  private let outputFile, errorFile: URL

  /// Starts drumlin.
  /// - Parameters:
  ///   - fileLimit: the most bytes that its files may have, in units of 1024; past it a write fails.
  ///   - memoryLimit: the most bytes of its address space, in units of 1024.
  ///   - program: what is run in the place of drumlin, with what stands before the arguments.
  init(
    _ arguments: [String], program: [String] = [DrumlinProcess.executable.path], input: String? = nil,
    environment: [String: String] = [:], fileLimit: Int? = nil, memoryLimit: Int? = nil, in folder: URL
  ) throws {
    // Tests may themselves have been started with signals ignored, as in a shell's background.
    let program = ["/usr/bin/env", "--default-signal=INT,TERM,HUP"] + program + arguments
    let limits = [fileLimit.map { "ulimit -f \($0)" }, memoryLimit.map { "ulimit -v \($0)" }].compactMap(\.self)
    if !limits.isEmpty {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", "\(limits.joined(separator: "; ")); exec \"$@\"", "drumlin"] + program
    } else {
      process.executableURL = URL(fileURLWithPath: program[0])
      process.arguments = Array(program.dropFirst())
    }
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(["HOME": folder.path, "NO_COLOR": "1"]) { $1 }.merging(environment) { $1 }

    // Files, not pipes: a pipe that nobody empties would stop a process that says much.
    captured = try TemporaryFolder()
    let inputFile = captured.url.appendingPathComponent("input")
    outputFile = captured.url.appendingPathComponent("output")
    errorFile = captured.url.appendingPathComponent("errors")
    try Data((input ?? "").utf8).write(to: inputFile)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
  }

  deinit { if process.isRunning { signal(SIGKILL) } }

  var isRunning: Bool { process.isRunning }

  /// Its process's number.
  var launcher: Int32 { process.processIdentifier }

  /// The hundredths of a second that each of its threads has computed for, by the thread's number.
  var threadTimes: [String: Int] {
    let folder = URL(fileURLWithPath: "/proc/\(process.processIdentifier)/task")
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return threads.reduce(into: [:]) { times, thread in
      let file = folder.appendingPathComponent(thread).appendingPathComponent("stat")
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
      // The name, in parentheses, may hold spaces; user's and system's times are the 12th and 13th fields behind it.
      let fields = text.drop { $0 != ")" }.split(separator: " ").dropFirst()
      times[thread] = fields.dropFirst(11).prefix(2).compactMap { Int($0) }.reduce(0, +)
    }
  }

  /// What it has written until now.
  func outputSoFar() throws -> String { String(decoding: try Data(contentsOf: outputFile), as: UTF8.self) }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for its end, and kills it when it has been asked to end and does not within two minutes.
  func finish() throws -> DrumlinProcess {
    let identifier = process.processIdentifier
    let guardian = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: guardian)
    defer { guardian.cancel() }
    process.waitUntilExit()
    return DrumlinProcess(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }
}

/// A folder that goes when the test ends, with the checkpoint fixture in it: as `fixture/` with its config, as
/// `plain.ckpt` without.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let fixture = repository.appendingPathComponent("Tests/Fixtures/first-sound")
    for (name, target) in [("fixture", fixture), ("plain.ckpt", fixture.appendingPathComponent("model.ckpt"))] {
      try FileManager.default.createSymbolicLink(at: url.appendingPathComponent(name), withDestinationURL: target)
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// The folder of the checkout.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
