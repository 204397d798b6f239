import Files
import Foundation

/// A repository's folder in the cache, laid out as huggingface_hub lays it out, so that both find what the other has
/// downloaded:
///
///     models--OWNER--NAME/refs/REVISION            the commit that a branch or tag stands for
///     models--OWNER--NAME/blobs/ETAG               a file's content; ETAG.incomplete while it is not whole
///     models--OWNER--NAME/snapshots/COMMIT/FILE    a link to the blob, ../../blobs/ETAG
///     models--OWNER--NAME/.no_exist/COMMIT/FILE    an empty file: the repository has no such file
///     .locks/models--OWNER--NAME/ETAG.lock         locked by whoever downloads the blob
package struct HubCache {
  let root: String
  /// `models--OWNER--NAME`.
  let name: String

  package init(_ settings: HubSettings, _ repository: HubName) {
    root = settings.cache
    name = "models--\(repository.owner)--\(repository.name)"
  }

  package var folder: String { "\(root)/\(name)" }

  func blob(_ etag: String) -> String { "\(folder)/blobs/\(etag)" }

  package func part(_ etag: String) -> String { blob(etag) + ".incomplete" }

  func lock(_ etag: String) -> String { "\(root)/.locks/\(name)/\(etag).lock" }

  package func snapshot(_ commit: String, _ file: String) -> String { "\(folder)/snapshots/\(commit)/\(file)" }

  private func absence(_ commit: String, _ file: String) -> String { "\(folder)/.no_exist/\(commit)/\(file)" }

  /// Whether a text is a commit's whole name.
  static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
  }

  /// The commit that a revision stood for when the hub was last asked; a commit stands for itself.
  package func commit(of revision: String) -> String? {
    if Self.isCommit(revision) { return revision }
    guard let file = FileHandle(forReadingAtPath: "\(folder)/refs/\(revision)") else { return nil }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: 256) else { return nil }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return Self.isCommit(text) ? text : nil
  }

  /// Notes which commit a revision stands for.
  func note(_ commit: String, of revision: String) throws(HubError) {
    guard revision != commit, self.commit(of: revision) != commit else { return }
    try write(Array(commit.utf8), to: "\(folder)/refs/\(revision)")
  }

  /// The path of a file of a snapshot, if it is there.
  func found(_ commit: String, _ file: String) -> String? {
    let path = snapshot(commit, file)
    return Self.isFile(path) ? path : nil
  }

  /// Whether the repository is known to have no such file.
  func isAbsent(_ commit: String, _ file: String) -> Bool { Self.isFile(absence(commit, file)) }

  /// Notes that the repository has no such file.
  func noteAbsence(_ commit: String, _ file: String) throws(HubError) {
    if !isAbsent(commit, file) { try write([], to: absence(commit, file)) }
  }

  /// The files of a snapshot that are there, by their paths in the repository.
  func files(of commit: String) -> [String] {
    let folder = "\(folder)/snapshots/\(commit)"
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    return walk.compactMap { $0 as? String }.filter { Self.isFile("\(folder)/\($0)") }.sorted()
  }

  /// Makes a snapshot's file a link to its blob.
  func link(_ commit: String, _ file: String, to etag: String) throws(HubError) {
    let path = snapshot(commit, file)
    let depth = file.utf8.count { $0 == UInt8(ascii: "/") } + 2
    let target = String(repeating: "../", count: depth) + "blobs/\(etag)"
    if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == target { return }
    try Self.makeFolder(of: path)
    // Nobody ever finds no link there, or half of one.
    let tag = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = "\(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])/.drumlin-\(tag).part"
    guard symlink(target, temporary) == 0 else { throw Self.failure(temporary) }
    guard rename(temporary, path) == 0 else {
      let failure = Self.failure(path)
      unlink(temporary)
      throw failure
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(HubError) {
    try Self.makeFolder(of: path)
    do throws(WholeFileError) {
      try WholeFile.write(bytes, to: path, overwrite: true)
    } catch {
      guard case .cannotWrite(_, let reason) = error else { throw .cannotWrite(path: path, reason: "\(error)") }
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// Makes the folder that a file goes into, and those above it.
  package static func makeFolder(of path: String) throws(HubError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    do throws(FolderError) {
      try Folder.make(String(path[..<slash]))
    } catch { throw .cannotWrite(path: error.path, reason: error.reason) }
  }

  static func isFile(_ path: String) -> Bool { byteCount(of: path) != nil }

  /// The size of a regular file; nil when there is none.
  package static func byteCount(of path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? status.st_size : nil
  }

  /// What the system just failed with.
  static func failure(_ path: String) -> HubError {
    .cannotWrite(path: path, reason: systemReason())
  }
}
