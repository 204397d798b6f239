import Text

/// What keeps a model of the hub from being had.
public enum HubError: Error, Equatable {
  case badName(String, reason: String)
  /// A variable of the environment, or the token's file, that can't be what it is meant to be.
  case badSetting(String, reason: String)
  case noLibrary
  case hostNotFound(String)
  case cannotConnect(host: String)
  case notSecure(host: String, reason: String)
  case timedOut(host: String)
  /// The connection broke off too often; `kept` bytes of the file wait for the next time.
  case cut(host: String, file: String?, kept: Int)
  case failed(host: String, reason: String)
  /// The hub asks who one is, and does not say whether there is such a repository.
  case unauthorised(repository: String, hasToken: Bool, page: String)
  case gated(repository: String, hasToken: Bool, page: String)
  case repositoryMissing(repository: String, page: String)
  case revisionMissing(repository: String, revision: String)
  /// `files` are the repository's checkpoints, or all its files when the missing one is none.
  case fileMissing(repository: String, file: String, files: [String])
  case noCheckpoint(repository: String, files: [String])
  case severalCheckpoints(name: HubName, files: [String])
  case tooManyRequests(host: String, seconds: Int?)
  case serverFailed(host: String, status: Int, seconds: Int?)
  case unexpected(host: String, status: Int, message: String?)
  /// An answer that is not the hub's.
  case badAnswer(host: String, reason: String)
  case tooLarge(file: String, bytes: Int, limit: Int)
  case noRoom(folder: String, needed: Int, free: Int)
  case wrongSize(file: String, expected: Int, found: Int)
  case wrongHash(file: String, expected: String, found: String)
  case cannotWrite(path: String, reason: String)
  case offline(name: String, folder: String)

  /// Whether the same request may succeed a little later.
  var isTransient: Bool {
    switch self {
    case .timedOut, .cut, .tooManyRequests, .serverFailed: true
    default: false
    }
  }

  /// Whether the hub could not be asked at all, so that what lies in the cache is the best there is.
  var isUnreachable: Bool {
    switch self {
    case .hostNotFound, .cannotConnect, .timedOut, .cut, .failed, .tooManyRequests, .serverFailed, .noLibrary: true
    default: false
    }
  }

  /// The seconds that the server asked to be left alone for.
  var retryAfter: Int? {
    switch self {
    case .tooManyRequests(_, let seconds), .serverFailed(_, _, let seconds): seconds
    default: nil
    }
  }
}

extension HubError: CustomStringConvertible {
  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .badName(let name, let reason):
      "'\(name)' is no name of a model on the hub: \(reason)\n"
        + "write hf:OWNER/NAME, hf:OWNER/NAME@REVISION or hf:OWNER/NAME/path/to/file.ckpt"
    case .badSetting(let name, let reason): "\(name) can't be used: \(reason)\ncorrect it, or unset it"
    case .noLibrary: "there is no libcurl to download with\ninstall it: apt-get install libcurl4"
    case .hostNotFound(let host):
      "there is no host \(host), or no network\n"
        + "look at the network connection; HF_ENDPOINT names another hub, and what was downloaded before still loads"
    case .cannotConnect(let host):
      "\(host) takes no connection\ntry again later; HF_ENDPOINT names another hub"
    case .notSecure(let host, let reason):
      "no secure connection to \(host): \(reason)\nSSL_CERT_FILE names the certificates to trust"
    case .timedOut(let host): "\(host) doesn't answer\ntry again later; HF_ENDPOINT names another hub"
    case .cut(let host, let file, let kept):
      "the connection to \(host) broke off again and again\n"
        + (file.map { "\(size(kept, whole: true)) of \($0) are kept: the same command goes on from there" }
          ?? "try again later")
    case .failed(let host, let reason): "the request\(host.isEmpty ? "" : " to \(host)") failed: \(reason)"
    case .unauthorised(let repository, let hasToken, let page):
      hasToken
        ? "the hub has no \(repository), or the token gives no access to it\n"
          + "check the spelling; a token that can read it is made in the hub's settings and goes into HF_TOKEN "
          + "(\(page))"
        : "the hub has no \(repository), or it is private\n"
          + "check the spelling; for a private repository put your access token into HF_TOKEN (\(page))"
    case .gated(let repository, let hasToken, let page):
      "\(repository) is open only to those whom its owner lets in\nask for access at \(page)"
        + (hasToken ? ", with the account that the token belongs to" : ", and put your access token into HF_TOKEN")
    case .repositoryMissing(let repository, let page):
      "the hub has no \(repository)\ncheck the spelling: \(page) is its page if there is one"
    case .revisionMissing(let repository, let revision):
      "\(repository) has no revision '\(revision)'\nleave @\(revision) out for the newest, main"
    case .fileMissing(let repository, let file, let files):
      "\(repository) has no file '\(file)'\n" + (files.isEmpty ? "it has no files" : "it has \(listed(files))")
    case .noCheckpoint(let repository, let files):
      "\(repository) has no checkpoint (.ckpt or .safetensors)\n"
        + (files.isEmpty ? "it has no files" : "it has \(listed(files))")
    case .severalCheckpoints(let name, let files):
      "\(name.repository) has several checkpoints: \(listed(files))\nname one of them, such as "
        + HubName(owner: name.owner, name: name.name, revision: name.revision, file: files.first).text
    case .tooManyRequests(let host, let seconds):
      "\(host) has had too many requests\ntry again \(seconds.map { "in \($0) s" } ?? "later")"
    case .serverFailed(let host, let status, let seconds):
      "\(host) is out of order (status \(status))\ntry again \(seconds.map { "in \($0) s" } ?? "later")"
    case .unexpected(let host, let status, let message):
      "\(host) answers with status \(status)\(message.map { ": " + $0 } ?? "")"
    case .badAnswer(let host, let reason):
      "\(host) doesn't answer as the hub does: \(reason)\n"
        + "is HF_ENDPOINT right, and is no proxy or log-in page in between?"
    case .tooLarge(let file, let bytes, let limit):
      "\(file) is too large: \(size(bytes, whole: true)), of \(size(limit, whole: true)) at most"
    case .noRoom(let folder, let needed, let free):
      "no room in \(folder): \(size(needed, whole: true)) are needed and \(size(free, whole: true)) are free\n"
        + "make room, or name another folder with HF_HUB_CACHE"
    case .wrongSize(let file, let expected, let found):
      "\(file) came with \(found) bytes, but the hub says \(expected)\nnothing of it was kept; try again"
    case .wrongHash(let file, let expected, let found):
      "\(file) came damaged: its hash is \(found.prefix(12))…, but the hub says \(expected.prefix(12))…\n"
        + "nothing of it was kept; try again"
    case .cannotWrite(let path, let reason):
      "cannot write '\(path)': \(reason)\nHF_HUB_CACHE names another folder for what is downloaded"
    case .offline(let name, let folder):
      "\(name) is not in the cache (\(folder)), and HF_HUB_OFFLINE is set\nunset HF_HUB_OFFLINE to download it"
    }
  }
}

/// At most eight names in a row.
private func listed(_ names: [String]) -> String {
  names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
}
