import Foundation
import Hub
import LocalHub

/// A hub on this machine, and an empty cache that goes when the test ends.
final class HubSession {
  let server: LocalHub
  let folder: URL
  var settings: HubSettings
  /// The checkpoint's content: larger than what comes in one piece, and with no period.
  let checkpoint: [UInt8]
  let config = Array("sampling_rate: 44100\n".utf8)

  static let name = HubName(owner: "crlandsc", name: "tiny-audio-diffusion-kicks")
  static let file = "kicks_v7.ckpt"

  init(bytes: Int = 300_000) throws {
    var state: UInt64 = 42
    checkpoint = (0..<bytes).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 40)
    }
    server = try LocalHub(files: [
      Self.file: checkpoint, "config.yaml": config, "README.md": Array("# Kicks".utf8), ".gitattributes": [],
    ])
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-hub-\(UUID().uuidString)")
    settings = HubSettings(endpoint: server.endpoint, cache: folder.appendingPathComponent("hub").path)
    settings.patience.firstWait = 0.01
    settings.patience.connecting = 2
    settings.patience.silence = 2
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Fetches a model by what is typed.
  @discardableResult func fetch(
    _ text: String = HubSession.name.text, withConfig: Bool = true,
    watch: @escaping (Hub.Progress?) throws -> Void = { _ in }
  ) throws -> Hub.Model {
    try Hub(settings).fetch(HubName(text), withConfig: withConfig, watch: watch)
  }

  var cache: HubCache { HubCache(settings, Self.name) }
  var etag: String { LocalHub.sha256(checkpoint) }

  /// A file below the repository's folder in the cache.
  func content(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(cache.folder)/\(path)").map { Array($0) }
  }

  /// What lies in the cache: files with their sizes, links with what they say.
  var layout: [String] {
    let root = settings.cache
    guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
    return walk.compactMap { $0 as? String }.compactMap { path in
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(root)/\(path)") {
        return "\(path) -> \(target)"
      }
      return HubCache.byteCount(of: "\(root)/\(path)").map { "\(path) \($0)" }
    }.sorted()
  }
}
