/// What a file is, by its first bytes; names and endings of files say nothing.
public enum FileKind: Equatable, Sendable, CustomStringConvertible {
  /// A zip archive, which is what torch.save writes.
  case zip
  case safetensors
  /// torch.save before PyTorch 1.6, or with `_use_new_zipfile_serialization=False`.
  case legacyTorch
  /// A pickle that torch.save did not write.
  case barePickle
  case gitLFSPointer
  case webPage
  /// A sound file, by the name of its format.
  case sound(String)
  /// A file packed by a program, by the name of its format.
  case packed(String)
  /// Another format, by its name.
  case named(String)
  case text
  case unknown

  /// How many bytes from the beginning of a file are looked at.
  package static let headLength = 512

  /// Judges by the first `headLength` bytes of a file.
  package init(head: [UInt8]) {
    func starts(_ text: String, at offset: Int = 0) -> Bool {
      head.dropFirst(offset).starts(with: text.utf8)
    }
    func starts(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }

    if starts("PK\u{03}\u{04}") || starts("PK\u{05}\u{06}") {
      self = .zip
    } else if starts("version https://git-lfs") {
      self = .gitLFSPointer
    } else if starts([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
      || starts("ustar", at: 257)
    {
      self = .legacyTorch
    } else if let format = FileKind.soundFormat(starts) {
      self = .sound(format)
    } else if let format = FileKind.packedFormats.first(where: { starts($0.bytes) }) {
      self = .packed(format.name)
    } else if let format = FileKind.otherFormats.first(where: { starts($0.bytes) }) {
      self = .named(format.name)
    } else if FileKind.isSafetensors(head) {
      self = .safetensors
    } else if head.count > 1, head[0] == 0x80, (2...5).contains(head[1]) {
      self = .barePickle
    } else if FileKind.isText(head) {
      let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
      self = ["<!doctype", "<html", "<head", "<?xml"].contains { text.hasPrefix($0) } ? .webPage : .text
    } else {
      self = .unknown
    }
  }

  private static func soundFormat(_ starts: (String, Int) -> Bool) -> String? {
    if starts("RIFF", 0) || starts("RF64", 0) { return starts("WAVE", 8) ? "WAV" : "RIFF" }
    if starts("FORM", 0) { return "AIFF" }
    if starts("fLaC", 0) { return "FLAC" }
    if starts("OggS", 0) { return "Ogg" }
    return starts("ID3", 0) ? "MP3" : nil
  }

  private static let packedFormats: [(bytes: [UInt8], name: String)] = [
    ([0x1F, 0x8B], "gzip"), ([0x42, 0x5A, 0x68], "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
    ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0x37, 0x7A, 0xBC, 0xAF], "7z"), (Array("Rar!".utf8), "rar"),
  ]

  private static let otherFormats: [(bytes: [UInt8], name: String)] = [
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"), (Array("GGUF".utf8), "a GGUF model"),
    (Array("%PDF".utf8), "a PDF document"), ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture"), ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program"),
  ]

  /// Eight bytes with the length of a header that is a JSON object.
  private static func isSafetensors(_ head: [UInt8]) -> Bool {
    guard head.count > 8, head[8] == 0x7B else { return false }
    // A pickle, too, may have a brace there; a length of 2^40 and more is a lie, but says what was meant.
    return head[5...7].allSatisfy { $0 == 0 } || (head[0] != 0x80 && !isText(Array(head[..<8])))
  }

  private static func isText(_ head: [UInt8]) -> Bool {
    guard !head.isEmpty, head.allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) else { return false }
    // The head may end in the middle of a character.
    return (0...3).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }

  /// What kind of file it is, and on further lines what to do.
  public var description: String {
    switch self {
    case .zip: "this is a zip archive"
    case .safetensors: "this is a safetensors file"
    case .legacyTorch:
      """
      this file was written by torch.save in its format before PyTorch 1.6
      open it in PyTorch and save it again with torch.save
      """
    case .barePickle:
      "this is a Python pickle, but not one of torch.save\nsave the weights with torch.save(model.state_dict(), FILE)"
    case .gitLFSPointer:
      """
      this is a Git LFS pointer, not the model itself
      fetch the model with git lfs pull, or download it from the project's page
      """
    case .webPage:
      """
      this is a web page saved under the name of a model
      open the link in a browser and use its download button
      """
    case .sound(let format): "this is a sound file (\(format)), not a model"
    case .packed(let format): "this file is packed (\(format))\nunpack it first"
    case .named(let name): "this is \(name), not a model checkpoint"
    case .text: "this is a text file, not a model checkpoint"
    case .unknown:
      "this is not a model checkpoint\nmodels are files of torch.save (.ckpt, .pt, .pth) and .safetensors files"
    }
  }
}
