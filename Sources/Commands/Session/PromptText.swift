import Language

extension Session {
  /// What the prompt says before a line: model, seed and step while a run is under way, such as
  /// `kicks_v7 · seed 42 · 10/50> `, and else `drumlin> `.
  public var promptText: String {
    guard let value = state.current?.value, !value.run.isFinished else { return "drumlin> " }
    let name = state.model.map { DisplayWidth.shortened(Diagnostic.visible($0.name), to: 20) + " · " } ?? ""
    return "\(name)seed \(value.seed) · \(value.run.step)/\(value.run.steps)> "
  }
}
