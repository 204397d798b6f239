import Foundation

/// What the hub is asked about a repository.
package struct HubRequests {
  let settings: HubSettings
  let name: HubName
  let client: HTTPClient
  let watch: () throws -> Void

  /// Bytes that an answer in JSON may have.
  private static let listingLimit = 16 << 20

  /// A repository's state: its commit, and the files in it.
  package struct Listing: Equatable {
    let commit: String
    let files: [String]
  }

  /// The page of the repository, for people.
  var page: String { "\(settings.endpoint)/\(name.repository)" }

  /// The address that a file of a commit is downloaded from.
  func address(of file: String, at commit: String) -> String {
    "\(settings.endpoint)/\(name.repository)/resolve/\(commit)/\(Self.encoded(file, keeping: "/"))"
  }

  /// Asks what a revision is and which files it has; only once, when `isUrgent`.
  func list(_ revision: String, isUrgent: Bool = false) throws -> Listing {
    var patience = settings.patience
    if isUrgent { patience.attempts = 1 }
    let address =
      "\(settings.endpoint)/api/models/\(name.repository)/revision/\(Self.encoded(revision))"
    return try Retrying.run(patience, watch: watch) {
      let body = Collected(limit: Self.listingLimit)
      let head = try client.get(address) { _, bytes in
        guard body.take(bytes) else {
          throw HubError.badAnswer(
            host: settings.host, reason: "its list of files has over \(Self.listingLimit >> 20) MB")
        }
      }
      try check(head, revision: revision, file: nil)
      return try Self.listing(body.data, host: settings.host)
    }
  }

  /// Reads the list of a repository's files.
  package static func listing(_ data: Data, host: String) throws(HubError) -> Listing {
    struct Answer: Decodable {
      struct Sibling: Decodable { let rfilename: String }
      let sha: String
      let siblings: [Sibling]?
    }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: data) else {
      let start = data.prefix(60).split(separator: UInt8(ascii: "\n")).first ?? Data()
      let text = String(decoding: start, as: UTF8.self)
      throw .badAnswer(host: host, reason: "instead of a list of files it sends '\(HTTPHead.printable(text))'")
    }
    guard HubCache.isCommit(answer.sha) else {
      throw .badAnswer(host: host, reason: "it names no commit")
    }
    // A name that leads out of the cache is nobody's file.
    let files = (answer.siblings ?? []).map(\.rfilename).filter(HubName.isSafePath)
    return Listing(commit: answer.sha, files: files.sorted())
  }

  /// Asks for a file's hash and size.
  func describe(_ file: String, at commit: String) throws -> HubFile {
    try Retrying.run(settings.patience, watch: watch) {
      let head = try client.get(address(of: file, at: commit), headOnly: true, staysOnHub: true)
      if !(300..<400 ~= head.status) { try check(head, revision: commit, file: file) }
      return try described(file, at: commit, head)
    }
  }

  /// What the head of an answer tells of a file. What a redirect says of itself counts for nothing.
  private func described(_ file: String, at commit: String, _ head: HTTPHead) throws(HubError) -> HubFile {
    let isFile = head.status == 200
    let host = settings.host
    guard let tag = head.headers["x-linked-etag"] ?? head.headers["etag"] else {
      throw .badAnswer(host: host, reason: "it doesn't tell the hash of \(file)")
    }
    let etag = (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]).trimmingCharacters(in: ["\""])
    let isName = etag.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
      default: false
      }
    }
    guard isName, 1...128 ~= etag.utf8.count else {
      throw .badAnswer(host: host, reason: "the hash of \(file) is none")
    }
    if let other = head.headers["x-repo-commit"], other != commit {
      throw .badAnswer(host: host, reason: "asked for commit \(commit.prefix(7)) it answers for \(other.prefix(7))")
    }
    let length = head.headers["x-linked-size"] ?? (isFile ? head.headers["content-length"] : nil)
    // Sizes beyond are no file's, and could overflow when they are added up.
    guard let length, let byteCount = Int(length), 0..<(1 << 48) ~= byteCount else {
      throw .badAnswer(host: host, reason: "it doesn't tell a possible size of \(file)")
    }
    return HubFile(path: file, commit: commit, etag: etag, byteCount: byteCount)
  }

  /// Throws for an answer that is no success.
  func check(_ head: HTTPHead, revision: String, file: String?) throws(HubError) {
    let host = settings.host
    let hasToken = settings.token != nil
    switch (head.status, head.headers["x-error-code"]) {
    case (200..<300, _): return
    case (_, "GatedRepo"): throw .gated(repository: name.repository, hasToken: hasToken, page: page)
    case (_, "RevisionNotFound"): throw .revisionMissing(repository: name.repository, revision: revision)
    case (404, "EntryNotFound"?), (404, nil):
      guard let file else { throw .repositoryMissing(repository: name.repository, page: page) }
      throw .fileMissing(repository: name.repository, file: file, files: [])
    case (404, _): throw .repositoryMissing(repository: name.repository, page: page)
    case (401, _), (403, _): throw .unauthorised(repository: name.repository, hasToken: hasToken, page: page)
    case (429, _): throw .tooManyRequests(host: host, seconds: head.retryAfter)
    case (500, _), (502..<505, _): throw .serverFailed(host: host, status: head.status, seconds: head.retryAfter)
    default:
      let message = head.headers["x-error-message"].map { HTTPHead.printable($0) }
      throw .unexpected(host: host, status: head.status, message: message)
    }
  }

  /// A part of an address, with all that isn't plain written as %XX.
  package static func encoded(_ text: String, keeping kept: String = "") -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~\(kept)".utf8)
    return text.utf8.map { byte in
      plain.contains(byte)
        ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}

/// The bytes of a body, up to a limit.
private final class Collected {
  private(set) var data = Data()
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Takes more in; false when that would be too much.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= limit - data.count else { return false }
    data.append(contentsOf: bytes)
    return true
  }
}

/// What the hub says of a file before it is downloaded.
struct HubFile: Sendable, Equatable {
  /// Where it lies in the repository.
  let path: String
  /// The repository's state that it belongs to.
  let commit: String
  /// The name of its content: SHA-256 or git's SHA-1, unless the server has names of its own.
  let etag: String
  let byteCount: Int
}
