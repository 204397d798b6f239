/// What programs have left behind: their variables, their definitions and `$it`, as one value to come back to.
public struct ProgramMemory {
  /// The value of the last command that gave one.
  public let it: Value
  /// By name, without `$`.
  public let variables: [String: Value]
  let definitions: [String: Definition]
  /// How often anything of it had changed by then.
  public let changes: Int
  /// How often `$it` had.
  public let results: Int
}
