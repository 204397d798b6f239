import Language

/// What was set with `set`, by the names of the settings, each of which is declared as an option is.
struct Settings {
  private var values: [String: Value] = [:]

  /// A setting's content: what it was set to, else its default.
  subscript<Content>(setting: Option<Content>) -> Content {
    guard let content = setting.content(of: values[setting.name]) else {
      // What is set was checked, and without it there is the default.
      preconditionFailure("\(setting.name) has no default")
    }
    return content
  }

  /// The value as it was set, or the default's.
  func value(of setting: any OptionDeclaration) -> Value {
    values[setting.name] ?? setting.described.fallback ?? .nothing
  }

  /// Sets a value that fits the setting; nil brings the default back.
  mutating func set(_ setting: any OptionDeclaration, to value: Value?) { values[setting.name] = value }

  /// What sets those of some names again.
  func statements(ofNamed isWanted: (String) -> Bool) -> [String] {
    values.keys.filter(isWanted).sorted().map { "set \($0) \(values[$0]?.argument ?? "")" }
  }
}

/// How drumlin looks at the prompt.
enum AppearanceSettings {
  static let prompt = Option(
    "prompt", .text, default: "drumlin> ",
    help: "What stands before the line that is typed, while no run is under way.")
  static let colours = Option(
    "colours", .onOrOff, default: true,
    help: "Colours in the line that is typed, in errors and in plots, where the terminal has any.")
  static let suggestions = Option(
    "suggestions", .onOrOff, default: true,
    help: "The grey rest of an earlier line behind the one that is typed, where there are colours.")
  static let pager = Option(
    "pager", .onOrOff, default: true,
    help: "Whether a text that is higher than the terminal goes through $PAGER, or less, at the prompt.")

  /// The most characters that a prompt has.
  static let longestPrompt = 40
}

/// How drumlin looks at the prompt, as its user wants it.
public struct Appearance: Sendable {
  /// Whether what can have colours has them.
  public let hasColours: Bool
  /// Whether the rest of an earlier line is suggested.
  public let hasSuggestions: Bool
  /// Whether what is higher than the terminal goes through a pager.
  public let hasPager: Bool
}

extension Session {
  /// How drumlin looks at the prompt, by the settings.
  public var appearance: Appearance {
    let settings = state.settings
    return Appearance(
      hasColours: settings[AppearanceSettings.colours], hasSuggestions: settings[AppearanceSettings.suggestions],
      hasPager: settings[AppearanceSettings.pager])
  }
}

extension ArgumentType where Content == Bool {
  /// `on` or `off`.
  fileprivate static var onOrOff: Self { .choice(of: [true, false]) { $0 ? "on" : "off" } }
}
