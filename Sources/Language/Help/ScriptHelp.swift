extension ScriptInterface {
  /// What the script is for, by its first comment, and the parameters that it takes.
  public func help(columns: Int) -> String {
    let width = min(max(columns, 20), 100)
    let prose = ScriptProse.bare(ScriptProse.wrapped(purpose, columns: width + 2)).joined(separator: "\n")
    let help = signature.help(columns: columns)
    return prose.isEmpty ? help : prose + "\n\n" + help
  }

  /// The comment that the script begins with, unless it is the first parameter's help.
  private var purpose: String {
    let step = source.firstComment
    guard let first = parameters.first, !first.comment.isEmpty else { return step }
    let own = ScriptProse.bare(step.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    return own.joined(separator: "\n") == first.comment ? "" : step
  }
}
