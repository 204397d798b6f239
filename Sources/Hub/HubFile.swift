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
