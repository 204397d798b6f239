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
