import Foundation

/// Where the hub is and where what came from it lies, by the variables that huggingface_hub goes by.
public struct HubSettings: Sendable {
  /// The hub's address, with no slash at its end.
  public var endpoint: String
  /// The folder with the repositories.
  public var cache: String
  /// What tells the hub who one is.
  public var token: String?
  /// Whether only the cache may be used.
  public var isOffline = false
  /// A file of certificates to trust in the place of the system's.
  public var certificates: String?
  /// How long it waits for a server.
  public var patience = Patience()

  /// How long is waited for what.
  public struct Patience: Sendable {
    /// Seconds for a connection to come about.
    public var connecting = 10.0
    /// Seconds of silence on a connection, after which it is given up.
    public var silence = 20
    /// How often a request is made that fails for reasons that may pass.
    public var attempts = 5
    /// Seconds before the second attempt, twice as many before the third, and so on; a longer wait that the server asks
    /// for is granted up to a bound.
    public var firstWait = 1.0
    /// That bound, in seconds.
    public var longestWait = 60.0

    /// As long as a person waits.
    public init() {}
  }

  /// A hub, a cache and a token, whatever the environment says.
  public init(endpoint: String, cache: String, token: String? = nil) {
    (self.endpoint, self.cache, self.token) = (endpoint, cache, token)
  }

  /// Reads the environment: HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, HF_TOKEN, HF_TOKEN_PATH, HF_HUB_OFFLINE,
  /// HF_HUB_DOWNLOAD_TIMEOUT, and what stood for them in earlier versions.
  public init(environment: [String: String]) throws(HubError) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    func folder(_ path: String) -> String { Self.expanded(path, environment) }
    let home =
      value("HF_HOME").map(folder) ?? folder((value("XDG_CACHE_HOME") ?? "~/.cache") + "/huggingface")
    cache = value("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").map(folder) ?? home + "/hub"

    var endpoint = value("HF_ENDPOINT") ?? "https://huggingface.co"
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    guard let url = URLComponents(string: endpoint), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false,
      url.query == nil, url.fragment == nil
    else { throw .badSetting("HF_ENDPOINT", reason: "'\(endpoint)' is no address such as https://huggingface.co") }
    self.endpoint = endpoint

    let isTrue = { (text: String) in ["1", "ON", "YES", "TRUE"].contains(text.uppercased()) }
    isOffline = value("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE").map(isTrue) ?? false
    certificates = value("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    if let text = value("HF_HUB_DOWNLOAD_TIMEOUT") {
      guard let seconds = Int(text), 1...86_400 ~= seconds else {
        throw .badSetting("HF_HUB_DOWNLOAD_TIMEOUT", reason: "'\(text)' is no number of seconds")
      }
      patience.silence = seconds
    }
    // The variables come before the file that `hf auth login` writes.
    if let given = value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN") {
      token = try Self.token(given, from: "HF_TOKEN")
    } else if value("HF_HUB_DISABLE_IMPLICIT_TOKEN").map(isTrue) != true {
      let path = value("HF_TOKEN_PATH").map(folder) ?? home + "/token"
      if let text = Self.start(of: path) { token = try Self.token(text, from: path) }
    }
  }

  /// A token without the spaces around it; nil when nothing is left.
  private static func token(_ text: String, from place: String) throws(HubError) -> String? {
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    // It goes into a line of the request, which nothing may end early.
    guard token.utf8.count <= 4096, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw .badSetting(place, reason: "it holds what no access token does")
    }
    return token.isEmpty ? nil : token
  }

  /// The first few thousand bytes of a text file; nil when there is none to read.
  private static func start(of path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: 8192) else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  /// A path with `~` and `$NAME` filled in, as Python's expanduser and expandvars do.
  private static func expanded(_ path: String, _ environment: [String: String]) -> String {
    var result = path.replacing(#/\$(?:\{(\w+)\}|(\w+))/#) { match in
      (match.output.1 ?? match.output.2).flatMap { environment[String($0)] } ?? String(match.output.0)
    }
    if result == "~" || result.hasPrefix("~/") {
      result = (environment["HOME"] ?? NSHomeDirectory()) + result.dropFirst()
    }
    return result
  }

  /// The host, as errors name it.
  public var host: String { Self.host(of: endpoint) }

  /// The host of an address, with its port when one is given.
  static func host(of address: String) -> String {
    guard let url = URLComponents(string: address), let host = url.host, !host.isEmpty else { return address }
    return url.port.map { "\(host):\($0)" } ?? host
  }
}
