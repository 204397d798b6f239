import CCurl
import Hub
import LocalHub
import Testing

@Suite struct HTTPClientTests {
  @Test func theTokenGoesToTheHubAlone() throws {
    let session = try HubSession()
    session.server.change { $0.token = "hf_secret" }
    session.settings.token = "hf_secret"
    try session.fetch()
    let requests = session.server.requests
    #expect(requests.count { !$0.isForContent } >= 4)
    #expect(requests.count { $0.isForContent } == 1)
    for request in requests {
      #expect((request.headers["authorization"] == "Bearer hf_secret") == !request.isForContent, "\(request.path)")
      if request.isForContent { #expect(!request.headers.values.contains { $0.contains("hf_secret") }) }
    }
  }

  @Test func originsAreSchemeHostAndPort() {
    #expect(HTTPClient.origin(of: "https://huggingface.co/x") == HTTPClient.origin(of: "https://HuggingFace.co:443"))
    for other in [
      "http://huggingface.co", "https://huggingface.co:8443", "https://huggingface.co.evil.org",
      "https://huggingface.co@evil.org/", "https://evil.org/https://huggingface.co",
    ] {
      #expect(HTTPClient.origin(of: other) != HTTPClient.origin(of: "https://huggingface.co"), "\(other)")
    }
  }

  @Test func aHeadIsReadLineByLine() {
    var head = HTTPHead()
    for line in [
      "HTTP/1.1 100 Continue\r\n", "X-Old: 1\r\n", "\r\n", "HTTP/2 302\r\n", "ETag:  \"a:b\" \r\n", "odd\r\n",
      "Retry-After: 7\r\n", "content-length: 12\r\n",
    ] { head.take(line) }
    #expect(head.status == 302)
    #expect(head.headers == ["etag": "\"a:b\"", "retry-after": "7", "content-length": "12"])
    #expect(head.retryAfter == 7 && head.contentLength == 12)
    head.take("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n")
    #expect(head.retryAfter == nil)
  }

  @Test func nobodyThereIsTold() throws {
    let session = try HubSession()
    session.server.stop()
    #expect(throws: HubError.cannotConnect(host: session.settings.host)) { try session.fetch() }
    session.settings.endpoint = "http://nowhere.invalid"
    #expect(throws: HubError.hostNotFound("nowhere.invalid")) { try session.fetch() }
    #expect(
      "\(HubError.hostNotFound("nowhere.invalid"))".hasPrefix("there is no host nowhere.invalid, or no network\n"))
  }

  @Test func aRefusalOfTheContentIsNoneOfTheHub() throws {
    let session = try HubSession()
    let elsewhere = try HubSession()
    session.server.change { $0.described = ["Location": "\(elsewhere.server.endpoint)/nobody/nothing/resolve/x/y"] }
    #expect(
      throws: HubError.unexpected(
        host: HubSettings(endpoint: elsewhere.server.endpoint, cache: "").host, status: 401, message: nil)
    ) { try session.fetch() }
  }

  @Test func whatAServerSaysIsHarmless() {
    #expect(HTTPHead.printable("no\u{1B}[2J\u{9B}1m\r\n\u{202E}ü") == "no[2J1m")
    #expect(HTTPHead.printable(String(repeating: "a", count: 1000)).count == 200)
  }

  @Test func endlessRedirectsEnd() throws {
    let session = try HubSession()
    session.server.change { $0.described = ["Location": "/\(LocalHub.repository)/resolve/main/kicks_v7.ckpt"] }
    #expect { try session.fetch() } throws: { "\($0)".contains("from one address to the next without end") }
  }

  /// What a public hub may lead to, and what not.
  @Test(arguments: [
    ("8.8.8.8", true), ("172.15.0.1", true), ("172.32.0.1", true), ("2606:4700::1111", true), ("100.128.0.1", true),
    ("127.0.0.1", false), ("10.1.2.3", false), ("172.16.0.1", false), ("192.168.1.1", false),
    ("169.254.169.254", false),
    ("100.64.0.1", false), ("0.0.0.0", false), ("224.0.0.1", false), ("255.255.255.255", false), ("198.18.0.1", false),
    ("::1", false), ("::", false), ("fe80::1", false), ("fc00::1", false), ("fd12::1", false), ("ff02::1", false),
    ("::ffff:10.0.0.1", false), ("::ffff:8.8.8.8", true), ("64:ff9b::7f00:1", false), ("nonsense", false), ("", false),
  ])
  func addressesThatEverybodyReaches(address: String, isPublic: Bool) {
    #expect(ccurl_is_public(address) == isPublic)
  }
}
