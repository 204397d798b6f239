/// What can be wrong with a zip archive.
public enum ZipError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No end record: the end of the file is missing.
  case noEnd
  /// A table or an entry lies outside of the file.
  case outsideFile(String)
  /// Two places of the archive contradict each other; says which.
  case contradiction(String)
  case duplicateName(String)
  case overlap(String, String)
  /// The entry is packed or locked; torch.save never does that.
  case compressed(String)
  case encrypted(String)
  case severalDisks
  case checksum(String)
  case tooManyEntries(Int)

  public var description: String {
    switch self {
    case .noEnd:
      "the end of the file is missing\nthe download or the copy was cut short; fetch it again"
    case .outsideFile(let what):
      "\(printable(what)) lies outside of the file\nthe file is cut short or damaged; fetch it again"
    case .contradiction(let what):
      "the archive is damaged: \(printable(what))\nfetch the file again"
    case .duplicateName(let name):
      "the archive holds \(printable(name)) twice\ntorch.save never writes such a file; do not trust it"
    case .overlap(let first, let second):
      """
      the entries \(printable(first)) and \(printable(second)) overlap
      torch.save never writes such a file; do not trust it
      """
    case .compressed(let name):
      """
      the entry \(printable(name)) is compressed
      the file was packed again by another program; re-save it with torch.save
      """
    case .encrypted(let name): "the entry \(printable(name)) is encrypted\nre-save the file with torch.save"
    case .severalDisks: "the archive is one part of several\njoin the parts first"
    case .checksum(let name):
      "the checksum of \(printable(name)) is wrong\nthe file is damaged; fetch it again"
    case .tooManyEntries(let count): "the archive lists \(count) entries, more than any checkpoint has"
    }
  }
}
