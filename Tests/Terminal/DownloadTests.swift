import Foundation
import LocalHub
import Testing

/// A download that shows how far it is, stops, and goes on.
@Suite(.serialized) struct DownloadTests {
  @Test func aDownloadShowsProgressStopsAndGoesOn() throws {
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/first-sound")
    let server = try LocalHub(files: [
      "kicks_v7.ckpt": Array(Data(contentsOf: fixture.appendingPathComponent("model.ckpt"))),
      "config.yaml": Array(Data(contentsOf: fixture.appendingPathComponent("config.yaml"))),
    ])
    server.change { ($0.cuts, $0.stalls) = ([200_000], true) }
    let terminal = try PseudoTerminal(environment: ["HF_ENDPOINT": server.endpoint], columns: 100)
    try terminal.waitForPrompt()
    try terminal.type("load-model hf:\(LocalHub.repository)\r")
    try terminal.wait(for: "200/509")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
    #expect(!terminal.screen.text.contains { $0.contains("200/509") })

    server.change { $0.stalls = false }
    try terminal.type("load-model hf:\(LocalHub.repository)\r")
    try terminal.wait(for: "all 73 keys matched")
    let ranges = server.requests.filter(\.isForContent).map { $0.headers["range"] ?? "" }
    #expect(ranges == ["", "bytes=200000-"])
  }
}
