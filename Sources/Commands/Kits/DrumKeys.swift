import Kits
import Language

extension Call {
  /// The MIDI key of each voice: as told, or by its name.
  func keys(of names: [String], as option: Option<[Named<Int>]?>) throws -> [Int] {
    let told = self[option] ?? []
    if let stranger = told.first(where: { !names.contains($0.name) }) {
      let near = NearestName.of(stranger.name, among: names)
      throw CommandFailure(
        "there is no voice \(stranger.name)",
        hint: near.map { "did you mean \($0)?" } ?? "there are " + names.joined(separator: ", "), argument: option)
    }
    return try names.map { name in
      if let key = told.first(where: { $0.name == name })?.content ?? PercussionMap.key(of: name) { return key }
      let near = NearestName.of(name, among: PercussionMap.usualNames).map { "did you mean \($0)? " } ?? ""
      throw CommandFailure(
        "General MIDI has no key for \(name)",
        hint: near + "--\(option.name) says it: \(Invocation.Term.record([.init(name, .number(Quantity(60)))]))")
    }
  }
}
