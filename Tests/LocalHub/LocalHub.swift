import Foundation
import Hashing
import Synchronization

/// A Hugging Face hub on this machine with one repository, for tests: it answers as the real one does, with a second
/// server for the contents of large files, and breaks as it is told.
public final class LocalHub: Sendable {
  public static let repository = "crlandsc/tiny-audio-diffusion-kicks"
  public static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// What the hub does; the faults are none at first.
  public struct Behaviour: Sendable {
    /// The files, by their paths.
    public var files: [String: [UInt8]]
    /// The commits that revisions stand for.
    public var revisions = ["main": LocalHub.commit, "v1.0": LocalHub.commit, "refs/pr/1": LocalHub.commit]
    /// Without this token the repository is not there.
    public var token: String?
    /// Nobody may have the files.
    public var isGated = false
    /// Statuses of the next answers in the place of what was asked for.
    public var failures: [Int] = []
    public var retryAfter: Int?
    /// What comes in the place of the list of files.
    public var listing: String?
    /// Headers in the place of those that describe a large file; an empty one is left out.
    public var described: [String: String] = [:]
    /// After how many bytes each of the next transfers breaks off.
    public var cuts: [Int] = []
    /// Whether a transfer stops there with the connection open.
    public var stalls = false
    public var ignoresRanges = false
    /// The byte of a content that comes wrong.
    public var damage: Int?
    /// Bytes more than there should be, or less; told before, or not.
    public var surplus = 0
    public var tellsLength = true
    /// Seconds before each 64 kB.
    public var pause = 0.0
  }

  /// A request that came.
  public struct Request: Sendable {
    public let method, path: String
    public let headers: [String: String]
    /// Whether it went to the server with the contents.
    public let isForContent: Bool
  }

  private struct State {
    var behaviour: Behaviour
    var requests: [Request] = []
  }

  private let state: Mutex<State>
  private let ports = Mutex<[Listener]>([])

  public init(files: [String: [UInt8]]) throws {
    state = Mutex(State(behaviour: Behaviour(files: files)))
    let hub = try Listener { [weak self] in self?.answer($0, $1) }
    let contents = try Listener { [weak self] in self?.answerContent($0, $1) }
    ports.withLock { $0 = [hub, contents] }
  }

  deinit { ports.withLock { for port in $0 { port.stop() } } }

  /// Its address, for HF_ENDPOINT.
  public var endpoint: String { "http://127.0.0.1:\(ports.withLock { $0.first?.port ?? 0 })" }

  private var contentAddress: String { "http://127.0.0.1:\(ports.withLock { $0.last?.port ?? 0 })" }

  public var requests: [Request] { state.withLock { $0.requests } }

  public func change(_ change: (inout Behaviour) -> Void) { state.withLock { change(&$0.behaviour) } }

  /// Stops answering, as when the network is gone.
  public func stop() { ports.withLock { for port in $0 { port.stop() } } }

  private func note(_ incoming: Listener.Incoming, isForContent: Bool) -> Behaviour {
    state.withLock { state in
      state.requests.append(
        Request(
          method: incoming.method, path: incoming.path, headers: incoming.headers, isForContent: isForContent))
      return state.behaviour
    }
  }

  // MARK: The hub

