extension SignalTransform {
  /// The numbers that tiny-audio-diffusion's UNetT_LT stands for.
  private static let usual = (filters: 32, window: 16, stride: 16)

  /// Reads what stands under net_t: the class's name alone, or the class with its settings.
  init(_ document: ConfigDocument, at place: [String]) throws(ConfigFault) {
    let target = document.value(place + ["_target_"])?.string ?? document.value(place)?.string
    let name = target?.split(separator: ".").last.map(String.init) ?? "UNetT"
    func setting(_ key: String, _ range: ClosedRange<Int>, usual: Int?) throws(ConfigFault) -> Int {
      guard let value = try document.integer(place + [key], range) ?? usual else {
        throw .missing(key: (place + [key]).joined(separator: "."))
      }
      return value
    }
    let known: Set<String>
    switch name {
    case "LTPlugin", "UNetT_LT":
      let usual = name == "UNetT_LT" ? Self.usual : nil
      let window = try setting("window_length", 1...65_536, usual: usual?.window)
      self = .learned(
        filters: try setting("num_filters", 1...65_536, usual: usual?.filters), window: window,
        stride: try setting("stride", 1...65_536, usual: usual?.stride))
      known = ["net_t", "num_filters", "window_length", "stride"]
    case "PatchPlugin":
      self = .patch(size: try setting("patch_size", 1...65_536, usual: nil))
      known = ["net_t", "patch_size"]
    default:
      self = .none
      known = []
    }
    for (node, _) in document.value(place)?.mapping ?? [:] {
      let key = node.string ?? ConfigDocument.describe(node)
      guard known.contains(key) || key.hasPrefix("_") else {
        throw .unknownKey((place + [key]).joined(separator: "."))
      }
    }
  }
}
