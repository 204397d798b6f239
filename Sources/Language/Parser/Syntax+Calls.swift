extension Program {
  /// All calls of commands in it, in the order in which they are written.
  var calls: [CommandSyntax] { statements.flatMap(\.calls).sorted { $0.span.start < $1.span.start } }
}

extension Statement {
  fileprivate var calls: [CommandSyntax] {
    switch kind {
    case .pipeline(let pipeline), .letVariable(_, let pipeline), .assignment(_, _, let pipeline): pipeline.calls
    case .branch(let branches, let otherwise):
      branches.flatMap { $0.condition.calls + $0.body.flatMap(\.calls) } + otherwise.flatMap(\.calls)
    case .forEach(_, let expression, let body), .whileLoop(let expression, let body):
      expression.calls + body.flatMap(\.calls)
    case .definition(let definition): definition.body.flatMap(\.calls)
    case .parameter(let parameter): parameter.fallback.argument.calls
    case .returnValue(let pipeline): pipeline?.calls ?? []
    case .breakLoop, .continueLoop: []
    case .attempt(let body, _, let handler): (body + handler).flatMap(\.calls)
    case .timed(let statement): statement.calls
    case .hushed(let body): body.flatMap(\.calls)
    }
  }
}

extension Pipeline {
  fileprivate var calls: [CommandSyntax] {
    stages.flatMap { stage in
      switch stage {
      case .expression(let expression): expression.calls
      case .command(let command): [command] + command.arguments.flatMap(\.calls)
      }
    }
  }
}

extension CommandSyntax.Argument {
  fileprivate var calls: [CommandSyntax] {
    switch kind {
    case .word, .endOfOptions: []
    case .expression(let expression), .spread(let expression): expression.calls
    case .option(_, let value): value?.calls ?? []
    }
  }
}

extension Expression {
  fileprivate var calls: [CommandSyntax] {
    switch kind {
    case .literal, .variable: []
    case .interpolation(let pieces): pieces.flatMap(\.calls)
    case .list(let items): items.flatMap(\.calls)
    case .record(let entries): entries.flatMap { $0.name.calls + $0.value.calls }
    case .group(let pipeline): pipeline.calls
    case .range(let first, let second), .binary(_, let first, let second, _), .index(let first, let second):
      first.calls + second.calls
    case .negation(let operand), .not(let operand), .field(let operand, _, _): operand.calls
    }
  }
}

extension Expression.Piece {
  fileprivate var calls: [CommandSyntax] { if case .value(let expression) = self { expression.calls } else { [] } }
}

extension Statement {
  /// The definitions in it.
  var definitions: [Definition] {
    switch kind {
    case .definition(let definition): [definition] + definition.body.flatMap(\.definitions)
    case .branch(let branches, let otherwise): (branches.flatMap(\.body) + otherwise).flatMap(\.definitions)
    case .forEach(_, _, let body), .whileLoop(_, let body): body.flatMap(\.definitions)
    case .attempt(let body, _, let handler): (body + handler).flatMap(\.definitions)
    case .timed(let statement): statement.definitions
    case .hushed(let body): body.flatMap(\.definitions)
    case .pipeline, .letVariable, .assignment, .parameter, .returnValue, .breakLoop, .continueLoop: []
    }
  }
}
