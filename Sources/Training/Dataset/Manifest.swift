import Foundation

/// What a data set is said to hold: the paths in a `manifest.tsv`, as scripts/drum-data writes it in the folder that
/// holds the classes'.
///
/// Its first column is called `file` and has paths below the manifest's own folder. A table that begins otherwise is
/// somebody else's, and says nothing.
struct Manifest {
  /// The manifest's path.
  let path: String
  /// The sounds that it names in the data set's folder, by their paths below that.
  let files: [String]

  static let name = "manifest.tsv"

  /// The manifest in a data set's folder or in the one around it; nil when neither has one.
  init?(of folder: String) {
    let inside = URL(fileURLWithPath: folder).standardizedFileURL
    let around = inside.deletingLastPathComponent()
    for (place, below) in [(inside, ""), (around, inside.lastPathComponent + "/")] {
      let path = place.appendingPathComponent(Self.name).path
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      let rows = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
      guard rows.first?.first == "file" else { continue }
      self.path = path
      files = rows.dropFirst().compactMap(\.first).filter { $0.hasPrefix(below) }.map {
        String($0.dropFirst(below.count))
      }
      return
    }
    return nil
  }

  /// - Parameter found: the sound files that there are, below the data set's folder.
  /// - Throws: `DatasetError.manifestNamesMissing` when one that it names is not among them.
  func check(_ found: [String]) throws(DatasetError) {
    let there = Set(found)
    let missing = files.filter { !there.contains($0) }
    guard missing.isEmpty else { throw .manifestNamesMissing(missing, manifest: path) }
  }

  /// - Throws: `DatasetError.manifestNamesUnusable` when a sound that it names was left out.
  func check(_ skipped: [SkippedFile]) throws(DatasetError) {
    let named = Set(files)
    let unusable = skipped.filter { named.contains($0.path) }
    guard unusable.isEmpty else { throw .manifestNamesUnusable(unusable, manifest: path) }
  }
}
