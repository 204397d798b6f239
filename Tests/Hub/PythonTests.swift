import Foundation
import Hub
import LocalHub
import Testing

/// A Python that has huggingface_hub, when DRUMLIN_HUB_PYTHON names one.
private let python = ProcessInfo.processInfo.environment["DRUMLIN_HUB_PYTHON"]

/// huggingface_hub itself, with the same cache; 2.4.0 was compared.
@Suite(.enabled(if: python != nil)) struct PythonTests {
  /// Downloads one file with hf_hub_download, and gives the path that it says.
  private func download(_ session: HubSession, _ file: String, offline: Bool = false) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [
      "-c",
      """
      import sys
      from huggingface_hub import hf_hub_download
      sys.stdout.write(hf_hub_download("\(LocalHub.repository)", "\(file)"))
      """,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "HF_ENDPOINT": session.settings.endpoint, "HF_HUB_CACHE": session.settings.cache,
      "HF_HOME": session.folder.appendingPathComponent("home").path, "HF_HUB_OFFLINE": offline ? "1" : "0",
      "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    ]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let path = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return path
  }

  @Test func bothLeaveTheSameFiles() throws {
    let (ours, theirs) = (try HubSession(), try HubSession())
    try ours.fetch()
    for file in [HubSession.file, "config.yaml"] { _ = try download(theirs, file) }
    // The tag tells backups to leave caches out.
    #expect(ours.layout == theirs.layout.filter { !$0.hasPrefix("CACHEDIR.TAG") })
  }

  @Test func whatOneDownloadedTheOtherFinds() throws {
    let ours = try HubSession()
    let path = try ours.fetch().path
    ours.server.stop()
    #expect(try download(ours, HubSession.file, offline: true) == path)
    #expect(try download(ours, "config.yaml", offline: true).hasSuffix("/config.yaml"))

    let theirs = try HubSession()
    let found = try download(theirs, HubSession.file)
    _ = try download(theirs, "config.yaml")
    let count = theirs.server.requests.count { $0.isForContent }
    #expect(try theirs.fetch().path == found)
    #expect(theirs.server.requests.count { $0.isForContent } == count)
    theirs.settings.isOffline = true
    #expect(try theirs.fetch().path == found)
  }
}
