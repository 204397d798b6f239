import Foundation
import Language

/// Which files a session's commands open, and whether they ask the hub.
///
/// A session that runs somebody else's recipe opens the files beside the sound, in the hub's cache, in the program
/// itself, and those that the user named; for others, and for a download, it asks, or is told beforehand.
struct Reach {
  /// The folder whose files, at any depth, are opened unasked; nil opens all files.
  private let folder: String?
  /// Files that the user named.
  private let named: Set<String>
  /// Whether files anywhere are opened unasked.
  private let opensAnywhere: Bool
  /// Whether models are downloaded unasked.
  private let downloads: Bool

  /// What the user's own statements reach: everything.
  static let everything = Reach(folder: nil, named: [], opensAnywhere: true, downloads: true)

  /// What a recipe reaches that came with the sound file at `path`.
  static func recipe(of path: String, naming named: [String], opensAnywhere: Bool, downloads: Bool) -> Reach {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return Reach(
      folder: resolved(folder), named: Set(named.map(resolved)), opensAnywhere: opensAnywhere, downloads: downloads)
  }

  /// Whether all of it is a user's own doing, who then also shows the hub who it is.
  var isOwn: Bool { folder == nil }

  /// - Throws: when the file lies where it is not to be opened, and the user, asked, doesn't want it.
  func checkFile(_ path: String, _ call: Call) throws {
    guard let folder, !opensAnywhere else { return }
    let place = Self.resolved(path)
    if named.contains(place) || place.hasPrefix(folder == "/" ? "/" : folder + "/") { return }
    guard call.host.confirm("the recipe opens \(path), which does not lie beside the sound: go on?") else {
      throw CommandFailure(
        "the recipe opens \(path), which does not lie beside the sound",
        hint: "--anywhere lets it; of a checkpoint, --with FILE names it")
    }
  }

  /// - Throws: when a model is to be downloaded, and the user, asked, doesn't want it.
  func checkDownload(_ name: String, _ call: Call) throws {
    guard !downloads else { return }
    guard call.host.confirm("the recipe downloads \(name): go on?") else {
      throw CommandFailure(
        "the recipe's model \(name) is not on this machine", hint: "--download lets the recipe fetch it from the hub")
    }
  }

  /// A path without links and dots, from the root.
  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
