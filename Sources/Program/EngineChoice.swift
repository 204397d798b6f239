import ArgumentParser
import Networks
import Prompt
import Tensors

extension Arguments {
  /// The engine that the options ask for, or the environment where they don't, and what of that isn't granted; throws
  /// an error that names which.
  func engine(_ environment: [String: String]) throws -> (engine: Engine, refusal: String?) {
    let threads = try chosen(threads.map(String.init), "threads", environment) {
      guard let count = Int($0), (1...Workers.most).contains(count) else {
        throw ValidationError("\($1) takes a number of threads from 1 to \(Workers.most), not '\($0)'")
      }
      return count
    }
    let kernels = try chosen(kernels, "kernels", environment, Self.named(Engine.Kernels.self))
    let precision = try chosen(precision, "precision", environment, Self.named(AskedPrecision.self)) ?? .f32
    do {
      let engine = try Engine(
        kernels: kernels, asked: precision, threads: threads, isInterrupted: { Interrupts.isPending })
      return (engine, precision.refusal(by: engine))
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// What `read` makes of the option's text or, when there is none, of the variable's; `nil` when both are missing.
  private func chosen<Choice>(
    _ option: String?, _ name: String, _ environment: [String: String],
    _ read: (_ text: String, _ place: String) throws -> Choice
  ) throws -> Choice? {
    if let option { return try read(option, "--\(name)") }
    let variable = "DRUMLIN_\(name.uppercased())"
    guard let text = environment[variable], !text.isEmpty else { return nil }
    return try read(text, variable)
  }

  /// Reads one of the names of `Choice`.
  private static func named<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) -> (_ text: String, _ place: String) throws -> Choice {
    { text, place in
      guard let choice = Choice(rawValue: text) else {
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(place) takes one of \(names), not '\(text)'")
      }
      return choice
    }
  }
}
