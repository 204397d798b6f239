import ArgumentParser
import Networks
import Tensors
import Training

/// Times steps of a training: forward, backward, AdamW and the moving average, one sound a step.
struct StepBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Times training steps of the published network.",
    discussion: "Prints the seconds of each step, a line each.")

  @ArgumentParser.Option(help: "Steps that are timed, after one that is not.") var steps = 5
  @ArgumentParser.Option(help: "Threads that work at once; one a processor when not given.") var threads: Int?
  @ArgumentParser.Option(help: "What computes the steps; the fastest kernels when not given.")
  var kernels: Engine.Kernels?
  @ArgumentParser.Flag(help: "Computes activations twice to spare memory.") var checkpointing = false

  func run() throws {
    let engine = try Engine(kernels: kernels, threads: threads)
    let architecture = try NetworkDescription(
      UNetDescription(
        inChannels: 2, channels: [32, 32, 64, 64, 128, 128, 256, 256], factors: [1, 2, 2, 2, 2, 2, 2, 2],
        items: [2, 2, 2, 2, 2, 2, 4, 4], attentions: [0, 0, 0, 0, 0, 1, 1, 1], attentionHeads: 8,
        attentionFeatures: 64))
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    layout.initialise(values, seed: 0)
    let network = try TrainableNetwork(
      architecture, values: values, length: 32768, recomputes: checkpointing, engine: engine)
    let trainer = try Trainer(network, accumulate: 1, on: engine)
    var generator = TorchGenerator(seed: 1)
    let example = Trainer.Example(
      sound: generator.randn(65536).map { $0 * 0.1 }, noise: generator.randn(65536), sigma: 0.4)
    for step in 0...steps {
      let elapsed = try ContinuousClock().measure { _ = try trainer.learn([example]) }.components
      if step > 0 { print(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18) }
    }
  }
}
