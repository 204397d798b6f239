import Checkpoints
import Hashing
import Testing

/// Archives that lie, a lie each.
@Suite struct ZipArchiveTests {
  private let pickle = ForgedPickle.stateDict([("w", Pickled.row("0", count: 2))])

  private func honest() -> ForgedZip { .torch(pickle, storages: ["0": stored([1, 2])]) }

  private func fault(_ change: (inout ForgedZip) -> Void) throws -> CheckpointFault? {
    var zip = honest()
    change(&zip)
    return try CheckpointsTests.fault(opening: zip.bytes)
  }

  private func readingFault(_ change: (inout ForgedZip) -> Void) throws -> CheckpointFault? {
    var zip = honest()
    change(&zip)
    return CheckpointsTests.fault(reading: "w", of: try stateDict(opening: zip.bytes))
  }

  private func values(_ change: (inout ForgedZip) -> Void) throws -> [Float] {
    var zip = honest()
    change(&zip)
    return try stateDict(opening: zip.bytes).tensor("w").values
  }

  @Test func honestVariantsAreRead() throws {
    #expect(try values { _ in } == [1, 2])
    #expect(try values { $0.zip64 = true } == [1, 2])
    #expect(try values { $0.comment = Array("a comment with PK\u{5}\u{6} in it".utf8) } == [1, 2])
    #expect(try values { $0.comment = [UInt8](repeating: 0x50, count: 0xFFFF) } == [1, 2])
    // Sizes after the data, as torch.save writes them.
    #expect(
      try values {
        $0.entries[2].flags = 8
        $0.entries[2].localSize = 0
      } == [1, 2])
    #expect(try values { $0.entries.reverse() } == [1, 2])
  }

  @Test func anyTopFolderWillDo() throws {
    for folder in ["", "archive/", "my model.v2/", "Schläge/"] {
      #expect(
        try values { zip in
          for index in zip.entries.indices {
            zip.entries[index].name = folder + zip.entries[index].name.dropFirst("model/".count)
          }
        } == [1, 2])
    }
  }

  @Test func endRecordsThatLieAreRefused() throws {
    let shorter = CheckpointFault.archive(.contradiction("the list of entries is shorter than announced"))
    #expect(try fault { $0.directoryOffset = 1 << 30 } == .archive(.outsideFile("the list of entries")))
    #expect(try fault { $0.directorySize = 1 << 30 } == .archive(.outsideFile("the list of entries")))
    #expect(try fault { $0.entryCount = 60_000 } == shorter)
    #expect(try fault { $0.entryCount = 2 } == .archive(.contradiction("the list of entries is longer than announced")))
    #expect(try fault { $0.entryCount = 4 } == shorter)
    #expect(try fault { $0.directoryOffset = 0 } == .archive(.contradiction("the list of entries is broken")))
  }

  @Test func zip64RecordsThatLieAreRefused() throws {
    #expect(
      try fault {
        $0.zip64 = true
        $0.directoryOffset = .max
      } == .archive(.outsideFile("the list of entries")))
    #expect(
      try fault {
        $0.zip64 = true
        $0.directorySize = UInt64(Int64.max)
      } == .archive(.outsideFile("the list of entries")))
    #expect(
      try fault {
        $0.zip64 = true
        $0.entryCount = .max
      } == .archive(.tooManyEntries(.max)))
    #expect(
      try fault {
        $0.zip64 = true
        $0.locatorOffset = .max
      } == .archive(.outsideFile("the zip64 end record")))
    #expect(
      try fault {
        $0.zip64 = true
        $0.locatorOffset = 0
      } == .archive(.contradiction("there is no zip64 end record where one is announced")))
    for size: UInt64 in [.max, UInt64(Int64.max), 1 << 40] {
      #expect(
        try fault {
          $0.zip64 = true
          $0.entries[2].listedSize = size
        } == .archive(.outsideFile("model/data/0")))
    }
  }

  @Test func entriesOutsideOrOverEachOtherAreRefused() throws {
    #expect(try fault { $0.entries[2].listedOffset = 1 << 31 } == .archive(.outsideFile("model/data/0")))
    #expect(try fault { $0.entries[2].listedSize = 1 << 31 } == .archive(.outsideFile("model/data/0")))
    #expect(try fault { $0.entries[2].listedSize = 60 } == .archive(.outsideFile("model/data/0")))
    #expect(try fault { $0.entries[1].listedSize = 60 } == .archive(.overlap("model/byteorder", "model/data/0")))
    #expect(try fault { $0.entries[2].listedOffset = 0 } != nil)
  }

  @Test func manyNamesForTheSameBytesAreRefused() throws {
    let fault = try fault { zip in
      for index in 1...50 {
        var entry = ForgedZip.Entry("model/data/\(index)", [])
        entry.listedOffset = 0
        entry.listedSize = 30
        zip.entries.append(entry)
      }
    }
    guard case .archive(.overlap) = fault else {
      Issue.record("found \(String(describing: fault))")
      return
    }
  }

  @Test func doubleNamesAreRefused() throws {
    #expect(
      try fault { $0.entries.append(ForgedZip.Entry("model/data/0", [0])) }
        == .archive(.duplicateName("model/data/0")))
  }

  @Test func packedEntriesSayHowToRepairThem() throws {
    #expect(try fault { $0.entries[0].method = 8 } == .archive(.compressed("model/data.pkl")))
    #expect(try readingFault { $0.entries[2].method = 8 } == .archive(.compressed("model/data/0")))
    #expect(try fault { $0.entries[0].flags = 1 } == .archive(.encrypted("model/data.pkl")))
  }

  @Test func twoHeadersMustAgree() throws {
    let contradiction = CheckpointFault.archive(.contradiction("model/data/0 is described in two ways"))
    #expect(try readingFault { $0.entries[2].localName = "model/data/1" } == contradiction)
    #expect(try readingFault { $0.entries[2].localSize = 4 } == contradiction)
    #expect(try readingFault { $0.entries[2].localExtraLength = 9 } == contradiction)
    #expect(try readingFault { $0.entries[2].localExtraLength = 0xFFFF } == contradiction)
  }

  @Test func damageIsFoundByTheChecksum() throws {
    #expect(try readingFault { $0.entries[2].listedChecksum = 7 } == .archive(.checksum("model/data/0")))
    #expect(
      try fault {
        $0.entries[0].data[20] ^= 1
        $0.entries[0].listedChecksum = honest().entries[0].data.withUnsafeBytes(CRC32.checksum)
      } == .archive(.checksum("model/data.pkl")))
  }

  @Test func otherArchivesAreNamedByWhatTheyHold() throws {
    let zip = ForgedZip([.init("word/document.xml", [1]), .init("[Content_Types].xml", [2])])
    #expect(
      try CheckpointsTests.fault(opening: zip.bytes)
        == .contents(.noPickle(entries: ["word/document.xml", "[Content_Types].xml"])))
    #expect(try CheckpointsTests.fault(opening: ForgedZip([]).bytes) == .contents(.noPickle(entries: [])))
    let two = ForgedZip([.init("a/data.pkl", pickle.bytes), .init("b/data.pkl", pickle.bytes)])
    #expect(
      try CheckpointsTests.fault(opening: two.bytes) == .contents(.severalPickles(["a/data.pkl", "b/data.pkl"])))
  }

  @Test func aMissingStorageIsNamed() throws {
    #expect(
      try readingFault { $0.entries.removeLast() } == .tensor(.missingStorage("model/data/0"), name: "w"))
  }
}
