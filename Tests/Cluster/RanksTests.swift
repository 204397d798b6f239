import Cluster
import Tensors
import Testing

/// Words between rank 0 and the others, and what becomes of them when one fails.
@Suite struct RanksTests {
  private static func description(_ version: String = "1", _ arithmetic: String = "a") -> RankDescription {
    RankDescription(host: "here", version: version, engine: "plain", arithmetic: arithmetic)
  }

  @Test func wordsAndAnswers() throws {
    let heard = try LocalWorld.run(4) { ranks -> [String] in
      guard ranks.isFirst else {
        let (kind, content) = Ranks.work(in: try ranks.listen())
        try ranks.answer(Array("\(kind) \(content) \(ranks.rank)".utf8))
        return []
      }
      try ranks.tell("work", [1, 10, 2])
      return try ranks.answers().map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(heard[0] == ["work [1, 10, 2] 1", "work [1, 10, 2] 2", "work [1, 10, 2] 3"])
  }

  @Test(arguments: [0, 1, 5, 9]) func gathersNumbers(count: Int) throws {
    let gathered = try LocalWorld.run(3) { ranks in
      try ranks.gathered(stride(from: ranks.rank, to: count, by: 3).map { Double($0) / 3 }, of: count)
    }
    for numbers in gathered { #expect(numbers == (0..<count).map { Double($0) / 3 }) }
  }

  @Test func sharesFloats() throws {
    // More than goes into one message.
    let count = (1 << 20) + 3
    let sums = try LocalWorld.run(3) { ranks in
      let buffer = FloatBuffer(count)
      if ranks.isFirst { for index in 0..<count { buffer.all[index] = Float(index) } }
      try ranks.share(buffer)
      return (0..<count).allSatisfy { buffer.all[$0] == Float($0) }
    }
    #expect(sums == [true, true, true])
  }

  @Test func meets() throws {
    let found = try LocalWorld.run(3) { ranks -> [RankDescription] in
      guard ranks.isFirst else {
        try ranks.introduce(Self.description())
        return []
      }
      try ranks.meet(Self.description())
      return ranks.descriptions
    }
    #expect(found[0].count == 3)
  }

  @Test(arguments: [("2", "a", "runs drumlin 2"), ("1", "b", "other bits")])
  func refusesOthers(version: String, arithmetic: String, says: String) throws {
    let error = #expect(throws: RankError.self) {
      try LocalWorld.run(3) { ranks in
        if ranks.isFirst {
          try ranks.meet(Self.description())
        } else {
          try ranks.introduce(ranks.rank == 2 ? Self.description(version, arithmetic) : Self.description())
        }
      }
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.hasPrefix("rank 2 on here can't work with rank 0: ") && text.contains(says))
  }

  /// A rank that can't go on is named to those who wait for it, and nothing is sent after that.
  @Test func troubleIsTold() throws {
    let errors = try LocalWorld.run(3) { ranks -> [String] in
      if ranks.rank == 2 {
        ranks.report(trouble: "no more memory")
        return []
      }
      guard ranks.isFirst else { return [] }
      var errors: [String] = []
      for _ in 0..<2 { do { _ = try ranks.gathered([0], of: 3) } catch { errors.append("\(error)") } }
      return errors + ["\(ranks.areApart)"]
    }
    let first = "rank 2 can't go on: no more memory"
    #expect(errors[0].first == first && errors[0].last == "true" && errors[0].count == 3)
  }
}
