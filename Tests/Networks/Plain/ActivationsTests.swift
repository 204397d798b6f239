import Networks
import Tensors
import Testing

struct ActivationsTests {
  @Test func turnsSoundsToChannelsLastAndBack() throws {
    let batch = try Tensor(shape: [2, 2, 3], values: (0..<12).map(Float.init))
    let second = try Activations(batch: batch, element: 1)
    #expect(second.length == 3 && second.channels == 2)
    #expect(second.values == [6, 9, 7, 10, 8, 11])
    #expect(second.channelsFirst() == [6, 7, 8, 9, 10, 11])
  }

  @Test func refusesWhatIsNoElementOfABatch() throws {
    #expect(throws: NetworkError.self) { try Activations(batch: .zeros([2, 3]), element: 0) }
    #expect(throws: NetworkError.self) { try Activations(batch: .zeros([2, 3, 4]), element: 2) }
    #expect(throws: NetworkError.self) { try Activations(batch: .zeros([2, 3, 4]), element: -1) }
  }
}
