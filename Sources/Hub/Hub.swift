import Foundation

/// Models of the Hugging Face hub: downloaded once, checked by their hash, and kept where huggingface_hub keeps them.
public struct Hub {
  /// A model's files on this machine.
  public struct Model: Sendable, Equatable {
    /// The name with its commit and file, which stays the same whatever is added to the repository.
    public let name: HubName
    /// Where the checkpoint lies; its config.yaml, when there is one, lies beside it.
    public let path: String
    /// Why the hub was not asked, when what lies in the cache had to do.
    public let note: String?
    /// Bytes that came over the network.
    public let bytesFetched: Int
  }

  /// How far a download is, in bytes.
  public struct Progress: Sendable {
    /// The name of the file that is being downloaded.
    public let file: String
    /// Bytes that are there, and of the whole file.
    public let done, total: Int
  }

  private let settings: HubSettings

  /// A hub as the settings say.
  public init(_ settings: HubSettings) { self.settings = settings }

  /// Bytes that a config may have.
  private static let configLimit = 16 << 20

  /// Sees to it that a model's checkpoint is on this machine, and its config.yaml if `withConfig`.
  ///
  /// - Parameter watch: called several times a second; what it throws stops the work, and a download goes on from there
  ///   the next time.
  /// - Throws: `HubError`, or what `watch` throws.
  public func fetch(
    _ name: HubName, withConfig: Bool = true, watch: @escaping (Progress?) throws -> Void = { _ in }
  ) throws -> Model {
    let cache = HubCache(settings, name)
    if let known = known(name, cache, withConfig) { return known }
    if settings.isOffline {
      guard let kept = try kept(name, cache) else { throw HubError.offline(name: name.text, folder: settings.cache) }
      return kept
    }
    let kept = try? kept(name, cache)
    let idle = { try watch(nil) }
    let requests: HubRequests
    let listing: HubRequests.Listing
    do {
      requests = HubRequests(
        settings: settings, name: name, client: try HTTPClient(settings, watch: idle), watch: idle)
      listing = try requests.list(name.revision ?? "main", isUrgent: kept != nil)
    } catch let error as HubError where error.isUnreachable {
      // What a branch stood for the last time is better than nothing.
      guard let kept else { throw error }
      let reason = error.description.prefix { !$0.isNewline }
      return Model(
        name: kept.name, path: kept.path, note: "\(reason); this is what was downloaded before", bytesFetched: 0)
    }
    return try download(name, listing, requests, cache, withConfig, watch)
  }

  /// A model that needs no asking: a commit never changes.
  private func known(_ name: HubName, _ cache: HubCache, _ withConfig: Bool) -> Model? {
    guard let file = name.file, let commit = name.revision, HubCache.isCommit(commit),
      let path = cache.found(commit, file)
    else { return nil }
    let config = Self.config(beside: file)
    guard !withConfig || cache.found(commit, config) != nil || cache.isAbsent(commit, config) else { return nil }
    return Model(name: name, path: path, note: nil, bytesFetched: 0)
  }

  /// The model as it lies in the cache; nil when it doesn't.
  private func kept(_ name: HubName, _ cache: HubCache) throws(HubError) -> Model? {
    guard let commit = cache.commit(of: name.revision ?? "main") else { return nil }
    let files = cache.files(of: commit)
    var file = name.file
    if file == nil, files.contains(where: Self.isCheckpoint) { file = try Self.checkpoint(of: name, among: files) }
    guard let file, let path = cache.found(commit, file) else { return nil }
    return Model(name: name.pinned(to: commit, file), path: path, note: nil, bytesFetched: 0)
  }

  /// Downloads what the cache lacks of a model's files.
  private func download(
    _ name: HubName, _ listing: HubRequests.Listing, _ requests: HubRequests, _ cache: HubCache, _ withConfig: Bool,
    _ watch: @escaping (Progress?) throws -> Void
  ) throws -> Model {
    let file = try Self.chosen(name, listing.files)
    var fetched = 0
    let config = Self.config(beside: file)
    // The small file first: when the checkpoint is there the model is complete.
    if withConfig, config != file {
      if listing.files.contains(config) {
        fetched += try fetch(config, listing.commit, cache, requests, limit: Self.configLimit, watch)
      } else {
        // A cache that many share may be there to read only; what is noted spares a question the next time.
        try? cache.noteAbsence(listing.commit, config)
      }
    }
    fetched += try fetch(file, listing.commit, cache, requests, limit: nil, watch)
    try? cache.note(listing.commit, of: name.revision ?? "main")
    return Model(
      name: name.pinned(to: listing.commit, file), path: cache.snapshot(listing.commit, file), note: nil,
      bytesFetched: fetched)
  }

  /// Brings one file of a commit into the cache.
  /// - Returns: its size, or 0 when it was there.
  private func fetch(
    _ file: String, _ commit: String, _ cache: HubCache, _ requests: HubRequests, limit: Int?,
    _ watch: @escaping (Progress?) throws -> Void
  ) throws -> Int {
    if cache.found(commit, file) != nil { return 0 }
    let described = try requests.describe(file, at: commit)
    if let limit, described.byteCount > limit {
      throw HubError.tooLarge(file: file, bytes: described.byteCount, limit: limit)
    }
    let wasThere = HubCache.byteCount(of: cache.blob(described.etag)) == described.byteCount
    try Download(requests: requests, cache: cache, file: described) { done in
      try watch(Progress(file: file, done: done, total: described.byteCount))
    }.run()
    try cache.link(commit, file, to: described.etag)
    return wasThere ? 0 : described.byteCount
  }

  // MARK: Which file

  /// The file that the name means.
  private static func chosen(_ name: HubName, _ files: [String]) throws(HubError) -> String {
    guard let file = name.file else { return try checkpoint(of: name, among: files) }
    guard files.contains(file) else {
      let checkpoints = files.filter(isCheckpoint)
      throw .fileMissing(
        repository: name.repository, file: file, files: checkpoints.isEmpty ? files : checkpoints)
    }
    return file
  }

  /// The one checkpoint that a repository has.
  private static func checkpoint(of name: HubName, among files: [String]) throws(HubError) -> String {
    let checkpoints = files.filter(isCheckpoint)
    guard let first = checkpoints.first else { throw .noCheckpoint(repository: name.repository, files: files) }
    guard checkpoints.count == 1 else { throw .severalCheckpoints(name: name, files: checkpoints) }
    return first
  }

  private static func isCheckpoint(_ file: String) -> Bool {
    let name = file.lowercased()
    return name.hasSuffix(".ckpt") || name.hasSuffix(".safetensors")
  }

  /// Where a file's config is looked for.
  private static func config(beside file: String) -> String {
    (file.lastIndex(of: "/").map { file[...$0] } ?? "") + "config.yaml"
  }
}

extension HubName {
  /// The name with a commit and a file.
  fileprivate func pinned(to commit: String, _ file: String) -> HubName {
    HubName(owner: owner, name: name, revision: commit, file: file)
  }
}
