import Diffusion
import Foundation
import Hashing
import Language
import Synchronization

/// The file that a model was loaded from, and the call that loads it again.
final class ModelFile: Sendable {
  /// As load-model takes it: a path, or the name of a model on the hub.
  let path: String
  /// Where the file lies.
  private let place: String
  /// The options that the architecture hangs on, as they were given: `--heads 8`.
  let architecture: [Invocation.Argument]
  /// The other options that the same network needs: `--weights online`.
  private let options: [Invocation.Argument]
  private let identity: Identity?
  private let known = Mutex<String?>(nil)

  /// - Parameter place: where the file lies, when `path` doesn't say it.
  init(
    path: String, at place: String? = nil, architecture: [Invocation.Argument], options: [Invocation.Argument]
  ) {
    self.path = path
    self.place = place ?? path
    self.architecture = architecture
    self.options = options
    identity = Identity(self.place)
  }

  /// The call that loads the model.
  var invocation: Invocation { .loadModel(path, options + architecture) }

  /// Whether the file is still the one that was loaded; one that is in the program always is.
  var isAsItWas: Bool { bundled != nil || identity != nil && identity == Identity(place) }

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

  /// What changes when a file is replaced or written to.
  private struct Identity: Equatable {
    let numbers: [Int]

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      numbers = [
        Int(bitPattern: UInt(status.st_dev)), Int(bitPattern: UInt(status.st_ino)), status.st_size,
        status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
      ]
    }
  }
}
