import Language

/// `set [NAME] [VALUE]`.
struct SetCommand: Command {
  /// A setting, and what `set` needs to know of it.
  struct Setting {
    let declaration: any OptionDeclaration
    /// Whether what is made or written hangs on it: saved sessions then hold it.
    var isOfResults = false
    /// Throws for what fits the declaration, and means nothing all the same.
    var check: (Settings) throws -> Void = { _ in }
  }

  /// The settings there are.
  static var all: [Setting] {
    [
      Setting(declaration: AppearanceSettings.colours), Setting(declaration: AppearanceSettings.pager),
      Setting(declaration: SectionOptions.usual, isOfResults: true) {
        _ = try $0[SectionOptions.usual].levels()
      },
      Setting(declaration: AppearanceSettings.prompt) {
        guard $0[AppearanceSettings.prompt].count > AppearanceSettings.longestPrompt else { return }
        throw CommandFailure("a prompt has \(AppearanceSettings.longestPrompt) characters at most")
      },
      Setting(declaration: AppearanceSettings.suggestions),
    ]
  }

  /// Whether what is made or written hangs on a setting.
  static func isOfResults(_ name: String) -> Bool { all.contains { $0.declaration.name == name && $0.isOfResults } }

  static let name = Parameter(
    optional: "name", .either([.choice(of: all.map(\.declaration.name)) { $0 }, .text]),
    help: "Which setting; all are listed when there is none.")
  static let value = Parameter(
    optional: "value", .any, help: "What it is from now on, or default; shown when there is none.")

  static let signature = Signature(
    CommandName.set, category: .session,
    summary: "Lists the settings, or changes one.",
    discussion: """
      A setting lasts until the program ends. Those that are to be there each time stand in \
      ~/.config/drumlin/init.drum, or in the folder that XDG_CONFIG_HOME names: a script that the prompt begins with, \
      for settings and definitions of one's own. Scripts begin without it, unless drumlin --init FILE names one; \
      drumlin --no-init leaves it out. A saved session holds those of its definitions and settings that it needs.
      """,
    parameters: [name, value], effect: .session,
    examples: [
      .init("set", "The settings, and what they are."),
      .init("set plot.range 60dB", "Plots show the 60 dB below full scale, unless --range says otherwise."),
      .init("set prompt \"♪ \"", "Another prompt."),
      .init("set prompt default", "The usual one again."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    guard let name = call[Self.name] else {
      call.host.page(Self.all.map { text(of: $0, call) }.joined(separator: "\n"))
      return .nothing
    }
    guard let setting = Self.all.first(where: { $0.declaration.name == name }) else {
      throw unknown(name, call)
    }
    guard let value = call[Self.value] else {
      call.host.print(text(of: setting, call))
      return .nothing
    }
    var settings = session.state.settings
    try call.blaming(Self.value) {
      if case .string("default") = value {
        settings.set(setting.declaration, to: nil)
      } else {
        settings.set(setting.declaration, to: try setting.declaration.fitting(value))
        try setting.check(settings)
      }
    }
    session.state.settings = settings
    return .nothing
  }

  /// A setting with its value and what it is for.
  private func text(of setting: Setting, _ call: Call) -> String {
    let width = Self.all.map(\.declaration.name.count).max() ?? 0
    let name = setting.declaration.name
    let value = session.state.settings.value(of: setting.declaration).argument
    let line = name + String(repeating: " ", count: width - name.count + 2) + value
    let columns = max(20, call.host.display.columns - 1)
    return line + "\n" + TextLayout.wrapped(setting.declaration.described.help, columns: columns, indent: width + 2)
  }

  private func unknown(_ name: String, _ call: Call) -> CommandFailure {
    let own = call.commandSignatures.first { $0.name == "set-" + name }
    let near = NearestName.of(name, among: Self.all.map(\.declaration.name))
    return CommandFailure(
      "there is no setting \(name)",
      hint: own.map { "a command sets it: \($0.usage)" } ?? near.map { "did you mean \($0)?" } ?? "set lists them",
      argument: Self.name)
  }
}
