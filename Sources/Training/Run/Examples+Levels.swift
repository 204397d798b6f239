import Networks
import Tensors

extension Examples {
  /// Measures how large each coefficient of a lapped transform is in the sounds to learn from, each folder counting as
  /// much where they have their turns, and writes the levels to their place among the weights; leaves the weights of
  /// other networks alone.
  /// - Throws: `DatasetError` for a sound that can't be had any more.
  func measureLevels(
    of architecture: NetworkDescription, into values: FloatBuffer, _ layout: ParameterLayout, _ engine: Engine
  ) throws {
    guard let lapped = try engine.lappedTransform(architecture), let entry = layout.entry(lapped.levels.name) else {
      return
    }
    var means = [Double](repeating: 0, count: entry.count)
    for items in groupsOfItems {
      let share = 1 / Double(items.count * groupsOfItems.count)
      for item in items {
        for (place, value) in try lapped.coefficients(of: sound(item)).enumerated() {
          means[place] += share * Double(value) * Double(value)
        }
      }
    }
    values.slice(entry.offset, entry.count).update(from: lapped.levels(meanSquares: means), count: entry.count)
  }
}
