import Foundation
import Hub
import Testing

@Suite struct FileLockTests {
  @Test func oneAtATime() throws {
    struct Busy: Error {}
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a/b.lock").path
    var first: FileLock? = try FileLock(path) { throw Busy() }
    #expect(throws: Busy.self) { _ = try FileLock(path) { throw Busy() } }
    withExtendedLifetime(first) {}
    // Freed while another waits.
    var waits = 0
    let second = try FileLock(path) {
      waits += 1
      if waits == 2 { first = nil }
      if waits > 100 { throw Busy() }
    }
    withExtendedLifetime(second) { #expect(waits == 2) }
    #expect(FileManager.default.fileExists(atPath: path))
  }
}
