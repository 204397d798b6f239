import Foundation
import Hub
import LocalHub
import Testing

@Suite struct HubRequestsTests {
  /// The error that fetching fails with, in words.
  private func failure(
    _ session: HubSession, _ text: String = HubSession.name.text,
    _ change: (inout LocalHub.Behaviour) -> Void = { _ in }
  ) -> String {
    session.server.change(change)
    do {
      return "got \(try session.fetch(text).path)"
    } catch {
      return "\(error)"
    }
  }

  @Test func whoIsNotLetInIsToldSo() throws {
    let session = try HubSession()
    let page = "\(session.server.endpoint)/\(LocalHub.repository)"
    let locked = failure(session) { $0.token = "hf_right" }
    #expect(
      locked == """
        the hub has no \(LocalHub.repository), or it is private
        check the spelling; for a private repository put your access token into HF_TOKEN (\(page))
        """)
    session.settings.token = "hf_wrong"
    #expect(failure(session).hasPrefix("the hub has no \(LocalHub.repository), or the token gives no access to it\n"))
    session.settings.token = "hf_right"
    let gated = failure(session) { $0.isGated = true }
    #expect(
      gated == """
        \(LocalHub.repository) is open only to those whom its owner lets in
        ask for access at \(page), with the account that the token belongs to
        """)
    #expect(failure(session) { $0.isGated = false }.hasPrefix("got /"))
  }

  @Test func whatIsMissingIsNamed() throws {
    let session = try HubSession()
    #expect(failure(session, "hf:nobody/nothing").hasPrefix("the hub has no nobody/nothing, or it is private\n"))
    #expect(
      failure(session, HubSession.name.text + "@v9")
        == "\(LocalHub.repository) has no revision 'v9'\nleave @v9 out for the newest, main")
    #expect(
      failure(session, HubSession.name.text + "/kicks_v8.ckpt")
        == "\(LocalHub.repository) has no file 'kicks_v8.ckpt'\nit has kicks_v7.ckpt")
    #expect(
      failure(session) { $0.files["b.safetensors"] = [] }
        == """
        \(LocalHub.repository) has several checkpoints: b.safetensors, kicks_v7.ckpt
        name one of them, such as hf:\(LocalHub.repository)/b.safetensors
        """)
    #expect(
      failure(session) { $0.files = ["README.md": []] }
        == "\(LocalHub.repository) has no checkpoint (.ckpt or .safetensors)\nit has README.md")
    #expect(failure(session) { $0.failures = [404] }.hasPrefix("the hub has no \(LocalHub.repository)\ncheck"))
  }

  @Test(arguments: [429, 500, 502, 503, 504]) func whatMayPassIsTriedAgain(_ status: Int) throws {
    let session = try HubSession()
    // The list, and later the description of the file.
    session.server.change { $0.failures = [status, status] }
    try session.fetch()
    #expect(session.content("snapshots/\(LocalHub.commit)/\(HubSession.file)") == session.checkpoint)

    let other = try HubSession()
    let told = failure(other) { $0.failures = Array(repeating: status, count: 5) }
    let host = other.settings.host
    #expect(
      told
        == (status == 429
          ? "\(host) has had too many requests\ntry again later"
          : "\(host) is out of order (status \(status))\ntry again later"))
    #expect(other.server.requests.count == 5)
  }

  @Test func theServersWaitIsKept() throws {
    let session = try HubSession()
    session.server.change { ($0.failures, $0.retryAfter) = ([503], 1) }
    let start = ContinuousClock.now
    try session.fetch()
    #expect(ContinuousClock.now - start >= .seconds(1))
    // Nobody sits through an hour.
    let long = try HubSession()
    #expect(
      failure(long) { ($0.failures, $0.retryAfter) = ([429], 3600) }
        == "\(long.settings.host) has had too many requests\ntry again in 3600 s")
    #expect(long.server.requests.count == 1)
  }

  @Test(arguments: [
    "<html>log in</html>", "", "{}", "[1,2]", "{\"sha\":5}", "{\"sha\":\"\(LocalHub.commit)\",\"siblings\":5}",
    "{\"sha\":\"../../../..\",\"siblings\":[]}", String(repeating: "[", count: 100_000),
  ])
  func otherAnswersAreNoList(_ listing: String) throws {
    let session = try HubSession()
    let told = failure(session) { $0.listing = listing }
    #expect(told.contains("doesn't answer as the hub does"))
    #expect(told.contains("is HF_ENDPOINT right"))
    #expect(session.layout == [])
  }

  @Test func namesThatLeadOutAreNoFiles() throws {
    let session = try HubSession()
    let evil = ["../../../../evil.ckpt", "/etc/evil.ckpt", "a//evil.ckpt", "a/../../evil.ckpt", "\\u0000.ckpt"]
    let siblings = evil.map { "{\"rfilename\":\"\($0)\"}" }.joined(separator: ",")
    let told = failure(session) { $0.listing = "{\"sha\":\"\(LocalHub.commit)\",\"siblings\":[\(siblings)]}" }
    #expect(told.hasSuffix("has no checkpoint (.ckpt or .safetensors)\nit has no files"))
  }

  @Test(arguments: [
    ["X-Linked-Size": ""], ["X-Linked-Size": "-5"], ["X-Linked-Size": "99999999999999999999"], ["X-Linked-Size": "x"],
    ["X-Linked-Etag": "", "ETag": ""], ["X-Linked-Etag": "\"../../evil\""], ["X-Linked-Etag": "\"\""],
    ["X-Repo-Commit": "ffffffffffffffffffffffffffffffffffffffff"],
  ])
  func absurdDescriptionsAreRefused(_ described: [String: String]) throws {
    let session = try HubSession()
    let told = failure(session) { $0.described = described }
    #expect(told.contains("doesn't answer as the hub does"), "\(told)")
    #expect(session.content("refs/main") == nil)
  }

  @Test func aHugeListOrConfigIsNotTaken() throws {
    let session = try HubSession()
    let long = failure(session) { $0.listing = String(repeating: " ", count: 17 << 20) }
    #expect(long.contains("its list of files has over 16 MB"))
    let config = failure(session) {
      $0.listing = nil
      $0.files["config.yaml"] = [UInt8](repeating: 32, count: 17 << 20)
    }
    #expect(config == "config.yaml is too large: 17 MB, of 16 MB at most")
  }

  @Test func addressesAreEscaped() throws {
    #expect(HubRequests.encoded("a b/ü?#%", keeping: "/") == "a%20b/%C3%BC%3F%23%25")
    #expect(HubRequests.encoded("refs/pr/1") == "refs%2Fpr%2F1")
  }
}
