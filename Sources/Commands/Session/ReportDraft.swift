import Audio
import Files
import Language
import Plots
import Reports
import Tensors
import Text

/// A page being made of what a session's notebook holds.
struct ReportDraft {
  private let session: Session
  private let hasDownloads: Bool
  private let host: any Host
  /// Where a sound that is on the page already has its place, by the digest of its samples.
  private var numbers: [String: PageSound.Number] = [:]
  private var soundCount = 0
  private var pictureCount = 0
  private var soundBytes = 0
  private var pictureBytes = 0
  /// Places of runs that play, and what they hold.
  private var placeCount = 0
  private var placeBytes = 0
  private var done = 0
  private var total = 0

  init(_ session: Session, hasDownloads: Bool, host: any Host) {
    (self.session, self.hasDownloads, self.host) = (session, hasDownloads, host)
  }

  /// The page. Throws `Interrupted` when Ctrl-C is pressed meanwhile.
  /// - Parameters:
  ///   - title: what stands over it.
  ///   - name: the same where the first comment is no title.
  mutating func page(title: String? = nil, name: String = "A drumlin session") throws -> Page {
    let notebook = session.notebook
    let drafts = notebook.all
    let branches = notebook.runs.branches
    total = drafts.reduce(0) { $0 + $1.outputs.count } + branches.reduce(0) { $0 + $1.places.count }
    defer { host.show(nil) }
    try requireMemory(for: notebook.bytes)
    var cells: [Page.Cell] = []
    for draft in drafts {
      var cell = Page.Cell(
        prose: Prose(comments: visible(draft.comment, keeping: Self.layout)),
        code: visible(draft.code, keeping: Self.layout))
      for output in draft.outputs { cell.outputs.append(try made(output)) }
      if let note = draft.missing.note { cell.outputs.append(.note(note)) }
      cells.append(cell)
    }
    var heading = title
    if heading == nil, let first = cells.first, let (text, rest) = first.prose.title {
      heading = text
      cells[0].prose = rest
    }
    let runs = try tree(branches.filter { $0.places.count > 1 || $0.name.parent != nil }, of: branches)
    if notebook.runs.isCut {
      var note = Page.Cell(prose: Prose(comments: ""), code: "")
      note.outputs = [.note("of the runs' places the first \(RunTree.mostPlaces) are there")]
      cells.append(note)
    }
    var facts = ["drumlin \(drumlinVersion)", counted(notebook.statementCount, "statement")]
    facts += contents
    return Page(title: visible(heading ?? name), facts: facts, cells: cells, runs: runs)
  }

  /// A page of sounds in rows and columns, each with a picture in the place of its waveform.
  mutating func grid(
    title: String, rows: [(title: String, sounds: [(label: String, sound: SoundValue)])],
    drawing: (_ sound: Sound, _ title: String) throws -> Figure
  ) throws -> Page {
    let all = rows.flatMap(\.sounds).map(\.sound.sound)
    total = all.count
    defer { host.show(nil) }
    try requireMemory(for: all.reduce(0) { $0 + $1.byteCount })
    var grid = Grid(rows: [])
    for row in rows {
      var tiles: [Grid.Tile] = []
      for (label, value) in row.sounds {
        try step()
        let picture = try PagePicture(try drawing(value.sound, label), width: 480, height: 300)
        pictureCount += 1
        pictureBytes += picture.size
        tiles.append(Grid.Tile(sound: page(of: value, label: label), picture: picture))
      }
      grid.rows.append((visible(row.title), tiles))
    }
    return Page(title: visible(title), facts: ["drumlin \(drumlinVersion)"] + contents, grid: grid)
  }

  /// How much of each kind it holds.
  private var contents: [String] {
    let kinds = [
      (soundCount, "sound", soundBytes), (pictureCount, "picture", pictureBytes), (placeCount, "place", placeBytes),
    ]
    return kinds.filter { $0.0 > 0 }.map { "\(counted($0.0, $0.1))\($0.1 == "place" ? " of runs" : ""), \(size($0.2))" }
  }

