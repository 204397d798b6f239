import Glibc
import Text

/// A linear amplitude in dB of full scale, 20·log10; −infinity for 0.
public func decibels(_ amplitude: Double) -> Double { 20 * log10(amplitude) }

/// A linear amplitude in dB of full scale; −infinity for 0.
public func decibels(_ amplitude: Float) -> Double { decibels(Double(amplitude)) }

/// A power in dB, 10·log10, with a floor of −100 dB (1e-10), as torchaudio's `amplitude_to_DB` has it.
public func decibels(power: Float) -> Float { 10 * log10(max(power, 1e-10)) }

/// A linear amplitude above 0 as a level for people, with a decimal where it is not whole: "-6 dB", "-40.5 dB".
func levelText(_ amplitude: Double) -> String { "\(shortest((200 * log10(amplitude)).rounded() / 10)) dB" }

extension Sound {
  /// The linear factor of a level or a gain in dB, 10^(dB/20).
  ///
  /// It is a float's, since the last bit of a power in double precision hangs on the processor.
  public static func factor(decibels: Double) -> Double { Double(Float(pow(10, decibels / 20))) }
}

/// The linear factor of a level in dB in double precision, with the same bits on every processor.
package func amplitude(decibels: Double) -> Double { exponential(decibels * 0.115_129_254_649_702_284) }

/// e^x for |x| < 700, within a few units in the last place; 0 below.
package func exponential(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  let n = (min(x, 700) * 1.442_695_040_888_963_407).rounded()
  // ln 2 in two parts, of which n times the first is exact.
  let r = (min(x, 700) - n * 0.693_147_180_369_123_816) - n * 1.908_214_929_270_587_70e-10
  var sum = 1.0
  for k in stride(from: 13.0, to: 0, by: -1) { sum = 1 + sum * r / k }
  return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
}
