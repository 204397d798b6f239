import Foundation
import Prompt
import Testing

@Suite struct HistoryFileTests {
  /// A folder of its own, removed afterwards.
  private func inFolder(_ work: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "drumlin-history-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try work(folder)
  }

  private func append(_ entries: [String], to file: HistoryFile) throws {
    var previous: String?
    for entry in entries {
      try file.append(entry, after: previous)
      previous = entry
    }
  }

  @Test func entriesComeBackWhole() throws {
    try inFolder { folder in
      let file = HistoryFile(path: folder + "/deep/er/history")
      let entries = [
        "set-seed 42", "for $i in 1..2 {\n  print \"a\\n{$i}\"\n}", "print \"é日本\"", "tab\there", "cr\rhere",
      ]
      try append(entries, to: file)
      #expect(try file.load() == entries)
    }
  }

  @Test func theFileIsPrivate() throws {
    try inFolder { folder in
      let file = HistoryFile(path: folder + "/state/history")
      try file.append("info", after: nil)
      let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func duplicatesAndHiddenLinesAreNotKept() throws {
    try inFolder { folder in
      let file = HistoryFile(path: folder + "/history")
      try append(["info", "info", " secret", "   ", "", "help", "plot", "info", "help"], to: file)
      #expect(try file.entries() == ["plot", "info", "help"])
      #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "info\nhelp\nplot\ninfo\nhelp\n")
      #expect(try file.load() == ["plot", "info", "help"])
      #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "plot\ninfo\nhelp\n")
    }
  }

  @Test func aLinkToTheFileStaysOne() throws {
    try inFolder { folder in
      let file = HistoryFile(path: folder + "/real")
      try append(["info", "help", "info"], to: file)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
      #expect(try HistoryFile(path: folder + "/link").load() == ["help", "info"])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
      #expect(try file.entries() == ["help", "info"])
    }
  }

  @Test func onlyTheNewestEntriesAreKept() throws {
    try inFolder { folder in
      let file = HistoryFile(path: folder + "/history")
      let lines = (0..<7000).map { "set-seed \($0)\n" }.joined()
      try Data(lines.utf8).write(to: URL(fileURLWithPath: file.path))
      let entries = try file.load()
      #expect(entries.count == HistoryFile.capacity)
      #expect(entries.first == "set-seed 2000")
      #expect(entries.last == "set-seed 6999")
      let text = try String(contentsOfFile: file.path, encoding: .utf8)
      #expect(text.split(separator: "\n").count == HistoryFile.capacity)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["history"])
    }
  }

  @Test func twoWritersLoseNothing() throws {
    try inFolder { folder in
      let path = folder + "/history"
      // Enough that both also shorten the file while the other writes.
      try Data(String(repeating: "info\nhelp\n", count: 2600).utf8).write(to: URL(fileURLWithPath: path))
      DispatchQueue.concurrentPerform(iterations: 2) { writer in
        let file = HistoryFile(path: path)
        for index in 0..<300 {
          try? file.append("writer \(writer) entry \(index)", after: nil)
          if index % 50 == 0 { _ = try? file.load() }
        }
      }
      let entries = try HistoryFile(path: path).load()
      for writer in 0..<2 {
        let own = entries.filter { $0.hasPrefix("writer \(writer) ") }
        #expect(own == (0..<300).map { "writer \(writer) entry \($0)" })
      }
    }
  }

  @Test func garbageDoesNoHarm() throws {
    try inFolder { folder in
      let file = HistoryFile(path: folder + "/history")
      var bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ ($0 >> 3)) }
      bytes += Array("\ninfo".utf8)
      try Data(bytes).write(to: URL(fileURLWithPath: file.path))
      #expect(try file.load().last == "info")
      // The line that has no end yet does not swallow what comes after it.
      try file.append("help", after: nil)
      #expect(try file.load().suffix(2) == ["info", "help"])
    }
  }

  @Test func aMissingFileIsEmpty() throws {
    #expect(try HistoryFile(path: "/nonexistent/history").load().isEmpty)
  }

  @Test func whatIsNoFileIsAnError() throws {
    try inFolder { folder in
      #expect(throws: HistoryFile.Problem.self) { try HistoryFile(path: folder).load() }
      #expect(throws: HistoryFile.Problem.self) { try HistoryFile(path: folder).append("info", after: nil) }
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      #expect(throws: HistoryFile.Problem.self) { try HistoryFile(path: pipe).load() }
      #expect(throws: HistoryFile.Problem.self) {
        try HistoryFile(path: "/dev/null/history").append("info", after: nil)
      }
    }
  }
}
