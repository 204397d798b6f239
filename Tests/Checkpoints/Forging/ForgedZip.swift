import Hashing

/// Writes zip archives of stored entries, honest ones unless told to lie.
struct ForgedZip {
  struct Entry {
    var name: String
    var data: [UInt8]
    var method = 0
    var flags = 0
    /// Lies in the list of entries; nil is the truth.
    var listedOffset: UInt64?
    var listedSize: UInt64?
    var listedChecksum: UInt32?
    /// Lies in the entry's own header.
    var localName: String?
    var localSize: UInt64?
    var localExtraLength: Int?

    init(_ name: String, _ data: [UInt8]) {
      self.name = name
      self.data = data
    }
  }

  var entries: [Entry]
  var comment: [UInt8] = []
  /// Writes sizes and offsets of entries into zip64 fields, and a zip64 end record.
  var zip64 = false
  /// Lies in the end record, or in the zip64 one where there is one.
  var entryCount: UInt64?
  var directoryOffset: UInt64?
  var directorySize: UInt64?
  /// A lie in the zip64 locator.
  var locatorOffset: UInt64?

  init(_ entries: [Entry]) { self.entries = entries }

  /// A torch.save archive with this pickle and these storages.
  static func torch(_ pickle: ForgedPickle, storages: [String: [UInt8]] = [:], byteOrder: String? = "little")
    -> ForgedZip
  {
    var zip = ForgedZip([Entry("model/data.pkl", pickle.bytes)])
    if let byteOrder { zip.entries.append(Entry("model/byteorder", Array(byteOrder.utf8))) }
    for (key, data) in storages.sorted(by: { $0.key < $1.key }) {
      zip.entries.append(Entry("model/data/\(key)", data))
    }
    return zip
  }

  var bytes: [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = entry.listedOffset ?? UInt64(out.count)
      let size = entry.listedSize ?? UInt64(entry.data.count)
      let checksum = entry.listedChecksum ?? entry.data.withUnsafeBytes(CRC32.checksum)
      let localName = Array((entry.localName ?? entry.name).utf8)
      let large = zip64 ? UInt64(UInt32.max) : nil
      let localSize = entry.localSize ?? UInt64(entry.data.count)
      out += little(0x0403_4B50, 4) + little(20, 2) + little(entry.flags, 2) + little(entry.method, 2) + little(0, 4)
      out += little(checksum, 4) + little(large ?? localSize, 4) + little(large ?? localSize, 4)
      let localExtra = zip64 ? little(1, 2) + little(16, 2) + little(localSize, 8) + little(localSize, 8) : []
      out += little(localName.count, 2) + little(entry.localExtraLength ?? localExtra.count, 2) + localName + localExtra
      out += entry.data

      directory += little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + little(entry.flags, 2)
      directory += little(entry.method, 2) + little(0, 4) + little(checksum, 4)
      directory += little(large ?? size, 4) + little(large ?? size, 4) + little(entry.name.utf8.count, 2)
      let extra = zip64 ? little(1, 2) + little(24, 2) + little(size, 8) + little(size, 8) + little(offset, 8) : []
      directory += little(extra.count, 2) + little(0, 2) + little(0, 8) + little(large ?? offset, 4)
      directory += Array(entry.name.utf8) + extra
    }
    let start = out.count
    let count = entryCount ?? UInt64(entries.count)
    let size = directorySize ?? UInt64(directory.count)
    let offset = directoryOffset ?? UInt64(start)
    out += directory
    if zip64 {
      let end = out.count
      out += little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
      out += little(count, 8) + little(count, 8) + little(size, 8) + little(offset, 8)
      out += little(0x0706_4B50, 4) + little(0, 4) + little(locatorOffset ?? UInt64(end), 8) + little(1, 4)
      out += little(0x0605_4B50, 4) + little(0, 4) + little(0xFFFF, 2) + little(0xFFFF, 2)
      out += little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4)
    } else {
      out += little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2) + little(size, 4)
      out += little(offset, 4)
    }
    return out + little(comment.count, 2) + comment
  }
}
