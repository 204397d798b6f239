import ArgumentParser
import Networks
import Tensors

/// Measures the kernels and whole passes, for `scripts/benchmark` and whoever works on the engine.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks", abstract: "Measures drumlin's engine and language.",
    subcommands: [KernelBenchmark.self, PassBenchmark.self, LanguageBenchmark.self, StepBenchmark.self],
    defaultSubcommand: KernelBenchmark.self)
}

// Options take these by their names, and help lists them.
extension InstructionSet: ExpressibleByArgument {}
extension Engine.Kernels: ExpressibleByArgument {}
extension Engine.Precision: ExpressibleByArgument {}
