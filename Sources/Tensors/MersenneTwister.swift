/// MT19937, the 32-bit Mersenne twister of Matsumoto and Nishimura (1998), "Mersenne Twister: a 623-dimensionally
/// equidistributed uniform pseudo-random number generator".
struct MersenneTwister: Sendable, Equatable {
  private var state: [UInt32]
  private var position: Int
  private var twists = 0

  /// The generator of a 32-bit seed, by the initialisation of 2002 (Knuth's multiplier 1812433253).
  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(624)
    var last = seed
    for index in 1..<(624 as UInt32) {
      last = 1_812_433_253 &* (last ^ last >> 30) &+ index
      state.append(last)
    }
    position = 624
  }

  /// The next 32 random bits.
  mutating func next() -> UInt32 {
    if position == 624 { twist() }
    var bits = state[position]
    position += 1
    bits ^= bits >> 11
    bits ^= bits << 7 & 0x9D2C_5680
    bits ^= bits << 15 & 0xEFC6_0000
    bits ^= bits >> 18
    return bits
  }

  /// How many numbers were drawn since the seed.
  var drawn: Int { twists == 0 ? 0 : (twists - 1) * 624 + position }

  private mutating func twist() {
    for index in 0..<624 {
      let mixed = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7FFF_FFFF
      state[index] = state[(index + 397) % 624] ^ mixed >> 1 ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    position = 0
    twists += 1
  }
}
