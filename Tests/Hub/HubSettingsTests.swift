import Foundation
import Hub
import Testing

/// What huggingface_hub's constants come to with the same variables.
@Suite struct HubSettingsTests {
  private let home = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")

  private func settings(_ environment: [String: String]) throws -> HubSettings {
    try HubSettings(environment: ["HOME": home.path].merging(environment) { $1 })
  }

  @Test func folders() throws {
    #expect(try settings([:]).cache == "\(home.path)/.cache/huggingface/hub")
    #expect(try settings(["XDG_CACHE_HOME": "/x"]).cache == "/x/huggingface/hub")
    #expect(try settings(["HF_HOME": "/h", "XDG_CACHE_HOME": "/x"]).cache == "/h/hub")
    #expect(try settings(["HF_HOME": "~/h"]).cache == "\(home.path)/h/hub")
    #expect(try settings(["HF_HOME": "$DATA/h", "DATA": "/d"]).cache == "/d/h/hub")
    #expect(try settings(["HF_HOME": "${DATA}x/$NO", "DATA": "/d"]).cache == "/dx/$NO/hub")
    #expect(try settings(["HF_HUB_CACHE": "/c", "HF_HOME": "/h"]).cache == "/c")
    #expect(try settings(["HUGGINGFACE_HUB_CACHE": "/c", "HF_HOME": "/h"]).cache == "/c")
    #expect(try settings(["HF_HUB_CACHE": ""]).cache == "\(home.path)/.cache/huggingface/hub")
  }

  @Test func endpoint() throws {
    #expect(try settings([:]).endpoint == "https://huggingface.co")
    #expect(try settings(["HF_ENDPOINT": "https://hf-mirror.com/"]).endpoint == "https://hf-mirror.com")
    #expect(try settings(["HF_ENDPOINT": "http://localhost:80/hub"]).endpoint == "http://localhost:80/hub")
    for bad in ["huggingface.co", "ftp://a", "http://", "file:///etc/passwd", "https://a?x=1", "///"] {
      #expect(throws: HubError.self, "\(bad)") { try settings(["HF_ENDPOINT": bad]) }
    }
  }

  @Test func offline() throws {
    #expect(try !settings([:]).isOffline)
    for yes in ["1", "true", "YES", "On"] { #expect(try settings(["HF_HUB_OFFLINE": yes]).isOffline) }
    for no in ["0", "false", "", "2"] { #expect(try !settings(["HF_HUB_OFFLINE": no]).isOffline) }
    #expect(try settings(["TRANSFORMERS_OFFLINE": "1"]).isOffline)
  }

  @Test func token() throws {
    let folder = home.appendingPathComponent(".cache/huggingface")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    #expect(try settings([:]).token == nil)
    try "hf_file\n".write(to: folder.appendingPathComponent("token"), atomically: true, encoding: .utf8)
    #expect(try settings([:]).token == "hf_file")
    #expect(try settings(["HF_TOKEN": " hf_given\n"]).token == "hf_given")
    #expect(try settings(["HUGGING_FACE_HUB_TOKEN": "hf_old"]).token == "hf_old")
    #expect(try settings(["HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]).token == nil)
    #expect(try settings(["HF_TOKEN_PATH": "/nowhere"]).token == nil)
    try "hf_other".write(to: home.appendingPathComponent("other"), atomically: true, encoding: .utf8)
    #expect(try settings(["HF_TOKEN_PATH": "~/other"]).token == "hf_other")
    // It would become a header of its own.
    #expect(throws: HubError.self) { try settings(["HF_TOKEN": "a\r\nX-Evil: 1"]) }
  }

  @Test func timeout() throws {
    #expect(try settings(["HF_HUB_DOWNLOAD_TIMEOUT": "45"]).patience.silence == 45)
    for bad in ["0", "-1", "soon", "99999999999999999999"] {
      #expect(throws: HubError.self) { try settings(["HF_HUB_DOWNLOAD_TIMEOUT": bad]) }
    }
  }
}
