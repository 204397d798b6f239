import Dispatch
import Synchronization

/// Examples of which the next micro-batch is prepared while the network learns from this one: reading, resampling and
/// drawing noise take a processor that the network's own threads leave idle now and then. The same bits as `Examples`,
/// since an example follows from its number alone.
package final class ExamplesAhead: Sendable {
  package typealias MicroBatch = (examples: [Trainer.Example], paths: [String])

  private struct State: Sendable {
    var examples: Examples
    var number = -1
    var result: Result<MicroBatch, any Error>?

    mutating func prepare(_ number: Int, of size: Int) -> Result<MicroBatch, any Error> {
      if self.number == number, let result { return result }
      let made = Result { try examples.microBatch(number, of: size) }
      (self.number, result) = (number, made)
      return made
    }
  }

  private let state: Mutex<State>
  private let size: Int
  /// Serial, so that whoever asks for a micro-batch waits for the one in preparation.
  private let queue = DispatchQueue(label: "examples", qos: .userInitiated)

  /// - Parameter size: sounds in a micro-batch.
  package init(_ examples: Examples, of size: Int) {
    state = Mutex(State(examples: examples))
    self.size = size
  }

  /// The examples of a micro-batch, counted from 0, with the paths of their sounds; those of the next one are begun with.
  /// - Throws: what is wrong with a sound of this one. Of the next one it is told when that is asked for.
  package func microBatch(_ number: Int) throws -> MicroBatch {
    let result = queue.sync { state.withLock { $0.prepare(number, of: size) } }
    queue.async { [self] in
      state.withLock { state in
        state.result = nil
        _ = state.prepare(number + 1, of: size)
      }
    }
    return try result.get()
  }
}
