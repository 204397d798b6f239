import Diffusion
import Language
import Text

/// The run under way, with the states that it has been through.
struct CurrentRun {
  var value: RunValue
  var trail: RunTrail

  /// A run that begins here.
  init(_ value: RunValue) {
    self.value = value
    trail = RunTrail(from: value.run)
  }

  /// The same run at a step that was done before; computes what is missing where its state is no longer kept.
  mutating func go(to step: Int, limit: Int, afterEach: (DenoisingRun) throws -> Void) throws {
    guard var run = trail.nearest(to: step) else { return }
    if run.step < step { try run.advance(step - run.step, afterEach: afterEach) }
    value.run = run
    trail.keep(run, limit: limit)
  }
}

/// A place that `goto` comes back to: a run and the step it was at.
struct Mark {
  let name: String
  var current: CurrentRun
}

extension Session {
  /// The memory that the states of all runs together may hold, in bytes.
  static let trailLimit = 512 << 20
  /// How many marks there may be.
  static let markLimit = 64

  /// What one run's states may hold, so that all stay within the limit.
  var trailShare: Int { Self.trailLimit / (state.marks.count + 1) }

  /// Sets a mark at the run as it stands, in the place of one of the same name.
  func setMark(_ name: String, _ current: CurrentRun) throws {
    state.marks.removeAll { $0.name == name }
    guard state.marks.count < Self.markLimit else {
      throw CommandFailure("there are \(Self.markLimit) marks already", hint: "use one of their names again")
    }
    state.marks.append(Mark(name: name, current: current))
    let share = trailShare
    for index in state.marks.indices { state.marks[index].current.trail.thin(to: share) }
    state.current?.trail.thin(to: share)
  }

  /// Takes the run further, showing how far it is, and keeps each step as it is done; a step done before is not
  /// computed again.
  /// - Returns: the sound as it then stands.
  func advanceRun(by count: Int, _ call: Call) throws -> Value {
    for _ in 0..<count { try call.reportStep(try advanceRun()) }
    return try showRun(call)
  }

  /// Takes the run a step further and says nothing of it; stops at Ctrl-C.
  func advanceRun(silently call: Call) throws {
    try advanceRun()
    try call.checkInterrupt()
  }

  /// Takes the run a step further.
  /// - Returns: the run there.
  @discardableResult
  private func advanceRun() throws -> DenoisingRun {
    var value = try run()
    if let kept = state.current?.trail[value.run.step + 1] { value.run = kept } else { try value.run.advance() }
    let share = trailShare
    state.current?.value = value
    state.current?.trail.keep(value.run, limit: share)
    return value.run
  }

  /// Takes the run to one of the steps that it has been at.
  func goTo(step: Int, _ call: Call, argument: any ArgumentDeclaration) throws -> Value {
    guard var current = state.current else {
      _ = try run()
      return .nothing
    }
    let trail = current.trail
    guard step >= trail.first else {
      let isFork = trail.first > 0
      throw CommandFailure(
        step < 0 ? "the run is only at step \(current.value.run.step)" : "the run was forked at step \(trail.first)",
        hint: isFork ? "goto a mark to come to what lies before" : "goto 0 is its beginning", argument: argument)
    }
    guard step <= trail.furthest else {
      throw CommandFailure(
        "step \(step) is not done yet: the run has come to step \(trail.furthest) of \(current.value.run.steps)",
        hint: "denoise-step goes on", argument: argument)
    }
    try current.go(to: step, limit: trailShare) { try call.reportStep($0, label: "going back") }
    state.current = current
    return try showRun(call)
  }

  /// Says where the run stands.
  /// - Returns: its sound.
  func showRun(_ call: Call) throws -> Value {
    let value = try run()
    call.host.show(nil)
    call.host.print(value.summary)
    return try value.sounds(predicted: false)
  }
}

extension Call {
  /// Shows how far a run is and stops at Ctrl-C; called after each step.
  func reportStep(_ run: DenoisingRun, label: String = "denoising") throws {
    host.show(Progress(label, done: run.step, total: run.steps, note: "sigma \(decimals(Double(run.sigma), 3))"))
    try checkInterrupt()
  }
}
