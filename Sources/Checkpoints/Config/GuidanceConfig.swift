/// What a config.yaml says about another model that the sounds are led away from while they are made. Keys of drumlin's
/// own: tiny-audio-diffusion has none of them.
public struct GuidanceConfig: Sendable, Equatable, Codable {
  /// `away_from`: the other model's name; which names there are Diffusion knows.
  public var awayFrom: String
  /// `guidance`: how far the sounds are led.
  public var weight: Double
  /// `guidance_sigma`: the noise levels at which they are.
  public var interval: ClosedRange<Double>

  /// How far they can be led.
  public static let weights = 0.0...10.0
  /// How far where nobody says.
  public static let usualWeight = 0.3
  /// At which noise levels where nobody says.
  public static let usualInterval = 0.15...0.95

  /// Led in the usual way, where nothing else is given.
  public init(
    awayFrom: String, weight: Double = usualWeight, interval: ClosedRange<Double> = usualInterval
  ) {
    (self.awayFrom, self.weight, self.interval) = (awayFrom, weight, interval)
  }
}
