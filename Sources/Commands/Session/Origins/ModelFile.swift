import Diffusion
import Files
import Foundation
import Hashing
import Language
import Synchronization

/// The file that a model was loaded from, and the call that loads it again.
final class ModelFile: Sendable {
  /// A path, or the name of a model that comes with drumlin or is on the hub.
  private let given: String
  /// Whether it is a path, and what it counts from.
  private let isPath: Bool
  private let folder = KeptPath.currentFolder
  /// Where the file lies, or the name of a model that comes with drumlin.
  private let place: String
  private let config: String?
  private let shape: [Invocation.Argument]
  /// The other options that the same network needs: `--weights online`.
  private let options: [Invocation.Argument]
  /// What the model's sounds are led away from; nil for nothing.
  let guide: ModelFile?
  /// The options that say so, where it was said, for the path of what leads them.
  private let guidance: @Sendable (_ guide: String) -> [Invocation.Argument]
  private let identity: FileIdentity?
  private let known = Mutex<String?>(nil)

  /// - Parameters:
  ///   - given: a path, or the name of a model.
  ///   - place: where the file lies, when `given` is a name on the hub.
  ///   - config: the path that the architecture was read from, where it was given.
  ///   - shape: the other options that the architecture hangs on, as they were given: `--heads 8`.
  ///   - guide: what the model's sounds are led away from.
  ///   - guidance: the options that say so, for the path of what leads them.
  init(
    _ given: String, at place: String? = nil, config: String? = nil, shape: [Invocation.Argument] = [],
    options: [Invocation.Argument], guide: ModelFile? = nil,
    guidance: @escaping @Sendable (_ guide: String) -> [Invocation.Argument] = { _ in [] }
  ) {
    self.given = given
    isPath = place == nil && BundledModel.named(given) == nil
    self.place = isPath ? KeptPath(given).place : place.map { KeptPath($0).place } ?? given
    self.config = config
    self.shape = shape
    self.options = options
    self.guide = guide
    self.guidance = guidance
    identity = FileIdentity(self.place)
  }

  /// As load-model takes it in the current folder.
  var path: String { isPath ? KeptPath(given, in: folder).text : given }

  /// The options that the architecture hangs on.
  var architecture: [Invocation.Argument] {
    let config = ModelOptions.config.argument(config.map { KeptPath($0, in: folder).text })
    return [config].compactMap(\.self) + shape
  }

  /// The call that loads the model.
  var invocation: Invocation { .loadModel(path, options + architecture + guidance(guide?.path ?? "")) }

  /// Whether the file is still the one that was loaded; one that is in the program always is.
  var isAsItWas: Bool { bundled != nil || identity != nil && identity == FileIdentity(place) }

  private var bundled: BundledModel? { BundledModel.named(place) }

  /// The file's SHA-256, computed when first asked for; nil when the file is no longer the one that was loaded.
  var digest: String? {
    known.withLock { known in
      if let known { return known }
      guard isAsItWas else { return nil }
      known = bundled?.digest ?? Digest.ofFile(place)
      return known
    }
  }
}

extension [ModelFile] {
  /// These and what leads their models' sounds, each file once.
  var withGuides: [ModelFile] {
    flatMap { [$0, $0.guide].compactMap(\.self) }.reduce(into: []) { files, file in
      if !files.contains(where: { $0.path == file.path && $0.digest == file.digest }) { files.append(file) }
    }
  }
}
