import Text

/// A run of a session, or a fork of one: the steps at which it was looked at or left, each with its sound.
package struct Branch: Sendable {
  /// A place of the run.
  package struct Node: Sendable {
    /// "step 10 of 50, sigma 0.81".
    package var title: String
    package var marks: [String]
    /// As it stood there; nil where that was not kept.
    package var sound: PageSound?
    /// The forks that begin here.
    package var forks: [Branch] = []

    package init(title: String, marks: [String], sound: PageSound?) {
      (self.title, self.marks, self.sound) = (title, marks, sound)
    }
  }

  /// "kicks, seed 42, 50 steps", or how a fork goes another way.
  package var title: String
  package var nodes: [Node]

  package init(title: String, nodes: [Node]) { (self.title, self.nodes) = (title, nodes) }

  /// As a tree in which each node plays.
  func html(isForked: Bool) -> HTML {
    let items = nodes.map { node in
      var words = [HTML("span", ["class": "step"], text: node.title)]
      words += node.marks.map { HTML("span", ["class": "mark"], text: $0) }
      let facts =
        switch node.sound {
        case nil: ["there was no room for its sound"]
        case let sound?: sound.player.map { ["\($0.note), \(size($0.bytes))"] } ?? sound.troubles
        }
      words += facts.map { HTML("span", ["class": "facts"], text: $0) }
      var pieces = [HTML("div", [:], HTML.joined(words, by: HTML(" ")))]
      if let sound = node.sound { pieces += [sound.waveform, sound.audio(label: node.title)] }
      return HTML("li", [:], [HTML("div", ["class": "node"], pieces)] + node.forks.map { $0.html(isForked: true) })
    }
    return HTML(
      "div", ["class": isForked ? "run fork" : "run"], HTML("p", ["class": "branch"], text: title),
      HTML("ol", [:], items))
  }
}

/// Sounds in rows and columns, each with its picture, as a page of players.
package struct Grid: Sendable {
  /// A cell of it.
  package struct Tile: Sendable {
    package var sound: PageSound
    package var picture: PagePicture

    package init(sound: PageSound, picture: PagePicture) { (self.sound, self.picture) = (sound, picture) }
  }

  /// Row by row; a row's title may be empty.
  package var rows: [(title: String, tiles: [Tile])]

  package init(rows: [(title: String, tiles: [Tile])]) { self.rows = rows }

  var html: HTML {
    HTML.joined(
      rows.map { row in
        HTML(
          "section", ["class": "row"],
          (row.title.isEmpty ? [] : [HTML("h2", text: row.title)]) + [
            HTML("div", ["class": "sounds"], row.tiles.map { $0.sound.html(picture: $0.picture) })
          ])
      })
  }
}
