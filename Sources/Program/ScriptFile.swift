import Foundation
import Language
import Prompt

/// Reading a script to its end.
enum ScriptFile {
  /// Why there is no script, in a line.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The script in a file; throws `Failure`, or `Interrupted` when Ctrl-C comes first.
  static func read(_ path: String) throws -> SourceText {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    return try read(descriptor, named: path)
  }

  /// What standard input holds; throws as `read` does.
  static func readStandardInput() throws -> SourceText { try read(STDIN_FILENO, named: "standard input") }

  /// - Parameter descriptor: negative when the script could not be opened, for the reason in errno.
  private static func read(_ descriptor: Int32, named name: String) throws -> SourceText {
    do {
      guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      let bytes = try Interrupts.readAll(descriptor, limit: SourceText.longest + 1)
      guard bytes.count <= SourceText.longest else {
        throw Failure(description: "\(name) is no script: it is longer than \(SourceText.longest >> 20) MB")
      }
      if isSound(bytes) {
        let line = "load-audio \(SourceLiteral.word(name)) | play"
        throw Failure(description: "\(name) is a sound, and no script; to hear it: drumlin -e '\(line)'")
      }
      let text = String(decoding: bytes, as: UTF8.self)
      return descriptor == STDIN_FILENO ? SourceText(name: name, text: text) : SourceText(file: name, text: text)
    } catch let error as POSIXError {
      throw Failure(description: "can't read \(name): \(String(cString: strerror(error.code.rawValue)))")
    }
  }

  /// Whether a file begins as those of the sound formats do.
  private static func isSound(_ bytes: Data) -> Bool {
    ["RIFF", "RF64", "fLaC", "OggS", "FORM", "ID3", ".snd", "caff"].contains { bytes.starts(with: $0.utf8) }
  }
}
