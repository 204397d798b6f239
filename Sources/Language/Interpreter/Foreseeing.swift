/// What a pipeline comes to that need not run, since what it would write is there already.
public struct Foreseen {
  /// A command that the pipeline would run, with its arguments; what would be piped in is not yet known.
  public typealias Step = (command: any Command, call: Call)

  /// What stands for its value as long as nobody asks for that.
  let standIn: Value
  /// Makes the value after all.
  let make: () throws -> Value

  /// - Parameters:
  ///   - standIn: what stands for the value.
  ///   - make: makes the value, and leaves all else as it is.
  public init(standIn: Value, make: @escaping () throws -> Value) { (self.standIn, self.make) = (standIn, make) }
}

extension Call {
  /// The call with a value as its input.
  public func taking(_ input: Value) -> Call {
    var arguments = arguments
    if let parameter = signature.parameters.first(where: { $0.arity == .input }) {
      arguments[parameter.name] = Argument(value: input, span: nil)
    }
    return Call(signature: signature, host: host, arguments: arguments, in: surroundings)
  }
}

extension Interpreter {
  /// What a pipeline that is a statement comes to, where that is there already and nothing has to run for it; nil where
  /// it has to. Only what ends by writing is asked about, and whose arguments are told without running anything.
  /// In a definition it could be what that returns, which is more than the writing.
  func foreseen(_ pipeline: Pipeline) -> Foreseen? {
    guard let foresee, calls == 0, pipeline.stages.count > 1 else { return nil }
    var steps: [Foreseen.Step] = []
    // The last one first, which mostly settles it.
    for (index, stage) in pipeline.stages.enumerated().reversed() {
      guard case .command(let invocation) = stage, definitions[invocation.name] == nil,
        let command = registry[invocation.name], invocation.arguments.allSatisfy(\.isKnownBefore)
      else { return nil }
      let signature = type(of: command).signature
      guard !steps.isEmpty || signature.effect == .writes else { return nil }
      let binder = ArgumentBinder(signature: signature, it: { .nothing }, home: home, source: source)
      // What is wrong is told by the run.
      guard let given = try? invocation.arguments.map(evaluate),
        let arguments = try? binder.bind(given, piped: index > 0 ? .unknown : nil)
      else { return nil }
      steps.append((command, Call(signature: signature, host: host, arguments: arguments, in: surroundings)))
    }
    return try? foresee(steps.reversed())
  }
}

extension CommandSyntax.Argument {
  /// Whether it hangs neither on a command nor on `$it`.
  fileprivate var isKnownBefore: Bool {
    switch kind {
    case .word, .endOfOptions: true
    case .expression(let expression), .spread(let expression): expression.isKnownBefore
    case .option(_, let value): value?.isKnownBefore ?? true
    }
  }
}

extension Expression {
  fileprivate var isKnownBefore: Bool {
    switch kind {
    case .literal: true
    case .variable(let name): name != "it"
    case .interpolation(let pieces):
      pieces.allSatisfy { if case .value(let expression) = $0 { expression.isKnownBefore } else { true } }
    case .list(let items): items.allSatisfy(\.isKnownBefore)
    case .record(let entries): entries.allSatisfy { $0.name.isKnownBefore && $0.value.isKnownBefore }
    case .group(let pipeline):
      pipeline.stages.allSatisfy {
        if case .expression(let expression) = $0 { expression.isKnownBefore } else { false }
      }
    case .range(let first, let second), .binary(_, let first, let second, _), .index(let first, let second):
      first.isKnownBefore && second.isKnownBefore
    case .negation(let operand), .not(let operand), .field(let operand, _, _): operand.isKnownBefore
    }
  }
}
