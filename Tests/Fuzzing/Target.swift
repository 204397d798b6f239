import Foundation

/// What libFuzzer calls with bytes of its making. Which reader gets them says the environment: one program for all.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Target.current.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// What is attacked. A reader may refuse its bytes with an error; it must not crash, hang or take much memory.
enum Target: String, CaseIterable {
  case pickle, checkpoint, config, language, effects, sound, recipe, answer, kit, page

  /// The one that DRUMLIN_FUZZ names.
  static let current: Target = {
    let name = ProcessInfo.processInfo.environment["DRUMLIN_FUZZ"] ?? ""
    guard let target = Target(rawValue: name) else {
      FileHandle.standardError.write(Data("DRUMLIN_FUZZ names no target: '\(name)'\n".utf8))
      exit(64)
    }
    return target
  }()

  func read(_ bytes: [UInt8]) {
    switch self {
    case .pickle: readPickle(bytes)
    case .checkpoint: readCheckpoint(bytes)
    case .config: readConfig(bytes)
    case .language: runProgram(bytes)
    case .effects: changeSound(bytes)
    case .sound: readSound(bytes)
    case .recipe: readRecipe(bytes)
    case .answer: readAnswer(bytes)
    case .kit: readKit(bytes)
    case .page: readPage(bytes)
    }
  }
}

/// A file in memory that holds other bytes at each turn.
final class MemoryFile {
  private let descriptor: CInt

  /// Where it can be opened.
  var path: String { "/proc/self/fd/\(descriptor)" }

  init() {
    var name = Array("/dev/shm/drumlin-fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { fatalError("/dev/shm takes no file") }
    unlink(name)
  }

  func hold(_ bytes: [UInt8]) {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
      fatalError("/dev/shm is full")
    }
  }
}
