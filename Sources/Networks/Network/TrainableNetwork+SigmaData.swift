extension TrainableNetwork {
  /// Measures how large each coefficient of a lapped transform is in the sounds to learn from, and writes that to its
  /// place among the weights; leaves other networks as they are.
  /// - Parameters:
  ///   - groups: numbers of sounds; each group counts as much, however many there are in it.
  ///   - sound: gives a sound by its number, [C, L]; what it throws ends the measuring.
  public func measureSigmaData(of groups: [[Int]], sound: (_ number: Int) throws -> [Float]) throws {
    guard let lapped, let transform = architecture.lappedTransform, let entry = layout.entry(transform.sigmaData.name)
    else { return }
    var means = [Double](repeating: 0, count: entry.count)
    for numbers in groups {
      let share = 1 / Double(numbers.count * groups.count)
      for number in numbers {
        for (place, value) in try lapped.encode(sound(number)).enumerated() {
          means[place] += share * Double(value) * Double(value)
        }
      }
    }
    values.slice(entry.offset, entry.count).update(from: transform.sigmaData(meanSquares: means), count: entry.count)
  }
}
