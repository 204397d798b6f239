import Hub
import Language
import Text

extension Call {
  /// Sees to it that a model of the hub is on this machine, and shows how far that is. Ctrl-C stops it; what has come
  /// by then is kept. Says what was downloaded.
  func fetched(_ text: String, withConfig: Bool, environment: [String: String]) throws -> Hub.Model {
    let model = try download(HubName(text), HubSettings(environment: environment), withConfig: withConfig)
    for line in model.lines { host.print(host.display.wrapped(line)) }
    return model
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
