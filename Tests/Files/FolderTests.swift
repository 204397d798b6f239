import Files
import Foundation
import Testing

@Suite struct FolderTests {
  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  @Test(arguments: ["a", "a/b/c", "a/b/", "a//b", "./a/./b", "ä ö/ü"]) func makesWhatIsMissing(name: String) throws {
    let folder = try TemporaryFolder()
    for _ in 0..<2 { try Folder.make(folder.file(name)) }
    #expect(isFolder(folder.file(name)))
  }

  @Test func leavesWhatIsThere() throws {
    let folder = try TemporaryFolder()
    _ = try folder.put([1, 2], "file")
    try Folder.make(folder.path)
    try Folder.make("/")
    try Folder.make(".")
    #expect(throws: FolderError(path: folder.file("file"), reason: "there is a file of that name")) {
      try Folder.make(folder.file("file"))
    }
    #expect(throws: FolderError(path: folder.file("file/below"), reason: "a part of the path is a file")) {
      try Folder.make(folder.file("file/below"))
    }
    #expect(throws: FolderError(path: folder.file("file/far/below"), reason: "a part of the path is a file")) {
      try Folder.make(folder.file("file/far/below"))
    }
    #expect(try folder.bytes("file") == [1, 2] && folder.names == ["file"])
  }

  @Test func namesThatAreNone() {
    #expect(throws: FolderError(path: "", reason: "the name is empty")) { try Folder.make("") }
    #expect(throws: FolderError.self) { try Folder.make("a\0b") }
    #expect(throws: FolderError.self) { try Folder.make(String(repeating: "x", count: 5000)) }
  }
}
