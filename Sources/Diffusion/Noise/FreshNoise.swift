import Tensors

/// What samplers draw fresh noise from, step by step: one random stream for all sounds of a run, or one for each, so
/// that those made together come out as they do alone.
public struct FreshNoise: Sendable {
  private var streams: [TorchGenerator]

  /// One stream for all sounds.
  public init(_ stream: TorchGenerator) { streams = [stream] }

  /// A stream for each sound of a batch.
  public init(each streams: [TorchGenerator]) { self.streams = streams }

  /// As many normal values as a batch [B, C, L] holds.
  mutating func draw(for batch: Tensor) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(batch.count)
    for index in streams.indices { values += streams[index].randn(batch.count / streams.count) }
    return values
  }
}
