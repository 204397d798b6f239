/// MT19937, the 32-bit Mersenne twister of Matsumoto and Nishimura (1998), "Mersenne Twister: a 623-dimensionally
/// equidistributed uniform pseudo-random number generator".
struct MersenneTwister: Sendable, Equatable {
  private var state: [UInt32]
  private var position: Int
  private var twists = 0

  /// The generator of a 32-bit seed, by the initialisation of 2002 (Knuth's multiplier 1812433253).
  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.size)
    var last = seed
    for index in 1..<UInt32(Self.size) {
      last = 1_812_433_253 &* (last ^ last >> 30) &+ index
      state.append(last)
    }
    position = Self.size
  }

  /// The next 32 random bits.
  mutating func next() -> UInt32 {
    if position == Self.size { twist() }
    position += 1
    return Self.tempered(state[position - 1])
  }

  /// What `number` makes of each of the next `count` 32-bit numbers, as drawing them one by one gives it.
  @inline(__always)
  mutating func next<Number: BitwiseCopyable>(_ count: Int, as number: (UInt32) -> Number) -> [Number] {
    [Number](unsafeUninitializedCapacity: max(0, count)) { numbers, filled in
      while filled < count {
        if position == Self.size { twist() }
        let (first, place) = (position, filled)
        let piece = min(Self.size - first, count - place)
        state.withUnsafeBufferPointer { state in
          for index in 0..<piece { numbers[place &+ index] = number(Self.tempered(state[first &+ index])) }
        }
        position += piece
        filled += piece
      }
    }
  }

  private static func tempered(_ bits: UInt32) -> UInt32 {
    var bits = bits
    bits ^= bits >> 11
    bits ^= bits << 7 & 0x9D2C_5680
    bits ^= bits << 15 & 0xEFC6_0000
    bits ^= bits >> 18
    return bits
  }

  /// How many numbers were drawn since the seed.
  var drawn: Int { twists == 0 ? 0 : (twists - 1) * Self.size + position }

  /// The next 624 numbers. In loops over neighbours, without the remainder by 624, since such are turned into vectors.
  private mutating func twist() {
    state.withUnsafeMutableBufferPointer { state in
      func mixed(_ index: Int, with next: Int, and other: Int) {
        let bits = state[index] & 0x8000_0000 | state[next] & 0x7FFF_FFFF
        state[index] = state[other] ^ bits >> 1 ^ (0 &- (bits & 1)) & 0x9908_B0DF
      }
      let turn = Self.size - Self.shift
      for index in 0..<turn { mixed(index, with: index + 1, and: index + Self.shift) }
      for index in turn..<Self.size - 1 { mixed(index, with: index + 1, and: index - turn) }
      mixed(Self.size - 1, with: 0, and: Self.shift - 1)
    }
    position = 0
    twists += 1
  }

  /// How many numbers make the state, and how far off the one is that each is mixed with.
  private static let size = 624, shift = 397
}
