import Files
import Foundation
import Testing

@Suite struct WholeFileTests {
  private func error(_ path: String, overwrite: Bool = false) throws -> WholeFileError {
    try #require(throws: WholeFileError.self) { try WholeFile.write([1], to: path, overwrite: overwrite) }
  }

  @Test func writesAndReplaces() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a")
    try WholeFile.write([1, 2], to: path, overwrite: false)
    #expect(try error(path) == .exists(path: path))
    #expect(try folder.bytes("a") == [1, 2])
    chmod(path, 0o640)
    try WholeFile.write([], to: path, overwrite: true)
    #expect(try folder.bytes("a").isEmpty)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(folder.names == ["a"])
  }

  @Test func comparesWithWhatIsThere() throws {
    let folder = try TemporaryFolder()
    let long = [UInt8](repeating: 7, count: 200_000)
    let path = try folder.put(long, "a")
    #expect(WholeFile.holds(long, at: path) == true)
    #expect(WholeFile.holds(long.dropLast() + [8], at: path) == false)
    #expect(WholeFile.holds(Array(long.dropLast()), at: path) == false)
    #expect(WholeFile.holds(long + [7], at: path) == false)
    #expect(WholeFile.holds([], at: folder.file("b")) == nil)
    #expect(WholeFile.holds([], at: folder.path) == nil)
    // Nobody writes to it, and it is not waited for.
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    #expect(WholeFile.holds([], at: folder.file("pipe")) == nil)
  }

  @Test func namesTheProblemWithTheTarget() throws {
    let folder = try TemporaryFolder()
    #expect(try error("") == .emptyName)
    #expect(try error(folder.path) == .isFolder(path: folder.path))
    #expect(try error(folder.path, overwrite: true) == .isFolder(path: folder.path))
    #expect(try error(folder.file("x/")) == .isFolder(path: folder.file("x/")))
    let deep = folder.file("no/where/a.wav")
    #expect(try error(deep) == .missingFolder(path: deep, folder: folder.file("no")))
    let under = try folder.put([], "file") + "/a.wav"
    #expect(try error(under) == .folderIsFile(path: under, folder: folder.file("file")))
    let long = folder.file(String(repeating: "n", count: 256))
    #expect(try error(long) == .nameNotPossible(path: long, reason: "it is too long"))
    let zero = folder.file("a\0b")
    #expect(try error(zero) == .nameNotPossible(path: zero, reason: "it contains a zero byte"))
    #expect(folder.names == ["file"])
  }

  @Test func takesTheLongestNameThereCanBe() throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "n", count: 255)
    try WholeFile.write([7], to: folder.file(name), overwrite: false)
    #expect(folder.names == [name])
  }

  @Test(.timeLimit(.minutes(1))) func neverReplacesPipesAndDevices() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for overwrite in [false, true] {
      #expect(try error(pipe, overwrite: overwrite) == .notAFile(path: pipe))
      #expect(try error("/dev/null", overwrite: overwrite) == .notAFile(path: "/dev/null"))
    }
  }

  /// Nobody, the superuser included, can make files in /sys.
  @Test func saysThatAFolderTakesNoFiles() throws {
    guard case .folderNotWritable(_, let folder, _) = try error("/sys/drumlin.wav") else {
      Issue.record("another error")
      return
    }
    #expect(folder == "/sys")
    guard geteuid() != 0 else { return }
    let locked = try TemporaryFolder()
    chmod(locked.path, 0o555)
    guard case .folderNotWritable = try error(locked.file("a")) else {
      Issue.record("another error")
      return
    }
    chmod(locked.path, 0o755)
  }

  @Test func followsALinkToAFile() throws {
    let folder = try TemporaryFolder()
    _ = try folder.put([1], "real")
    let link = folder.file("link")
    #expect(symlink("real", link) == 0)
    #expect(try error(link) == .exists(path: link))
    try WholeFile.write([2], to: link, overwrite: true)
    #expect(try folder.bytes("real") == [2])
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == "real")
    let dangling = folder.file("dangling")
    #expect(symlink("nothing", dangling) == 0)
    #expect(try error(dangling) == .exists(path: dangling))
    #expect(folder.names == ["dangling", "link", "real"])
  }

  /// A real full device takes the place of the temporary file after its opening, so that the write itself fails.
  @Test(arguments: [false, true])
  func leavesNothingWhenTheDiskIsFull(overwrite: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kick.wav")
    if overwrite { _ = try folder.put([1, 2, 3], "kick.wav") }
    let error = try #require(throws: WholeFileError.self) {
      try WholeFile.write(to: path, overwrite: overwrite) { (descriptor) throws(WholeFileError) in
        try WholeFile.append([5, 6], to: descriptor, path: path)
        let full = open("/dev/full", O_WRONLY)
        dup2(full, descriptor)
        close(full)
        try WholeFile.append([UInt8](repeating: 9, count: 100_000), to: descriptor, path: path)
      }
    }
    #expect(error == .cannotWrite(path: path, reason: "no space left on device"))
    #expect(folder.names == (overwrite ? ["kick.wav"] : []))
    if overwrite { #expect(try folder.bytes("kick.wav") == [1, 2, 3]) }
  }

  /// Of several files none takes its place before all are there.
  @Test(arguments: [false, true]) func severalAreAllThereOrNone(overwrite: Bool) throws {
    let folder = try TemporaryFolder()
    let files = [("a", [UInt8(5)]), ("b", [6]), ("c", [7])].map { (path: folder.file($0), bytes: $1) }
    if overwrite { _ = try folder.put([1], "a") }
    let before = folder.names
    for bad in ["missing/d", ""] {
      #expect(throws: WholeFileError.self) {
        try WholeFile.write(files + [(path: bad.isEmpty ? "" : folder.file(bad), bytes: [8])], overwrite: overwrite)
      }
      #expect(folder.names == before)
      if overwrite { #expect(try folder.bytes("a") == [1]) }
    }
    // A name that somebody takes in between is theirs.
    if !overwrite {
      #expect(throws: WholeFileError.exists(path: folder.file("b"))) {
        try WholeFile.write([files[0], files[1], files[1]], overwrite: false)
      }
      #expect(folder.names.isEmpty)
    }
    try WholeFile.write(files, overwrite: overwrite)
    #expect(folder.names == ["a", "b", "c"])
    #expect(try ["a", "b", "c"].map(folder.bytes) == [[5], [6], [7]])
  }

  /// Of many that want one name at the same time exactly one gets it, and its content is whole.
  @Test func givesANameToOneOnly() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kick.wav")
    let winners = await withTaskGroup(of: UInt8?.self) { group in
      for writer in UInt8(0)..<16 {
        group.addTask {
          let bytes = [UInt8](repeating: writer, count: 200_000)
          return (try? WholeFile.write(bytes, to: path, overwrite: false)) == nil ? nil : writer
        }
      }
      return await group.reduce(into: [UInt8]()) { all, winner in if let winner { all.append(winner) } }
    }
    #expect(winners.count == 1)
    #expect(try folder.bytes("kick.wav") == [UInt8](repeating: winners.first ?? 255, count: 200_000))
    #expect(folder.names == ["kick.wav"])
  }

  /// A name that is taken after the check is still not overwritten.
  @Test func keepsAFileThatAppearedMeanwhile() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kick.wav")
    #expect(throws: WholeFileError.exists(path: path)) {
      try WholeFile.write(to: path, overwrite: false) { (descriptor) throws(WholeFileError) in
        try WholeFile.append([1], to: descriptor, path: path)
        _ = FileManager.default.createFile(atPath: path, contents: Data([42]))
      }
    }
    #expect(try folder.bytes("kick.wav") == [42])
    #expect(folder.names == ["kick.wav"])
  }

  @Test func saysWhatToDo() {
    #expect(
      WholeFileError.missingFolder(path: "a/b.wav", folder: "a").description
        == "cannot write 'a/b.wav': there is no folder 'a'\ncreate the folder first, or correct the name")
  }
}
