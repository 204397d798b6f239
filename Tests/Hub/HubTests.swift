import Hub
import LocalHub
import Testing

@Suite struct HubTests {
  @Test func theOneCheckpointIsFoundWithItsConfig() throws {
    let session = try HubSession()
    let model = try session.fetch()
    #expect(model.name.text == "hf:\(LocalHub.repository)@\(LocalHub.commit)/kicks_v7.ckpt")
    #expect(model.note == nil)
    #expect(session.content("snapshots/\(LocalHub.commit)/config.yaml") == session.config)
    #expect(session.content("snapshots/\(LocalHub.commit)/kicks_v7.ckpt") == session.checkpoint)
    // No more than was needed.
    #expect(session.content("snapshots/\(LocalHub.commit)/README.md") == nil)
  }

  @Test func theSecondTimeOnlyTheListIsAsked() throws {
    let session = try HubSession()
    let first = try session.fetch()
    let count = session.server.requests.count
    let second = try session.fetch()
    #expect(second.path == first.path && second.bytesFetched == 0)
    #expect(session.server.requests.count == count + 1)
    // A commit never changes, so nothing need be asked.
    #expect(try session.fetch(first.name.text).path == first.path)
    #expect(session.server.requests.count == count + 1)
  }

  @Test func aBranchThatMovedIsFollowed() throws {
    let session = try HubSession()
    try session.fetch()
    let commit = String(LocalHub.commit.reversed())
    let content: [UInt8] = [4, 5, 6]
    session.server.change {
      $0.revisions["main"] = commit
      $0.files[HubSession.file] = content
    }
    let model = try session.fetch()
    #expect(model.bytesFetched == 3)
    #expect(session.content("snapshots/\(commit)/kicks_v7.ckpt") == content)
    #expect(session.content("refs/main") == Array(commit.utf8))
    // The config is the same blob.
    #expect(session.content("snapshots/\(commit)/config.yaml") == session.config)
    // The old state is still there by its commit.
    let old = try session.fetch("\(HubSession.name.text)@\(LocalHub.commit)/kicks_v7.ckpt")
    #expect(old.path == session.cache.snapshot(LocalHub.commit, HubSession.file))
  }

  @Test func offlineTheCacheHasToDo() throws {
    let session = try HubSession()
    session.settings.isOffline = true
    #expect { try session.fetch() } throws: { error in
      "\(error)" == """
        hf:\(LocalHub.repository) is not in the cache (\(session.settings.cache)), and HF_HUB_OFFLINE is set
        unset HF_HUB_OFFLINE to download it
        """
    }
    session.settings.isOffline = false
    let model = try session.fetch()
    session.settings.isOffline = true
    let count = session.server.requests.count
    #expect(try session.fetch().path == model.path)
    #expect(try session.fetch(HubSession.name.text + "/kicks_v7.ckpt").path == model.path)
    #expect(throws: HubError.self) { try session.fetch(HubSession.name.text + "@v1.0") }
    #expect(throws: HubError.self) { try session.fetch(HubSession.name.text + "/other.ckpt") }
    #expect(session.server.requests.count == count)
  }

  @Test func withoutNetworkTheCacheServesAndSaysSo() throws {
    let session = try HubSession()
    let model = try session.fetch()
    session.server.stop()
    let kept = try session.fetch()
    #expect(kept.path == model.path && kept.name == model.name)
    #expect(
      kept.note == "\(session.settings.host) takes no connection; this is what was downloaded before")
    #expect(throws: HubError.self) { try session.fetch(HubSession.name.text + "@v1.0") }
  }

  @Test func nobodyWaitsForAnUpdate() throws {
    let session = try HubSession()
    let model = try session.fetch()
    let count = session.server.requests.count
    session.server.change { $0.failures = [503] }
    let kept = try session.fetch()
    #expect(kept.path == model.path)
    #expect(kept.note?.hasPrefix("\(session.settings.host) is out of order (status 503)") == true)
    #expect(session.server.requests.count == count + 1)
  }

  @Test func aRefusalIsNoReasonForTheCache() throws {
    let session = try HubSession()
    try session.fetch()
    session.server.change { $0.token = "hf_new" }
    #expect(throws: HubError.self) { try session.fetch() }
  }
}
