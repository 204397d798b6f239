import Analysis
import Audio

extension SoundView {
  /// The mel spectrogram (see `MelSpectrogram`): time in seconds, frequency in Hz on the mel scale, colours in dBFS.
  public static let mel = SoundView(name: "mel", title: "Mel spectrogram", isSpectrogram: true) {
    sound, section, _ throws(PlotError) in
    let spectrogram = try PlotError.analysed { () throws(AnalysisError) in try MelSpectrogram(of: sound) }
    return try DrawnSpectrogram(
      HeatMap(spectrogram), axis: FrequencyAxis(.mel, 0...spectrogram.highestFrequency), section)
  }

  /// The levels by octaves (see `OctaveSpectrogram`), which show what a kick does below 100 Hz; else as `mel`.
  public static let octaves = SoundView(name: "octaves", title: "Spectrogram by octaves", isSpectrogram: true) {
    sound, section, isInterrupted throws(PlotError) in
    let spectrogram = try PlotError.analysed { () throws(AnalysisError) in
      try OctaveSpectrogram(of: sound, isInterrupted: isInterrupted)
    }
    return try DrawnSpectrogram(
      HeatMap(spectrogram, duration: sound.duration), axis: FrequencyAxis(.octaves, spectrogram.range), section)
  }
}