  private func answer(_ incoming: Listener.Incoming, _ connection: Connection) {
    let behaviour = note(incoming, isForContent: false)
    let failure = state.withLock { $0.behaviour.failures.isEmpty ? nil : $0.behaviour.failures.removeFirst() }
    if let failure {
      let headers = behaviour.retryAfter.map { ["Retry-After": "\($0)"] } ?? [:]
      return connection.answer(failure, headers, body: Array("out of order".utf8), to: incoming)
    }
    func refuse(_ status: Int, _ code: String) {
      connection.answer(
        status, ["X-Error-Code": code, "X-Error-Message": "no"], body: Array("{\"error\":\"no\"}".utf8), to: incoming)
    }
    let path = incoming.path.removingPercentEncoding ?? incoming.path
    guard path.contains(Self.repository) else { return refuse(401, "RepoNotFound") }
    if let token = behaviour.token, incoming.headers["authorization"] != "Bearer \(token)" {
      return refuse(401, "RepoNotFound")
    }
    if let revision = path.suffix(after: "/api/models/\(Self.repository)/revision/") {
      guard let commit = behaviour.commit(of: revision) else { return refuse(404, "RevisionNotFound") }
      let siblings = behaviour.files.keys.sorted().map { "{\"rfilename\":\"\($0)\"}" }.joined(separator: ",")
      let listing =
        behaviour.listing ?? "{\"id\":\"\(Self.repository)\",\"sha\":\"\(commit)\",\"siblings\":[\(siblings)]}"
      return connection.answer(200, ["Content-Type": "application/json"], body: Array(listing.utf8), to: incoming)
    }
    let small = path.suffix(after: "/api/resolve-cache/models/\(Self.repository)/")
    guard let rest = small ?? path.suffix(after: "/\(Self.repository)/resolve/"), let slash = rest.firstIndex(of: "/"),
      let commit = behaviour.commit(of: String(rest[..<slash]))
    else { return refuse(404, "RevisionNotFound") }
    if behaviour.isGated { return refuse(403, "GatedRepo") }
    let name = String(rest[rest.index(after: slash)...])
    guard let content = behaviour.files[name] else { return refuse(404, "EntryNotFound") }
    if Self.isLarge(name) {
      var headers = [
        "X-Repo-Commit": commit, "X-Linked-Size": "\(content.count)", "X-Linked-Etag": "\"\(Self.sha256(content))\"",
        "ETag": "\"of-the-redirect\"",
        "Location":
          "\(contentAddress)/repos/\(Self.repository)/\(name.replacing(" ", with: "%20"))?Signature=a%2Fb~c&Expires=1",
      ].merging(behaviour.described) { $1 }
      headers = headers.filter { !$0.value.isEmpty }
      connection.answer(302, headers, body: Array("Found. Redirecting".utf8), to: incoming)
    } else if small == nil {
      connection.answer(
        307, ["X-Repo-Commit": commit, "Location": "/api/resolve-cache/models/\(Self.repository)/\(commit)/\(name)"],
        to: incoming)
    } else {
      connection.answer(
        200, ["X-Repo-Commit": commit, "ETag": "W/\"\(Self.gitHash(content))\""], body: content, to: incoming)
    }
  }

  /// Whether a file is stored as a large one.
  private static func isLarge(_ name: String) -> Bool { name.hasSuffix(".ckpt") || name.hasSuffix(".safetensors") }

  // MARK: The contents

  private func answerContent(_ incoming: Listener.Incoming, _ connection: Connection) {
    let behaviour = note(incoming, isForContent: true)
    let path = (incoming.path.split(separator: "?").first.map(String.init) ?? "").removingPercentEncoding ?? ""
    guard incoming.path.hasSuffix("?Signature=a%2Fb~c&Expires=1"),
      let name = path.suffix(after: "/repos/\(Self.repository)/"), var content = behaviour.files[name]
    else { return connection.answer(403, [:], to: incoming) }
    if let damage = behaviour.damage { content[damage] ^= 1 }
    let count = content.count
    if behaviour.surplus > 0 { content += [UInt8](repeating: 7, count: behaviour.surplus) }
    content.removeLast(max(0, -behaviour.surplus))

    var start = 0
    var headers: [String: String] = [:]
    if !behaviour.ignoresRanges, let range = incoming.headers["range"], let from = range.suffix(after: "bytes=") {
      start = Int(from.dropLast()) ?? 0
      guard start < count else { return connection.answer(416, ["Content-Range": "bytes */\(count)"], to: incoming) }
      headers["Content-Range"] = "bytes \(start)-\(count - 1)/\(count)"
    }
    if behaviour.tellsLength { headers["Content-Length"] = "\(content.count - start)" }
    connection.head(start > 0 ? 206 : 200, headers)
    let cut = state.withLock { $0.behaviour.cuts.isEmpty ? nil : $0.behaviour.cuts.removeFirst() }
    var rest = content[start...].prefix(cut ?? .max)
    while !rest.isEmpty {
      if behaviour.pause > 0 { Thread.sleep(forTimeInterval: behaviour.pause) }
      guard connection.send(rest.prefix(65_536)) else { return }
      rest = rest.dropFirst(65_536)
    }
    if cut != nil, behaviour.stalls { Thread.sleep(forTimeInterval: 30) }
  }

  // MARK: Hashes

  /// SHA-256 in hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes(Digest.ofBytes) }

  /// The name that git gives to a file's content.
  public static func gitHash(_ bytes: [UInt8]) -> String {
    var digest = Digest(.sha1)
    for part in [Array("blob \(bytes.count)\0".utf8), bytes] { part.withUnsafeBytes { digest.update($0) } }
    return digest.finish()
  }
}

extension LocalHub.Behaviour {
  /// The commit that a revision or a commit stands for.
  fileprivate func commit(of revision: String) -> String? {
    revisions[revision] ?? (revisions.values.contains(revision) ? revision : nil)
  }
}

extension String {
  /// What follows a beginning.
  fileprivate func suffix(after start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }
}
