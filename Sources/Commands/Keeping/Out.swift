import Language

/// `out [NUMBER]`.
struct Out: Command {
  static let number = Parameter(
    optional: "number", .integer(in: -Results.limit...1_000_000_000),
    help: "Which result; -1 is the last. When not given, it lists them.")
  static let signature = Signature(
    CommandName.out, category: .session,
    summary: "Gives an earlier result again.",
    discussion: """
      Results are numbered from 1: each value that $it had at a statement's end. Some \(Results.limit) are kept, and \
      fewer of long sounds.
      """,
    parameters: [number], result: "the result", effect: .looks,
    examples: [
      .init("print 1; round 2.4; round 3.6; print (out 1)", "writes: 1, and 2"),
      .init("out", "The results that there are, with their numbers."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let results = session.results
    guard let number = call[Self.number] else {
      list(results.kept, call)
      return .nothing
    }
    let place = number < 0 ? results.count + 1 + number : number
    if let result = results.kept.first(where: { $0.number == place }) {
      let line = line(result)
      call.host.print(DisplayWidth.shortened(line, to: max(20, call.host.display.columns)), noted: line)
      return result.value
    }
    let hint =
      results.kept.first.map { "there are \($0.number) to \(results.count): out lists them" }
      ?? "there are none yet: generate gives one"
    throw CommandFailure(
      (1...max(1, results.count)).contains(place) && results.count > 0
        ? "result \(place) is no longer kept" : "there is no result \(number)", hint: hint, argument: Self.number)
  }

  private func list(_ results: [Results.Result], _ call: Call) {
    if results.isEmpty {
      call.host.page("no results yet: generate gives one")
    } else {
      call.host.showList(results.map(line))
    }
  }

  private func line(_ result: Results.Result) -> String {
    let text = result.text.split(whereSeparator: \.isNewline).joined(separator: " ")
    let value = (result.value.formatted(limit: 1000) ?? "…").replacing("\n", with: " ")
    return "\(result.number)  \(DisplayWidth.shortened(text, to: 40))  \(value)"
  }
}
