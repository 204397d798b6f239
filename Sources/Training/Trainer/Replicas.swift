import Networks
import Tensors

/// Replicas of a network in training, which take the sounds of a micro-batch side by side, each on a thread: they share
/// the network's weights and have activations and gradients of their own.
///
/// A layer adds to each weight's gradient once a sound, so that gradients which begin at zero and are added in the
/// sounds' order give the bits that the network alone would.
final class Replicas {
  private let network: TrainableNetwork
  private let engine: Engine
  /// As many as sounds go side by side; none when that is one, which the network takes with all threads.
  private let replicas: [TrainableNetwork]

  /// - Parameter count: how many sounds go side by side, at most one a thread.
  init(of network: TrainableNetwork, count: Int, on engine: Engine) throws {
    (self.network, self.engine) = (network, engine)
    let count = min(count, engine.workers.count)
    replicas = try (0..<(count > 1 ? count : 0)).map { _ in
      try network.replica(on: Engine(kernels: engine.kernels, precision: engine.precision, workers: Workers(1)))
    }
  }

  /// The weights stay for so many micro-batches, see `TrainableNetwork.weightsStay`.
  func weightsStay(for microBatches: Int, of batch: Int) {
    let networks = replicas.isEmpty || batch == 1 ? [network] : replicas
    for network in networks { network.weightsStay = microBatches * batch > networks.count }
  }

  /// The weights change.
  func weightsChange() { for network in [network] + replicas { network.weightsStay = false } }

  /// What `body` gives for each example with a network; several at once.
  func map<Value: Sendable>(
    _ examples: [Trainer.Example], _ body: (TrainableNetwork, Trainer.Example) throws -> Value
  ) throws -> [Value] {
    try inTurns(examples, body) { _ in }
  }

  /// The same for a `body` that adds to its network's gradients, all of which come to the network's own.
  func addingGradients<Value: Sendable>(
    _ examples: [Trainer.Example], _ body: (TrainableNetwork, Trainer.Example) throws -> Value
  ) throws -> [Value] {
    try inTurns(examples, body) { replicas in
      engine.forChunks(network.layout.count) { first, count in
        let sum = network.gradients.slice(first, count)
        for replica in replicas {
          let gradient = replica.gradients.slice(first, count)
          for index in 0..<count { sum[index] += gradient[index] }
          gradient.update(repeating: 0, count: count)
        }
      }
    }
  }

  /// Runs `body` for as many examples at once as there are replicas, and tells `merge` which were used after each turn.
  private func inTurns<Value: Sendable>(
    _ examples: [Trainer.Example], _ body: (TrainableNetwork, Trainer.Example) throws -> Value,
    merge: (ArraySlice<TrainableNetwork>) -> Void
  ) throws -> [Value] {
    guard examples.count > 1, !replicas.isEmpty else { return try examples.map { try body(network, $0) } }
    var values: [Value] = []
    while values.count < examples.count {
      let first = values.count
      let count = min(replicas.count, examples.count - first)
      defer { merge(replicas.prefix(count)) }
      values += try engine.workers.map(count) { try body(replicas[$0], examples[first + $0]) }
    }
    return values
  }
}
