/// A kit for Hydrogen (its data/xsd/drumkit.xsd of version 1.2): a .h2drumkit, which is a tar.gz of a folder with
/// drumkit.xml and the samples.
extension Kit {
  /// The most sounds of a voice that Hydrogen takes: its layers.
  public static let layerLimit = 16

  /// The archive's bytes, with further files beside the samples.
  public func hydrogen(samples: [File], info: String, beside files: [File]) -> [UInt8] {
    let description = File("drumkit.xml", Array(drumkit(info: info).utf8))
    return Gzip.bytes(TarArchive.bytes(folder: name, [description] + samples + files))
  }

  /// drumkit.xml. Sounds of a voice are layers over all velocities, of which Hydrogen takes one after the other.
  package func drumkit(info: String) -> String {
    let name = XML("name", name)
    let instruments = voices.indices.map { instrument($0) }
    let root = XML(
      "drumkit_info",
      [
        name, XML("author", ""), XML("info", info), XML("license", "undefined license"), XML("image", ""),
        XML("imageLicense", "undefined license"),
        XML("componentList", [XML("drumkitComponent", [XML("id", "0"), XML("name", "Main"), XML("volume", "1")])]),
        XML("instrumentList", instruments),
      ], attributes: #" xmlns="http://www.hydrogen-music.org/drumkit""#)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.text(indent: 0)
  }

  private func instrument(_ number: Int) -> XML {
    let voice = voices[number]
    let layers = voice.samples.indices.map { index in
      XML(
        "layer",
        [
          XML("filename", fileName(voice: number, sample: index)), XML("min", "0"), XML("max", "1"), XML("gain", "1"),
          XML("pitch", "0"),
        ])
    }
    let settings: [(String, String)] = [
      ("id", "\(number)"), ("name", voice.name), ("volume", "1"), ("isMuted", "false"), ("isSoloed", "false"),
      ("pan", "0"), ("pitchOffset", "0"), ("randomPitchFactor", "0"), ("gain", "1"), ("applyVelocity", "true"),
      ("filterActive", "false"), ("filterCutoff", "1"), ("filterResonance", "0"), ("Attack", "0"), ("Decay", "0"),
      ("Sustain", "1"), ("Release", "1000"), ("muteGroup", voice.isChoked ? "1" : "-1"), ("midiOutChannel", "-1"),
      ("midiOutNote", "\(voice.key)"), ("isStopNote", "false"),
      ("sampleSelectionAlgo", layers.count > 1 ? "ROUND_ROBIN" : "VELOCITY"), ("isHihat", "-1"), ("lower_cc", "0"),
      ("higher_cc", "127"), ("FX1Level", "0"), ("FX2Level", "0"), ("FX3Level", "0"), ("FX4Level", "0"),
    ]
    let component = XML("instrumentComponent", [XML("component_id", "0"), XML("gain", "1")] + layers)
    return XML("instrument", settings.map { XML($0.0, $0.1) } + [component])
  }
}

/// An element of an XML document.
struct XML {
  private enum Content {
    case text(String)
    case elements([XML])
  }

  private let name: String
  private let attributes: String
  private let content: Content

  /// An element with text in it, which is escaped.
  init(_ name: String, _ text: String) { (self.name, attributes, content) = (name, "", .text(text)) }

  /// An element with others in it.
  init(_ name: String, _ elements: [XML], attributes: String = "") {
    (self.name, self.attributes, content) = (name, attributes, .elements(elements))
  }

  /// The element on lines of its own.
  func text(indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    switch content {
    case .text(let text): return "\(margin)<\(name)\(attributes)>\(Self.escaped(text))</\(name)>\n"
    case .elements(let elements):
      let inside = elements.map { $0.text(indent: indent + 1) }.joined()
      return "\(margin)<\(name)\(attributes)>\n\(inside)\(margin)</\(name)>\n"
    }
  }

  /// A text as character data; characters that XML 1.0 has no way to hold become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
