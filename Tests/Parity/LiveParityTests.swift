import Foundation
import Testing

/// Every folder below the one that DRUMLIN_REFERENCE names, as `scripts/reference live` fills it, against PyTorch.
@Suite(.enabled(if: LiveReference.root != nil, "DRUMLIN_REFERENCE names no folder"), .serialized)
struct LiveParityTests {
  @Test func findsFolders() {
    #expect(!LiveReference.cases.isEmpty, "no folder with a reference.safetensors in \(LiveReference.root ?? "")")
  }

  @Test(arguments: LiveReference.cases)
  func matchesPyTorch(parityCase: ParityCase) throws {
    #expect(try parityCase.compare() >= 4)
  }

  @Test(arguments: LiveReference.cases)
  func enginesAgree(parityCase: ParityCase) throws { try parityCase.compareEngines() }
}

/// The folder of the live comparison.
enum LiveReference {
  static let root = ProcessInfo.processInfo.environment["DRUMLIN_REFERENCE"].flatMap { $0.isEmpty ? nil : $0 }

  /// Its sub-folders that hold PyTorch's outputs.
  static let cases: [ParityCase] = {
    guard let root, let names = try? FileManager.default.contentsOfDirectory(atPath: root) else { return [] }
    return names.sorted().map { ParityCase(folder: URL(fileURLWithPath: root).appendingPathComponent($0)) }
      .filter { FileManager.default.fileExists(atPath: $0.folder.appendingPathComponent("reference.safetensors").path) }
  }()
}
