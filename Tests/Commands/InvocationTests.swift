import Commands
import Language
import Networks
import Testing

/// What drumlin writes as a statement reads back as the same statement, whatever a command of the registry takes.
@Suite struct InvocationTests {
  @Test func everyCommandReadsBack() throws {
    var random = Draws(seed: 7)
    for signature in try Session(engine: Engine(threads: 1)).commands.signatures {
      for _ in 0..<60 {
        let invocation = random.invocation(of: signature)
        let text = invocation.description
        #expect(Invocation(parsing: text) == invocation, "\(text)")
        #expect(Invocation(parsing: text)?.description == text)
      }
    }
  }

  @Test func bindingsReadBack() {
    let terms: [Invocation.Term] = [
      .variable("it"), .item(of: "it", 3), .number(Quantity(0.02, .seconds)), .text("a {b} \"c\""), .bool(true),
      .nothing, .list([.variable("s1"), .number(Quantity(-6, .decibels))]),
    ]
    for term in terms {
      let statement = WrittenStatement.binding("s2", term)
      #expect(WrittenStatement(parsing: statement.description) == statement)
    }
  }

  @Test func whatIsComputedIsNoInvocation() {
    for text in [
      "generate --seed (1 + 2)", "generate | export a.wav", "export \"kick-{$n}.wav\"", "generate; generate", "$x + 1",
      "let $x = generate", "fade ...$options", "if true { generate }", "generate (", "",
    ] {
      #expect(Invocation(parsing: text) == nil, "\(text)")
    }
  }

  @Test func inputsAreWrittenByTheirNames() {
    let mix = Invocation("mix", [.positional(.list([.input(0, isImplicit: false), .input(1, isImplicit: false)]))])
    #expect(mix.naming { .variable("s\($0 + 1)") }.description == "mix [$s1, $s2]")
    let fade = Invocation("fade", [.positional(.input(0, isImplicit: true)), .option("out", .number(Quantity(1)))])
    #expect(fade.naming { _ in nil }.description == "fade --out 1")
    #expect(fade.naming { _ in .variable("s1") }.description == "fade $s1 --out 1")
  }
}

/// Random calls, the same at each run.
private struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }

  mutating func invocation(of signature: Signature) -> Invocation {
    var arguments: [Invocation.Argument] = []
    for parameter in signature.parameters {
      let count = parameter.arity == .rest ? next(3) : parameter.arity == .required ? 1 : next(2)
      for _ in 0..<count { arguments.append(.positional(term(parameter.type))) }
    }
    for option in signature.options where next(2) == 0 {
      arguments.append(.option(option.name, option.type.map { term($0) }))
    }
    return Invocation(signature.name, arguments)
  }

  private mutating func term(_ type: ParameterType, isNested: Bool = false) -> Invocation.Term {
    switch type {
    case .any: term([.text, .boolean, .integer(in: 0...9), .list(of: .text)][next(4)], isNested: isNested)
    case .text, .path: isNested ? .text(text()) : Invocation.Term(text: text())
    case .boolean: .bool(next(2) == 0)
    case .integer(let range):
      .number(Quantity(Double(range.lowerBound) + Double(next(1000)).truncatingRemainder(dividingBy: 1000)))
    case .number(let units, let range): .number(number(units[next(units.count)], range ?? -1e30...1e30))
    case .choice(let words):
      isNested ? .text(words[next(words.count)]) : Invocation.Term(text: words[next(words.count)])
    case .foreign: [.variable("kick"), .item(of: "takes", next(9))][next(2)]
    case .list(let item): .list((0..<next(4)).map { _ in term(item, isNested: true) })
    case .record(let field): .record([.init("kick", term(field, isNested: true)), .init("open hat", .text(text()))])
    case .either(let types): term(types[next(types.count)], isNested: isNested)
    }
  }

  private mutating func number(_ unit: Unit, _ range: ClosedRange<Double>) -> Quantity {
    let low = max(range.lowerBound, -1e30)
    let high = min(range.upperBound, 1e30)
    let share = Double(next(1_000_000)) / 1_000_000
    return Quantity([low + (high - low) * share, Double(next(100)), 1e-7 * share, -share][next(4)], unit)
  }

  private mutating func text() -> String {
    let pieces = [
      "a", "kick", "-", "--", "{", "}", "\"", "\\", " ", "\n", "\t", "\u{1B}", "\u{7F}", "é", "漢", "👍🏽", "1", ".", "/",
      "~",
      "$it", "#", ";", "|", "true", "1..8", "20ms", "=", ",", "(", ")", "[", "]",
    ]
    return (0..<next(6)).map { _ in pieces[next(pieces.count)] }.joined()
  }
}
