/// The variables of a block, and the block around it.
final class Scope {
  private(set) var variables: [String: Value] = [:]
  /// How often a variable was set.
  private(set) var changes = 0
  private let parent: Scope?

  init(in parent: Scope? = nil) {
    self.parent = parent
  }

  /// Declares a variable here, or gives the one that is here already another value.
  func declare(_ name: String, _ value: Value) {
    variables[name] = value
    changes += 1
  }

  /// Has these variables and no others.
  func replace(by variables: [String: Value]) {
    self.variables = variables
    changes += 1
  }

  /// The value of the nearest variable of that name.
  func value(of name: String) -> Value? {
    var scope = self
    while true {
      // Most blocks declare nothing, and hashing a name costs more than asking.
      if !scope.variables.isEmpty, let value = scope.variables[name] { return value }
      guard let parent = scope.parent else { return nil }
      scope = parent
    }
  }

  /// The nearest scope that has a variable of that name.
  func holder(of name: String) -> Scope? {
    var scope = self
    while scope.variables.isEmpty || scope.variables.index(forKey: name) == nil {
      guard let parent = scope.parent else { return nil }
      scope = parent
    }
    return scope
  }

  /// Forgets what was declared here, for the next turn of a loop.
  func clear() {
    if !variables.isEmpty { variables.removeAll(keepingCapacity: true) }
  }

  /// All the names that are visible here.
  var names: [String] {
    var names = Set<String>()
    var scope: Scope? = self
    while let current = scope {
      names.formUnion(current.variables.keys)
      scope = current.parent
    }
    return names.sorted()
  }
}
