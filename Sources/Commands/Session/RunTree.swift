import Text

/// A session's runs, with the places that they were at.
struct RunTree {
  /// Where a run was when a statement ended.
  struct Place {
    let step: Int
    /// "step 10 of 50, sigma 0.81".
    let title: String
    /// The run's, or the first of several; nil where there was no room for it.
    let sound: SoundValue?
    var marks: [String] = []
  }

  /// A run, or a fork of one, with the places that it was at.
  struct Branch {
    let name: RunBranch
    var places: [Place] = []
  }

  /// Where a mark stands.
  private struct Spot: Equatable {
    let run: Int
    let step: Int
  }

  /// In the order in which they were first seen.
  private(set) var branches: [Branch] = []
  /// Where each mark was set last.
  private var marks: [String: Spot] = [:]
  private var placeCount = 0
  /// Whether there were more places than it holds.
  private(set) var isCut = false

  static let mostPlaces = 20_000

  /// Where the run stands, and the marks that are set.
  mutating func visit(_ value: RunValue?, marks: [Mark], in room: inout NotebookRoom) {
    for mark in marks { note(mark.current.value, mark: mark.name, in: &room) }
    if let value { note(value, in: &room) }
  }

  private mutating func note(_ value: RunValue, mark: String? = nil, in room: inout NotebookRoom) {
    let spot = Spot(run: value.branch.number, step: value.run.step)
    guard let (branch, place) = index(of: value, at: spot, in: &room), let mark, marks[mark] != spot else { return }
    // A mark that is set again is no longer where it was.
    if let old = marks[mark], let (branch, place) = find(old) {
      branches[branch].places[place].marks.removeAll { $0 == mark }
    }
    marks[mark] = spot
    branches[branch].places[place].marks.append(mark)
  }

  private func find(_ spot: Spot) -> (branch: Int, place: Int)? {
    guard let branch = branches.firstIndex(where: { $0.name.number == spot.run }),
      let place = branches[branch].places.firstIndex(where: { $0.step == spot.step })
    else { return nil }
    return (branch, place)
  }

  /// The place of a run as it stands, which is new where it was not there yet; nil where there are too many.
  private mutating func index(
    of value: RunValue, at spot: Spot, in room: inout NotebookRoom
  ) -> (branch: Int, place: Int)? {
    if let known = find(spot) { return known }
    guard placeCount < Self.mostPlaces else {
      isCut = true
      return nil
    }
    placeCount += 1
    let branch = branches.firstIndex { $0.name.number == spot.run } ?? branches.endIndex
    if branch == branches.endIndex { branches.append(Branch(name: value.branch)) }
    let sound = try? value.sounds(predicted: false).soundValues.first
    let isKept = sound.map { room.take($0.sound.byteCount) } ?? false
    let title = "step \(value.run.step) of \(value.run.steps), sigma \(decimals(Double(value.run.sigma), 3))"
    branches[branch].places.append(Place(step: value.run.step, title: title, sound: isKept ? sound : nil))
    return (branch, branches[branch].places.endIndex - 1)
  }
}
