import Audio
import Foundation
import Hashing
import Kits
import Language

/// A kit in SFZ that lies in a folder; its sounds are read when they are asked for.
struct KitFolder {
  private let folder: String
  private let voices: [SFZReader.Voice]

  /// The kit of an .sfz file, or of the one in a folder, which is called as the folder or is the only one there.
  init(_ path: String, _ session: Session, _ call: Call) throws {
    let file = try Self.file(path)
    try session.reach.checkFile(file, call)
    folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    voices = SFZReader(try Session.text(of: file)).voices
    guard !voices.isEmpty else { throw CommandFailure("'\(file)' has no sound on any key") }
  }

  private static func file(_ path: String) throws -> String {
    if path.lowercased().hasSuffix(".sfz") { return path }
    let folder = path.hasSuffix("/") ? path : path + "/"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let kits = names.filter { $0.lowercased().hasSuffix(".sfz") }
    let own = KitName.safe(path.split(separator: "/").last.map(String.init) ?? "", fallback: "kit") + ".sfz"
    if kits.contains(own) { return folder + own }
    guard kits.count == 1 else {
      throw CommandFailure(
        kits.isEmpty ? "there is no kit in '\(path)'" : "there are \(kits.count) kits in '\(path)'",
        hint: kits.isEmpty ? "a kit's folder has an .sfz file in it; kit writes one" : "name one of the .sfz files")
    }
    return folder + kits[0]
  }

  /// The sounds of the voice that goes by a name, or is on the key that General MIDI has for it; nil where there is
  /// none. A file that several regions name is read once.
  /// - Parameter most: how many are wanted.
  func sounds(named name: String, most: Int, _ session: Session, _ call: Call) throws -> [SoundValue]? {
    let key = PercussionMap.key(of: name)
    guard let voice = voices.first(where: { $0.isCalled(name) }) ?? voices.first(where: { $0.key == key }) else {
      return nil
    }
    var read: [String: SoundValue] = [:]
    var bytes = 0
    return try voice.samples.prefix(most).map { sample in
      try call.checkInterrupt()
      let path = sample.hasPrefix("/") ? sample : folder + sample
      if let known = read[path] { return known }
      try session.reach.checkFile(path, call)
      let sound = try AudioFile.read(path)
      bytes += sound.frameCount * sound.channelCount * MemoryLayout<Float>.stride
      try SystemResources.require(bytes, for: "the kit's sounds of \(name)")
      let value = SoundValue(
        sound, origin: Digest.ofFile(path).flatMap { Origin([.loadAudio(path, sha256: $0)]) })
      read[path] = value
      return value
    }
  }
}
