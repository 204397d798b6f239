import Foundation

/// A path that is kept for later: as it was typed while the current folder is the one that it was typed in, and from
/// the root in any other, so that it goes on to mean the same file.
struct KeptPath: Sendable, Equatable {
  private let typed: String
  private let folder: String

  /// A path that counts from the current folder, or from another one.
  init(_ typed: String, in folder: String = Self.currentFolder) { (self.typed, self.folder) = (typed, folder) }

  /// The path from the root.
  var place: String {
    if typed.hasPrefix("/") { return typed }
    let name = typed.hasPrefix("./") ? String(typed.dropFirst(2)) : typed
    return folder + (folder.hasSuffix("/") ? "" : "/") + name
  }

  /// The path as it can be typed in the current folder.
  var text: String { folder == Self.currentFolder ? typed : place }

  /// The folder that paths count from; empty when it is no longer there.
  static var currentFolder: String { FileManager.default.currentDirectoryPath }
}
