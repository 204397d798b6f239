import Foundation

/// What a rank is, told to rank 0 before the first work.
public struct RankDescription: Codable, Sendable, Equatable {
  /// The machine's name.
  public let host: String
  /// The process's number there.
  public let process: Int
  /// The program's version.
  public let version: String
  /// The processor, and what the rank computes with.
  public let processor, engine: String
  /// Stands for the bits that its arithmetic gives.
  public let arithmetic: String

  /// - Parameters:
  ///   - host: the machine's name.
  ///   - version: the program's.
  ///   - engine: what it computes with, in words.
  ///   - arithmetic: a digest of something computed.
  public init(host: String, version: String, engine: String, arithmetic: String) {
    (self.host, self.version, self.engine, self.arithmetic) = (host, version, engine, arithmetic)
    process = Int(ProcessInfo.processInfo.processIdentifier)
    processor = Self.processorName
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }
}

extension Ranks {
  /// Learns what the others are.
  /// - Throws: `RankError` where one can't compute what this one does.
  public func meet(_ own: RankDescription) throws(RankError) {
    var all = [own]
    for (index, answer) in try answers().enumerated() {
      let other = try? JSONDecoder().decode(RankDescription.self, from: Data(answer))
      if let other { note(host: other.host, of: index + 1) }
      let name = name(index + 1)
      guard let other, other.version == own.version else {
        throw .unlike(name, "it runs drumlin \(other?.version ?? "of another kind"), rank 0 runs \(own.version)")
      }
      guard other.arithmetic == own.arithmetic else {
        throw .unlike(
          name,
          "it computes other bits (\(other.processor), \(other.engine)); rank 0 is \(own.processor), \(own.engine)")
      }
      all.append(other)
    }
    note(all)
  }

  /// Tells rank 0 what this rank is.
  public func introduce(_ own: RankDescription) throws(RankError) {
    try answer(Array((try? JSONEncoder().encode(own)) ?? Data()))
  }
}
