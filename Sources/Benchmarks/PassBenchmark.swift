import ArgumentParser
import Diffusion
import Foundation
import Networks
import Tensors

/// Times passes of a network, as many at a time as its standard input says.
struct PassBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pass",
    abstract: "Times passes of a network.",
    discussion: """
      Reads numbers from standard input, a line each: for a number n it does n passes and prints their n times in \
      seconds. At the end of the input it writes the last velocity and leaves.
      """)

  @Argument(help: "The checkpoint.") var checkpoint: String
  @Argument(help: "The network's input, [channels, length] floats and nothing else.") var noise: String
  @ArgumentParser.Option(help: "Frames of the input.") var length = 32768
  @ArgumentParser.Option(help: "The noise level that the network is told.") var sigma: Float = 0.5
  @ArgumentParser.Option(help: "The format of the products.") var precision = Engine.Precision.f32
  @ArgumentParser.Option(help: "What computes passes; the fastest kernels when not given.")
  var kernels: Engine.Kernels?
  @ArgumentParser.Option(help: "Threads that work at once; one a processor when not given.") var threads: Int?
  @ArgumentParser.Option(help: "Sounds to a pass, all with the same input.") var batch = 1
  @ArgumentParser.Option(help: "Where the velocity goes, floats as the input.") var out: String?

  func run() throws {
    let engine = try Engine(kernels: kernels, precision: precision, threads: threads)
    let (model, _) = try DiffusionModel.load(checkpoint: checkpoint, engine: engine, isLed: false)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: noise))
    let values = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    let x = try Tensor(
      shape: [batch, model.channels, length], values: Array((0..<batch).map { _ in values }.joined()))
    model.network.prepare(for: [sigma])

    var velocity: Tensor?
    while let line = readLine() {
      let times = try (0..<(Int(line) ?? 1)).map { _ in
        let start = ContinuousClock.now
        velocity = try model.network.velocity(of: x, sigma: Array(repeating: sigma, count: batch))
        let elapsed = (ContinuousClock.now - start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
      }
      print(times.map { String(format: "%.6f", $0) }.joined(separator: " "))
      fflush(nil)
    }
    if let out, let velocity {
      let first = velocity.values.prefix(values.count)
      try Array(first).withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: out)) }
    }
  }
}
