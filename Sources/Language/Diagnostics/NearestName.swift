/// The known name that an unknown one was probably meant to be.
package enum NearestName {
  /// The nearest of the candidates by edits (insert, delete, replace, swap neighbours), when near enough: a third of
  /// its length, two at least for names of four letters or more. Case counts half.
  package static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    // What nobody could have mistyped needs no search.
    guard name.utf8.count <= 64, !name.isEmpty else { return nil }
    let typed = Array(name.unicodeScalars)
    let limit = typed.count < 4 ? 1 : max(2, typed.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let scalars = Array(candidate.unicodeScalars)
      guard abs(scalars.count - typed.count) <= limit else { continue }
      let distance = distance(typed, scalars)
      // Nothing of it would be left.
      guard distance <= limit, distance < max(typed.count, scalars.count) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    if let best { return best.name }
    // A name cut short, or its second half alone: "denoise", "model".
    guard typed.count >= 3 else { return nil }
    let starts = candidates.filter { $0.hasPrefix(name) || $0.hasSuffix("-" + name) }
    return starts.count == 1 ? starts.first : nil
  }

  /// Optimal string alignment.
  private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in 0..<first.count {
      var row = [i + 1]
      for j in 0..<second.count {
        let isSame = first[i].properties.lowercaseMapping == second[j].properties.lowercaseMapping
        var cost = min(last[j] + (isSame ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[second.count]
  }
}
