import Foundation
import Prompt
import Testing

@Suite struct FileSystemTests {
  @Test func itTellsFilesFromFolders() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("sounds"), withIntermediateDirectories: true)
    try Data().write(to: folder.appendingPathComponent("kick é.wav"))
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("link"), withDestinationURL: folder.appendingPathComponent("sounds"))
    let system = DiskFileSystem(home: nil)
    #expect(system.names(inFolder: folder.path + "/").sorted() == ["kick é.wav", "link", "sounds"])
    #expect(system.isFolder(folder.path + "/sounds"))
    #expect(system.isFolder(folder.path + "/link"))
    #expect(!system.isFolder(folder.path + "/kick é.wav"))
    #expect(!system.isFolder(folder.path + "/missing"))
    #expect(system.names(inFolder: folder.path + "/missing").isEmpty)
  }

  @Test func aNameThatIsNotUTF8DoesNoHarm() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var path = Array((folder.path + "/a").utf8CString)
    path.replaceSubrange(path.count - 1..<path.count, with: [-1, 0])
    let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
    #expect(descriptor >= 0)
    close(descriptor)
    try Data().write(to: folder.appendingPathComponent("b.wav"))
    #expect(DiskFileSystem(home: nil).names(inFolder: folder.path).contains("b.wav"))
  }
}
