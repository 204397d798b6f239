import Tensors

/// Panels of weights that stay from sound to sound, for as long as the weights do: packing takes some 5 % of the time
/// in which a bundled model's network learns from a sound.
final class WeightPanels {
  /// Of which weight they are, and whether they make dx of dy rather than y of x.
  struct Place: Hashable {
    let weight: Int
    let isGradient: Bool
  }
  /// Whether the weights stay as they are from now on; who changes them makes it false.
  var areKept = false {
    didSet { if !areKept { round += 1 } }
  }
  /// The memory stays for other weights.
  private var memory: [Place: (panels: FloatBuffer, round: Int)] = [:]
  /// How often the weights have changed.
  private var round = 0

  /// Memory for a weight's panels, and whether they are in it already; if not, they are to be put there.
  func take(_ place: Place, count: Int) -> (panels: FloatBuffer, areThere: Bool) {
    if let known = memory[place], known.panels.count == count {
      memory[place] = (known.panels, round)
      return (known.panels, known.round == round)
    }
    let panels = FloatBuffer(count)
    memory[place] = (panels, round)
    return (panels, false)
  }

  /// Bytes that a network's take, about; 0 for one whose panels are too large to be kept.
  static func memoryNeeded(weights: Int) -> Int {
    // A convolution's 3 taps make 6 points, for each way.
    let bytes = 4 * MemoryLayout<Float>.stride * weights
    return bytes <= 64 << 20 ? bytes : 0
  }
}
