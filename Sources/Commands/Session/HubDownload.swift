import Hub
import Language
import Text

extension Call {
  /// Sees to it that a model of the hub is on this machine, and shows how far that is. Ctrl-C stops it; what has come
  /// by then is kept. Says what was downloaded.
  func fetched(
    _ text: String, withConfig: Bool, environment: [String: String], reach: Reach = .everything
  ) throws -> Hub.Model {
    let (name, settings) = (try HubName(text), try HubSettings(environment: environment))
    let model =
      try reach.isOwn
      ? download(name, settings, withConfig: withConfig)
      : fetchedForRecipe(name, settings, withConfig: withConfig, reach)
    for line in model.lines { host.print(line) }
    return model
  }

  /// The same for somebody else's recipe: what has been downloaded before, or what the user wants downloaded, and then
  /// without the token.
  private func fetchedForRecipe(
    _ name: HubName, _ settings: HubSettings, withConfig: Bool, _ reach: Reach
  ) throws -> Hub.Model {
    var settings = settings
    settings.token = nil
    guard !settings.isOffline else { return try download(name, settings, withConfig: withConfig) }
    settings.isOffline = true
    do {
      return try download(name, settings, withConfig: withConfig)
    } catch HubError.offline {
      try reach.checkDownload(name.text, self)
    }
    settings.isOffline = false
    return try download(name, settings, withConfig: withConfig)
  }

  private func download(_ name: HubName, _ settings: HubSettings, withConfig: Bool) throws -> Hub.Model {
    defer { host.show(nil) }
    var shown = Language.Progress("asking \(settings.host)", done: 0, total: 0)
    do {
      return try Hub(settings).fetch(name, withConfig: withConfig) { progress in
        try checkInterrupt()
        // Where a download waits, the last that is known of it stays.
        shown = progress?.shown ?? shown
        host.show(shown)
      }
    } catch HubError.fileMissing(let repository, let file, let files) {
      let failure = CommandFailure(
        describing: HubError.fileMissing(repository: repository, file: file, files: files))
      guard let near = NearestName.of(file, among: files) else { throw failure }
      let meant = HubName(owner: name.owner, name: name.name, revision: name.revision, file: near)
      throw CommandFailure(
        failure.message, hint: "did you mean \(meant.text)?" + (failure.hint.map { "\n" + $0 } ?? ""))
    }
  }
}

extension Hub.Model {
  /// What became of the download.
  fileprivate var lines: [String] {
    let fetched = bytesFetched > 0 ? ["\(name.repository): \(size(bytesFetched)) downloaded"] : []
    return fetched + (note.map { ["note: \($0)"] } ?? [])
  }
}

extension Hub.Progress {
  /// As a host shows it.
  fileprivate var shown: Language.Progress {
    let (unit, name) = total >= 10_000_000 ? (1_000_000, "MB") : (1000, "kB")
    let label = file.split(separator: "/").last.map(String.init) ?? file
    return Language.Progress(label, done: done / unit, total: total / unit, note: name)
  }
}
