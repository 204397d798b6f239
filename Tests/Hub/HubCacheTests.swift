import Foundation
import Hub
import LocalHub
import Testing

@Suite struct HubCacheTests {
  /// The tree that `hf_hub_download` of huggingface_hub leaves for the same two files.
  @Test func layoutIsThatOfPython() throws {
    let session = try HubSession()
    try session.fetch()
    let (name, commit) = ("models--crlandsc--tiny-audio-diffusion-kicks", LocalHub.commit)
    let config = LocalHub.gitHash(session.config)
    #expect(
      session.layout
        == [
          ".locks/\(name)/\(session.etag).lock 0", ".locks/\(name)/\(config).lock 0",
          "\(name)/blobs/\(session.etag) 300000", "\(name)/blobs/\(config) \(session.config.count)",
          "\(name)/refs/main 40",
          "\(name)/snapshots/\(commit)/config.yaml -> ../../blobs/\(config)",
          "\(name)/snapshots/\(commit)/kicks_v7.ckpt -> ../../blobs/\(session.etag)",
        ].sorted())
    #expect(session.content("refs/main") == Array(commit.utf8))
    #expect(session.content("snapshots/\(commit)/kicks_v7.ckpt") == session.checkpoint)
  }

  @Test func filesInFoldersLinkFurtherUp() throws {
    let session = try HubSession()
    let content: [UInt8] = [1, 2, 3]
    session.server.change { $0.files["nets/big/a b.ckpt"] = content }
    let model = try session.fetch(HubSession.name.text + "@refs/pr/1/nets/big/a b.ckpt")
    let link = "snapshots/\(LocalHub.commit)/nets/big/a b.ckpt"
    #expect(model.path == "\(session.cache.folder)/\(link)")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: model.path)
        == "../../../../blobs/\(LocalHub.sha256(content))")
    #expect(session.content(link) == content)
    #expect(session.content("refs/refs/pr/1") == Array(LocalHub.commit.utf8))
    // No config lies beside it, and the next time nobody need ask.
    #expect(session.content(".no_exist/\(LocalHub.commit)/nets/big/config.yaml") == [])
  }

  @Test func whatPythonDownloadedIsFound() throws {
    let session = try HubSession()
    // As huggingface_hub writes it.
    let folder = session.cache.folder
    for path in ["refs", "blobs", "snapshots/\(LocalHub.commit)"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(path)", withIntermediateDirectories: true)
    }
    try Data(LocalHub.commit.utf8).write(to: URL(fileURLWithPath: "\(folder)/refs/main"))
    try Data(session.checkpoint).write(to: URL(fileURLWithPath: "\(folder)/blobs/\(session.etag)"))
    let path = "\(folder)/snapshots/\(LocalHub.commit)/kicks_v7.ckpt"
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "../../blobs/\(session.etag)")
    session.settings.isOffline = true
    #expect(try session.fetch().path == path)
    session.settings.isOffline = false
    #expect(try session.fetch(withConfig: false).path == path)
    #expect(!session.server.requests.contains { $0.isForContent || $0.method == "HEAD" })
  }

  @Test func refsAreReadOnlyWhenTheyAreCommits() throws {
    let session = try HubSession()
    try session.fetch()
    let refs = URL(fileURLWithPath: "\(session.cache.folder)/refs/main")
    try Data("../../../../etc".utf8).write(to: refs)
    #expect(session.cache.commit(of: "main") == nil)
    try Data((LocalHub.commit + "\n").utf8).write(to: refs)
    #expect(session.cache.commit(of: "main") == LocalHub.commit)
    #expect(session.cache.commit(of: LocalHub.commit) == LocalHub.commit)
    #expect(session.cache.commit(of: "v2") == nil)
  }

  @Test func whatCannotBeNotedKeepsNobodyFromTheModel() throws {
    let session = try HubSession()
    // Folders stand where the notes would.
    for path in ["refs/main", ".no_exist/\(LocalHub.commit)/config.yaml"] {
      try FileManager.default.createDirectory(
        atPath: "\(session.cache.folder)/\(path)", withIntermediateDirectories: true)
    }
    session.server.change { $0.files["config.yaml"] = nil }
    let model = try session.fetch()
    #expect(FileManager.default.contents(atPath: model.path).map { Array($0) } == session.checkpoint)
  }

  @Test func aFolderThatTakesNoFilesIsNamed() throws {
    let session = try HubSession()
    try Data().write(to: session.folder)
    #expect { try session.fetch() } throws: { "\($0)".contains("HF_HUB_CACHE names another folder") }
  }
}
