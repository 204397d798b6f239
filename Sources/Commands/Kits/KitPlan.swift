import Analysis
import Audio
import Kits
import Language

/// What a kit is made of, as a call says it.
struct KitPlan {
  /// A drum with the sounds that take turns.
  struct Voice {
    let name: String
    var sounds: [SoundValue]
  }

  /// The kit's name, safe as a file's.
  let name: String
  /// In the order in which they were given; one at least.
  let voices: [Voice]
  /// The MIDI key of each voice.
  let keys: [Int]
  /// The keys that were told.
  let told: [Named<Int>]
  /// The width of the files' samples.
  let bits: BitDepth

  /// The plan of a call of `MakeKit`'s form.
  init(_ call: Call) throws {
    let output = call[MakeKit.folder].name
    let last = output.split(separator: "/").last.map(String.init) ?? ""
    name = KitName.safe(MakeKit.isHydrogen(output) ? String(last.dropLast(".h2drumkit".count)) : last, fallback: "kit")
    voices = try Self.voices(call)
    guard !voices.isEmpty else {
      throw CommandFailure("a kit needs a sound", hint: "kit FOLDER {kick: $kick}", argument: MakeKit.sounds)
    }
    guard voices.count <= PercussionMap.keys.count else {
      throw CommandFailure("\(voices.count) voices are more than there are keys", argument: MakeKit.sounds)
    }
    told = call[MakeKit.keys] ?? []
    keys = try call.keys(of: voices.map(\.name), as: MakeKit.keys)
    bits = call[MakeKit.bits]
    for (index, key) in keys.enumerated() {
      guard let other = keys[..<index].firstIndex(of: key) else { continue }
      throw CommandFailure(
        "\(voices[other].name) and \(voices[index].name) are both on key \(key)",
        hint: "--keys gives one of them another: "
          + "\(Invocation.Term.record([.init(voices[index].name, .number(Quantity(Double(key + 1))))]))")
    }
  }

  /// The voices of records, and of sounds that tell by their model what drum they are.
  private static func voices(_ call: Call) throws -> [Voice] {
    var voices: [Voice] = []
    func add(_ sounds: [SoundValue], to name: String) {
      if let index = voices.firstIndex(where: { $0.name == name }) {
        voices[index].sounds += sounds
      } else {
        voices.append(Voice(name: name, sounds: sounds))
      }
    }
    var number = 0
    for part in call[MakeKit.sounds] {
      switch part {
      case .voices(let named):
        for voice in named {
          guard !voice.content.items.isEmpty else {
            throw CommandFailure("the list of \(voice.name) is empty", argument: MakeKit.sounds)
          }
          add(voice.content.items, to: voice.name)
        }
      case .sounds(let sounds):
        for sound in sounds.items {
          number += 1
          guard let drum = sound.origin?.drum else {
            throw CommandFailure(
              "what drum sound \(number) is, its recipe doesn't tell", hint: "a record says it: {kick: $sound}",
              argument: MakeKit.sounds)
          }
          add([sound], to: drum)
        }
      }
    }
    return voices
  }

  /// The digest of all sounds' bits, voice by voice.
  var digest: String {
    let digests = voices.flatMap { $0.sounds.map(\.sound.digest) }
    return SoundDigest.of(digests)
  }

  /// The kit with its sounds ready to be written.
  func kit(_ call: Call) throws -> Kit {
    var made: [Kit.Voice] = []
    for (voice, key) in zip(voices, keys) {
      var samples: [Kit.Sample] = []
      for (index, value) in voice.sounds.enumerated() {
        try call.checkInterrupt()
        do {
          try value.sound.requireFinite()
          let sound = try value.sound.oneShot()
          samples.append(Kit.Sample(sound, pitch: DrumPitch.of(sound)))
        } catch {
          let failure = CommandFailure(describing: error)
          throw failure.saying("\(voice.name) \(index + 1): \(failure.message)").blaming(MakeKit.sounds)
        }
      }
      made.append(Kit.Voice(voice.name, key: key, isChoked: PercussionMap.isHat(voice.name), samples: samples))
    }
    return Kit(name: name, voices: made)
  }
}

/// Sounds as a kit takes them.
enum KitPart: Sendable {
  /// Drums by their names.
  case voices([Named<Sounds>])
  /// A sound, or several, each of which tells what drum it is.
  case sounds(Sounds)
}

extension ArgumentType where Content == KitPart {
  /// A record of drums, a sound, or a list of sounds.
  static var kitPart: Self {
    .either([
      ArgumentType<[Named<Sounds>]>.record(of: .sounds).map { .voices($0) },
      ArgumentType<Sounds>.sounds.map { .sounds($0) },
    ])
  }
}

extension Origin {
  /// The drum that the model's name says, such as "kick" for a model kicks or kicks_v7.ckpt; nil where it says none.
  fileprivate var drum: String? {
    if let path = model?.path {
      let words = (path.split(separator: "/").last ?? "").split { !$0.isLetter }.map { $0.lowercased() }
      if let word = words.first(where: { PercussionMap.key(of: $0) != nil }) {
        return word.hasSuffix("s") ? String(word.dropLast()) : word
      }
    }
    return inputs.lazy.compactMap(\.drum).first
  }
}
