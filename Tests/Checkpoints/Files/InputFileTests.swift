import Checkpoints
import Foundation
import Testing

@Suite struct InputFileTests {
  private func problem(_ path: String) -> FileProblem? {
    do {
      _ = try Checkpoint.open(path)
      return nil
    } catch {
      guard case .file(let problem) = error.fault else { return nil }
      return problem
    }
  }

  @Test func whatIsNoFileIsNamed() throws {
    let scratch = try Scratch()
    #expect(problem(scratch.folder.path() + "missing.ckpt") == .noSuchFile)
    #expect(problem(scratch.folder.path()) == .directory)
    #expect(problem(try scratch.write("empty.ckpt", [])) == .empty)
    #expect(problem("/dev/null") == .notRegular)
    #expect(problem("/dev/zero") == .notRegular)
    let file = try scratch.write("a", [1])
    #expect(problem(file + "\0.ckpt") == .noSuchFile)
    #expect(problem(file + "/b") == .noSuchFile)
    #expect(problem("") == .noSuchFile)
    guard case .unreadable = problem(String(repeating: "x", count: 5000)) else {
      Issue.record("a name that is too long is not reported")
      return
    }
  }

  @Test func aPipeIsNotWaitedFor() throws {
    let scratch = try Scratch()
    let path = scratch.folder.appending(path: "pipe.ckpt").path()
    try #require(mkfifo(path, 0o600) == 0)
    #expect(problem(path) == .notRegular)
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func aLockedFileIsNamed() throws {
    let scratch = try Scratch()
    let path = try scratch.write("locked.ckpt", [1, 2, 3])
    try #require(chmod(path, 0) == 0)
    #expect(problem(path) == .permissionDenied)
  }

  @Test func rangesOutsideOfTheFileAreNil() throws {
    let scratch = try Scratch()
    let file = try InputFile(try scratch.write("three", [1, 2, 3]))
    #expect(try file.bytes(at: 1, count: 2) == [2, 3])
    #expect(try file.bytes(at: 3, count: 0) == [])
    for (offset, count) in [(0, 4), (3, 1), (-1, 1), (0, -1), (4, 0), (1, Int.max), (Int.max, 1)] {
      #expect(try file.bytes(at: offset, count: count) == nil)
    }
  }

  /// Bytes in the program stand for a file that holds them.
  @Test func bytesOfTheProgramAreAFile() throws {
    let bytes = try Fixture.bytes("types.safetensors")
    // Never freed, as a program's own bytes are not.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyBytes(from: bytes)
    let base = try UnsafeRawPointer(#require(copy.baseAddress))
    let (found, file) = (
      try Checkpoint.open(StaticBytes(base, count: bytes.count), name: "own"), try Fixture.open("types.safetensors")
    )
    #expect(found.path == "own" && found.byteCount == bytes.count)
    #expect(found.stateDict.names == file.stateDict.names && !found.stateDict.names.isEmpty)
    for name in file.stateDict.names where (try? file.stateDict.tensor(name)) != nil {
      #expect(
        try found.stateDict.tensor(name).values.map(\.bitPattern)
          == file.stateDict.tensor(name).values.map(\.bitPattern))
    }
    #expect(throws: CheckpointError.self) {
      try Checkpoint.open(StaticBytes(base, count: bytes.count - 1), name: "own")
    }
  }

  /// What another program cuts off while it is being looked at stays as it was read; what is gone before is an error.
  @Test func aFileThatIsCutOffMeanwhileDoesNoHarm() throws {
    let scratch = try Scratch()
    let path = try scratch.write("cut", [UInt8](repeating: 7, count: 3 << 20))
    let file = try InputFile(path)
    let sum = try file.withBytes(at: 1 << 20, count: 2 << 20) { bytes in
      #expect(truncate(path, 4096) == 0)
      return bytes.reduce(0) { $0 + Int($1) }
    }
    #expect(sum == 7 * (2 << 20))
    #expect(throws: CheckpointFault.file(.changed)) { try file.bytes(at: 0, count: 3 << 20) }
    #expect(throws: CheckpointFault.file(.changed)) { try file.bytes(at: 0, count: 16) }
  }
}
