import Checkpoints
import Cluster
import Dispatch
import Foundation
import Networks
import Tensors

/// What other ranks are told of a training that they are to help with.
struct TrainingJob: Codable {
  let plan: TrainingPlan
  /// The network and the sounds, as config.yaml.
  let config: String
  let dataFingerprint: UInt64
  /// What gradients are sent as.
  let format: String
}

/// What rank 0 asks of the others within a training.
enum TrainingWord: Codable, Equatable {
  /// So many micro-batches are learnt from.
  case learn(Int)
  /// The average is tried on the validation's sounds of these numbers.
  case validate(Range<Int>)
  /// Gradients that wait for the next step are brought together.
  case collect
  case end

  var bytes: [UInt8] { get throws { Array(try JSONEncoder().encode(self)) } }
  init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) }
}

/// Rank 0's side of a training that several ranks do: it alone knows the folder, and tells the others what comes next.
final class TrainingTeam {
  let ranks: Ranks
  private let sum: OrderedSum
  private let trainer: Trainer
  private let batch: Int
  /// Seconds of learning, and those of them in which this rank waited for the others.
  private var (learning, waiting) = (0.0, 0.0)
  private var (bytesSent, microBatches) = (0, 0)

  /// Has the others open the same data set and make the same network, and brings the state to them.
  /// - Throws: `RankError` for a rank that can't, or that holds other sounds.
  init(
    _ ranks: Ranks, plan: TrainingPlan, config: ModelConfig, trainer: Trainer, counters: TrainingCounters,
    as format: OrderedSum.Format
  ) throws {
    (self.ranks, self.trainer, batch) = (ranks, trainer, plan.batch)
    let job = TrainingJob(
      plan: plan, config: config.yaml(), dataFingerprint: counters.dataFingerprint, format: format.rawValue)
    try ranks.tell(TrainingHand.kind, try JSONEncoder().encode(job))
    sum = OrderedSum(ranks, stages: trainer.network.gradientStages, as: format)
    let answers = try ranks.answers()
    for (index, answer) in answers.enumerated() where answer != TrainingHand.ready {
      try ranks.tell(try TrainingWord.end.bytes)
      throw RankError.refused(ranks.name(index + 1), String(decoding: answer, as: UTF8.self))
    }
    try ranks.tell(try Array(JSONEncoder().encode(counters.metadata)))
    try trainer.share(with: ranks)
    sum.begin(with: trainer.network.gradients)
  }

  /// How many micro-batches are best learnt from at once, of those that the step lacks: as few as give each rank as
  /// much to do as there can be.
  func microBatches(lacking left: Int) -> Int {
    func share(_ count: Int) -> Double {
      let sounds = count * batch
      return Double(sounds) / Double((sounds + ranks.count - 1) / ranks.count * ranks.count)
    }
    return (1...max(1, min(left, ranks.count))).max { share($0) < share($1) } ?? 1
  }

  /// Learns from micro-batches from a number on, counted from 0.
  func learn(_ count: Int, from first: Int, examples: inout Examples, afterEach: (Double) -> Void) throws {
    let (began, waited, sent) = (DispatchTime.now().uptimeNanoseconds, ranks.waited, sum.bytesSent)
    defer {
      learning += Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
      waiting += ranks.waited - waited
      (bytesSent, microBatches) = (bytesSent + sum.bytesSent - sent, microBatches + count)
    }
    try ranks.tell(try TrainingWord.learn(count).bytes)
    try together {
      try trainer.learn(
        microBatches: count, of: batch, together: sum,
        example: { [batch] in try examples.example(at: first * batch + $0) }, afterEach: afterEach)
    }
  }

  /// The losses of the validation's sounds of these numbers.
  func validate(_ numbers: Range<Int>, examples: Examples) throws -> [Double] {
    try ranks.tell(try TrainingWord.validate(numbers).bytes)
    return try together {
      try trainer.validate(numbers.count, together: ranks) { try examples.validation(numbers.lowerBound + $0) }
    }
  }

  /// Work that the others wait for: they are told when it fails here.
  private func together<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as TrainingError {
      // All ranks come to the same.
      throw error
    } catch {
      ranks.report(trouble: "\(error)")
      throw error
    }
  }

  /// Brings gradients that wait for the next step together, where they can be saved.
  func collect() throws {
    try ranks.tell(try TrainingWord.collect.bytes)
    try sum.collect(into: trainer.network.gradients)
  }

  /// Forgets what waits for the next step.
  func clear() { sum.clear() }

  /// Lets the others go.
  deinit { try? ranks.tell((try? TrainingWord.end.bytes) ?? []) }

  /// What was sent and waited for so far.
  var exchange: TrainingRun.Exchange {
    let steps = Double(microBatches) / Double(trainer.accumulate)
    return TrainingRun.Exchange(
      ranks: ranks.count, bytesToStep: steps > 0 ? Double(bytesSent) / steps : 0,
      waiting: learning > 0 ? waiting / learning : 0)
  }
}

extension Trainer {
  /// Brings rank 0's weights and all that is kept of them to the others.
  fileprivate func share(with ranks: Ranks) throws {
    let led = guidance.map { [$0.origin, $0.guide] } ?? []
    for buffer in [network.values, average.values, optimiser.mean, optimiser.square, network.gradients] + led {
      try ranks.share(buffer)
    }
  }

  /// Takes over the state that rank 0 shares.
  func take(_ counters: TrainingCounters, from ranks: Ranks) throws {
    try share(with: ranks)
    optimiser.step = counters.steps
    average.calls = counters.averageCalls
    pending = counters.pending
  }
}
