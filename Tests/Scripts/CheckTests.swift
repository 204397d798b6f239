import Foundation
import Testing

/// The checks find what they are for, in small made-up trees.
@Suite struct CheckTests {
  /// What `scripts/checks/architecture` says of a tree: its exit status and the sentences that fail it.
  private func architecture(order: String, _ files: [String: String]) throws -> (status: Int32, sentences: [String]) {
    let folder = try TemporaryFolder()
    var files = files
    files["order"] = order
    for (name, text) in files {
      let file = folder.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let check = Process()
    check.executableURL = repository.appendingPathComponent("scripts/checks/architecture")
    check.arguments = ["--tree", folder.url.path]
    let errors = Pipe()
    check.standardOutput = Pipe()
    check.standardError = errors
    try check.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    check.waitUntilExit()
    return (check.terminationStatus, text.split(separator: "\n").map(String.init))
  }

  private static let order = "Top what is above [Shelf Floor]\nBase what is below"
  /// A module above another, and a folder above another.
  private static let sound = [
    "Sources/Top/Shelf/Book.swift": "import Base\nstruct Book { let stone = Stone(); let board: Board }",
    "Sources/Top/Floor/Board.swift": "struct Board {}\nextension Int { var boards: Int { self } }",
    "Sources/Base/Stone.swift": "public struct Stone {}",
  ]

  @Test func arrowsThatPointDownAreRight() throws {
    let found = try architecture(order: Self.order, Self.sound)
    #expect(found.status == 0 && found.sentences == [])
  }

  @Test func anImportThatPointsUpIsFound() throws {
    let found = try architecture(
      order: Self.order, Self.sound.merging(["Sources/Base/Sand.swift": "@testable import Top"]) { $1 })
    #expect(found.status == 1)
    #expect(
      found.sentences
        == ["architecture: Sources/Base/Sand.swift imports Top, which stands above Base: arrows point down"])
  }

  @Test func aFolderThatUsesOneAboveItIsFound() throws {
    var files = Self.sound
    files["Sources/Top/Shelf/Book.swift"] = "struct Book {}\nextension Int { func shelved() -> Int { self } }"
    for use in ["let book: Book?", "let number = 3.shelved()", #"let text = "\(Book())""#] {
      files["Sources/Top/Floor/Nail.swift"] = "struct Nail { \(use) }"
      let found = try architecture(order: Self.order, files)
      #expect(found.status == 1 && found.sentences.count == 1, "\(use)")
      #expect(found.sentences.first?.hasSuffix("in Nail.swift of Top/Shelf, which stands above it") == true, "\(use)")
    }
  }

  @Test func commentsStringsAndPrivateNamesAreNoUse() throws {
    var files = Self.sound
    files["Sources/Top/Floor/Nail.swift"] =
      "// A Book\n/* Book */ struct Nail { let text = \"Book \\\\(Book)\", raw = #\"Book\"# }\nprivate struct Shed {}"
    files["Sources/Top/Shelf/Shed.swift"] =
      "struct Garden { let text = \"\"\"\n  Board\n  \"\"\"\n}\nprivate struct Shed {}"
    #expect(try architecture(order: Self.order, files).sentences == [])
  }

  @Test func aCircleIsFoundOnce() throws {
    var files = Self.sound
    files["Sources/Top/Floor/Nail.swift"] = "struct Nail { let book: Book }"
    let found = try architecture(order: Self.order, files)
    #expect(found.status == 1)
    #expect(
      found.sentences == [
        "architecture: the folders Floor, Shelf of Top use each other in a circle: "
          + "Floor → Shelf (Book in Nail.swift); Shelf → Floor (Board in Book.swift)"
      ])
  }

  @Test func whatHasNoPlaceInTheOrderIsFound() throws {
    var files = Self.sound
    files["Sources/Other/Thing.swift"] = "struct Thing {}"
    files["Sources/Top/Roof/Tile.swift"] = "struct Tile {}"
    let found = try architecture(order: Self.order, files)
    #expect(found.status == 1 && found.sentences.count == 2)
  }
}