  /// What is said of a page that was written.
  func summary(of bytes: [UInt8]) -> String {
    let contents = [counted(soundCount, "sound"), counted(pictureCount, "picture")].joined(separator: ", ")
    return "a page of \(size(bytes.count)), \(contents)"
  }

  /// What lays a text out, and stays.
  private static let layout: Set<Unicode.Scalar> = ["\n", "\t"]

  /// Players and files hold some two bytes for each of a sound's, and the page is there three times while it is made.
  private func requireMemory(for bytes: Int) throws {
    try SystemResources.require(6 * bytes, for: "a page of all this", hint: "--no-downloads needs less")
  }

  private mutating func step() throws {
    host.show(Progress("drawing the page", done: done, total: total))
    if host.isInterrupted { throw Interrupted() }
    done += 1
  }

  private mutating func made(_ output: Notebook.Output) throws -> Page.Output {
    try step()
    switch output {
    case .text(let text): return .text(visible(text, keeping: Self.layout))
    case .failure(let text): return .failure(visible(text, keeping: Self.layout))
    case .picture(let picture, let width, let height):
      let drawn = try PagePicture(picture, width: width, height: height)
      pictureCount += 1
      pictureBytes += drawn.size
      return .picture(drawn)
    case .sound(let value):
      let digest = value.sound.digest
      if let number = numbers[digest] { return .sameSound(number) }
      let sound = page(of: value)
      numbers[digest] = sound.number
      return .sound(sound)
    }
  }

  /// A sound as the page's next.
  mutating func page(of value: SoundValue, label: String? = nil) -> PageSound {
    soundCount += 1
    let sound = PageSound(
      PageSound.Number(soundCount), of: value.sound, label: visible(label ?? value.origin?.labelWithFile ?? ""),
      facts: value.sound.facts, recipe: value.origin.flatMap { Recipe(of: value.sound, origin: $0) }?.text,
      hasDownload: hasDownloads)
    soundBytes += sound.size
    return sound
  }

  /// The runs that began by themselves, with their forks in the places that these left.
  private mutating func tree(_ shown: [RunTree.Branch], of all: [RunTree.Branch]) throws -> [Branch] {
    let isForked = Set(all.compactMap(\.name.parent?.number))
    let shownNumbers = Set(shown.map(\.name.number)).union(isForked)
    let runs = all.filter { shownNumbers.contains($0.name.number) }
    let known = Set(runs.map(\.name.number))
    var nodes: [Int: [(step: Int, node: Branch.Node)]] = [:]
    for run in runs {
      for place in run.places.sorted(by: { $0.step < $1.step }) {
        try step()
        let sound = place.sound.map {
          PageSound(PageSound.Number(0), of: $0.sound, label: "", facts: "", recipe: nil, hasDownload: false)
        }
        if let sound {
          placeCount += 1
          placeBytes += sound.size
        }
        let node = Branch.Node(title: place.title, marks: place.marks.map { visible($0) }, sound: sound)
        nodes[run.name.number, default: []].append((place.step, node))
      }
    }
    // Forks come after what they were forked from: from the last to the first each is whole when it is hung in.
    var roots: [Branch] = []
    for run in runs.reversed() {
      let branch = Branch(title: visible(run.name.title), nodes: nodes[run.name.number, default: []].map(\.node))
      guard let parent = run.name.parent, known.contains(parent.number) else {
        roots.insert(branch, at: 0)
        continue
      }
      var places = nodes[parent.number, default: []]
      let place = places.lastIndex { $0.step <= parent.step } ?? places.startIndex
      if places.indices.contains(place) { places[place].node.forks.insert(branch, at: 0) }
      nodes[parent.number] = places
    }
    return roots
  }
}

extension Sound {
  /// "0.743 s, stereo, 44.1 kHz, peak -3.2 dB".
  fileprivate var facts: String { String(summary.drop { $0 != ":" }.dropFirst(2)) }
}
