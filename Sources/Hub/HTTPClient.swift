import CCurl
import Foundation

/// The head of an answer.
package struct HTTPHead: Sendable {
  package private(set) var status = 0
  /// By name in lower case; of a name that comes twice the last.
  package private(set) var headers: [String: String] = [:]

  /// The seconds that the server asks to be left alone for, when it says so as a number.
  package var retryAfter: Int? {
    headers["retry-after"].flatMap { Int($0) }.flatMap { 0...86_400 ~= $0 ? $0 : nil }
  }

  /// How many bytes the body has.
  package var contentLength: Int? { headers["content-length"].flatMap { Int($0) } }

  package init() {}

  /// What a server says, cut short and without what could do something to a terminal.
  package static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { 0x20..<0x7F ~= $0.value }))
  }

  /// Takes a line of the head in; a status line begins it anew.
  package mutating func take(_ line: String) {
    if line.hasPrefix("HTTP/") {
      self = HTTPHead()
      status = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    } else if let colon = line.firstIndex(of: ":") {
      headers[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}

/// Requests to the hub, with the token where it belongs.
package final class HTTPClient {
  private let client: OpaquePointer
  private let settings: HubSettings
  /// Called several times a second; what it throws stops the request.
  private let watch: () throws -> Void

  /// How many redirects a request may take.
  private static let redirectLimit = 5

  init(_ settings: HubSettings, watch: @escaping () throws -> Void) throws(HubError) {
    guard let client = ccurl_open() else { throw .noLibrary }
    self.client = client
    self.settings = settings
    self.watch = watch
  }

  deinit { ccurl_close(client) }

  /// Asks for what is at an address of the hub, and follows redirects.
  /// - Parameters:
  ///   - staysOnHub: a redirect to another host is not followed, but its head returned.
  ///   - receive: gets the body of a successful answer piece by piece.
  func get(
    _ address: String, headers: [String] = [], headOnly: Bool = false, staysOnHub: Bool = false,
    receive: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void = { _, _ in }
  ) throws -> HTTPHead {
    var address = address
    // A public hub leads to no server of the user's own network.
    var isPublic = false
    for _ in 0...Self.redirectLimit {
      let (head, answer) = try perform(address, headers, headOnly, isPublic: isPublic, receive)
      let redirect = answer.redirect.map { String(cString: $0) }
      isPublic = isPublic || answer.is_public
      guard 300..<400 ~= head.status, head.status != 304, let redirect else {
        // What another host refuses says nothing of the repository.
        if 400..<500 ~= head.status, ![416, 429].contains(head.status),
          Self.origin(of: address) != Self.origin(of: settings.endpoint)
        {
          throw HubError.unexpected(host: HubSettings.host(of: address), status: head.status, message: nil)
        }
        return head
      }
      let leavesHub = Self.origin(of: redirect) != Self.origin(of: settings.endpoint)
      if leavesHub, staysOnHub { return head }
      if address.hasPrefix("https:"), !redirect.lowercased().hasPrefix("https:") {
        throw HubError.badAnswer(
          host: HubSettings.host(of: address), reason: "it leads from a secure connection to an open one")
      }
      address = redirect
    }
    throw HubError.badAnswer(host: settings.host, reason: "it leads from one address to the next without end")
  }

  /// Makes one request; the token goes along only to the hub itself.
  private func perform(
    _ address: String, _ headers: [String], _ headOnly: Bool, isPublic: Bool,
    _ receive: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void
  ) throws -> (head: HTTPHead, answer: ccurl_answer) {
    var lines = headers + ["Accept-Encoding: identity"]
    if let token = settings.token, Self.origin(of: address) == Self.origin(of: settings.endpoint) {
      lines.append("Authorization: Bearer \(token)")
    }
    let exchange = Exchange(receive: receive, watch: watch)
    var answer = ccurl_answer()
    withCStrings([address, "drumlin", settings.certificates ?? ""] + lines) { strings in
      strings.withUnsafeBufferPointer { strings in
        guard let base = strings.baseAddress else { return }
        var request = ccurl_request()
        request.url = strings[0]
        request.user_agent = strings[1]
        request.certificates = settings.certificates == nil ? nil : strings[2]
        request.headers = base + 3
        request.header_count = strings.count - 3
        request.is_head = headOnly
        request.is_public = isPublic
        request.connect_milliseconds = Int(settings.patience.connecting * 1000)
        request.stall_seconds = settings.patience.silence
        request.context = Unmanaged.passUnretained(exchange).toOpaque()
        request.head = { context, line, length in
          Exchange.at(context)?.takeHead(line, length) ?? false
        }
        request.body = { context, bytes, length in
          Exchange.at(context)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: length)) ?? false
        }
        request.stopped = { context in Exchange.at(context)?.isStopped ?? true }
        withExtendedLifetime(exchange) { ccurl_perform(client, &request, &answer) }
      }
    }
    if let failure = exchange.failure { throw failure }
    try check(answer, exchange, host: HubSettings.host(of: address))
    return (exchange.head, answer)
  }

  /// Throws for what was no answer.
  private func check(_ answer: ccurl_answer, _ exchange: Exchange, host: String) throws(HubError) {
    let message = HTTPHead.printable(
      withUnsafeBytes(of: answer.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    switch Int(answer.outcome) {
    case CCURL_DONE: return
    // The body of an error is not needed whole.
    case CCURL_STOPPED where exchange.isEnough: return
    case CCURL_NO_HOST: throw .hostNotFound(host)
    case CCURL_NO_CONNECTION: throw .cannotConnect(host: host)
    case CCURL_TIMED_OUT: throw .timedOut(host: host)
    case CCURL_CUT: throw .cut(host: host, file: nil, kept: 0)
    case CCURL_PRIVATE:
      throw .badAnswer(host: settings.host, reason: "it leads to \(host), a server of a private network")
    case CCURL_NOT_SECURE: throw .notSecure(host: host, reason: message)
    default: throw .failed(host: host, reason: message)
    }
  }

  /// What two addresses share when they belong to one server; nil for none.
  package static func origin(of address: String) -> String? {
    guard let url = URLComponents(string: address), let scheme = url.scheme?.lowercased(), let host = url.host else {
      return nil
    }
    return "\(scheme)://\(host.lowercased()):\(url.port ?? (scheme == "https" ? 443 : 80))"
  }
}

/// What a request under way has brought so far.
private final class Exchange {
  var head = HTTPHead()
  /// What a callback threw.
  var failure: (any Error)?
  /// Whether the rest of the answer is not wanted.
  var isEnough = false
  private let receive: (HTTPHead, UnsafeRawBufferPointer) throws -> Void
  private let watch: () throws -> Void
  private var headBytes = 0
  private var wasteBytes = 0

  /// Bytes of a head, and of the body of an error, that are read at most.
  private static let limit = 1 << 18

  init(receive: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void, watch: @escaping () throws -> Void) {
    (self.receive, self.watch) = (receive, watch)
  }

  static func at(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  func takeHead(_ line: UnsafePointer<CChar>?, _ length: Int) -> Bool {
    headBytes += length
    guard let line, headBytes <= Self.limit else { return false }
    head.take(String(decoding: UnsafeRawBufferPointer(start: line, count: length), as: UTF8.self))
    return true
  }

  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard 200..<300 ~= head.status else {
      wasteBytes += bytes.count
      isEnough = wasteBytes > Self.limit
      return !isEnough
    }
    return attempt { try receive(head, bytes) }
  }

  var isStopped: Bool { !attempt(watch) }

  private func attempt(_ work: () throws -> Void) -> Bool {
    do {
      try work()
      return true
    } catch {
      failure = failure ?? error
      return false
    }
  }
}

/// Hands the strings to C for the time of the call.
private func withCStrings(_ strings: [String], _ work: ([UnsafePointer<CChar>?]) -> Void) {
  let copies = strings.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  work(copies.map { $0.map { UnsafePointer($0) } })
}
