// The Wiener filter that a lapped transform's coefficients are preconditioned by, each by itself. Loops over plain
// floats that the compiler turns into vectors: a block may have any number of frequencies.

// The least square of a coefficient's size, and the most that its surroundings make it.
#define LEAST_SQUARE 1e-8f
#define MOST_SQUARE 1e4f
// The most that the U-Net makes of it up or down, as a logarithm.
#define MOST_GAIN 10.0f
// What the least of energies is taken for.
#define TINY 1e-12f

// What `count` coefficients come to whose surroundings have `size` coefficients each, and whose energies are the
// differences of two sums.
INLINE void preconditionAlike(const float *restrict x, const float *restrict sigmaData, const double *restrict sums,
                              long window, double size, long count, CNoiseLevel level, CPreconditioned out) {
  float *restrict squares = out.squares, *restrict scaled = out.scaled;
  float *restrict standing = out.standing, *restrict surplus = out.surplus;
  const float deviation = (float)__builtin_elementwise_sqrt(2 / size);
  for (long i = 0; i < count; i++) {
    const float energy = (float)((sums[i + window] - sums[i]) / size);
    float least = (energy * (1 - deviation) - 2.25f * level.betaSquare) / level.alphaSquare;
    float most = (energy * (1 + 2 * deviation) - level.betaSquare) / level.alphaSquare;
    least = MOST_SQUARE < least ? MOST_SQUARE : least;
    most = LEAST_SQUARE >= most ? LEAST_SQUARE : most;
    const float expected = sigmaData[i] * sigmaData[i];
    const float power = level.alphaSquare * expected + level.betaSquare;
    float square = least >= expected ? least : expected;
    square = most < square ? most : square;
    squares[i] = square;
    scaled[i] = x[i] / __builtin_elementwise_sqrt(level.alphaSquare * square + level.betaSquare);
    standing[i] = (float)(0.25 * CLogarithm(power / level.betaSquare));
    surplus[i] = (float)CLogarithm((energy + TINY) / power);
  }
}

static void precondition(const float *coefficients, const float *sigmaData, CSurroundings around, CNoiseLevel level,
                         double *scratch, CPreconditioned out) {
  const long block = around.block, reach = around.reach;
  // The sums over neighbouring blocks of all that stands before each frequency.
  memset(scratch, 0, (block + 1) * sizeof(double));
  for (long other = 0; other < around.blocks; other++) {
    const float *restrict values = around.coefficients + other * block;
    double *restrict sums = scratch + 1;
    for (long i = 0; i < block; i++) {
      const double value = values[i];
      sums[i] += value * value;
    }
  }
  for (long i = 0; i < block; i++) scratch[i + 1] += scratch[i];

  // At both ends the surroundings grow and shrink, between them they are alike.
  for (long i = 0, count = 0; i < block; i += count) {
    const long first = i > reach ? i - reach : 0, end = i + reach < block ? i + reach + 1 : block;
    count = i >= reach && end < block ? block - reach - i : 1;
    const CPreconditioned place = {out.squares + i, out.scaled + i, out.standing + i, out.surplus + i};
    preconditionAlike(coefficients + i, sigmaData + i, scratch + first, end - first,
                      (double)((end - first) * around.blocks), count, level, place);
  }
}

// t of a coefficient.
INLINE float filteredSquare(float square, float gain) {
  gain = -MOST_GAIN >= gain ? -MOST_GAIN : gain;
  gain = MOST_GAIN < gain ? MOST_GAIN : gain;
  return square * CExponential(gain);
}

static void filter(CFiltered given, long count, float *velocities) {
  const float *restrict x = given.coefficients, *restrict squares = given.squares;
  const float *restrict rests = given.rests, *restrict gains = given.gains;
  float *restrict out = velocities;
  const CNoiseLevel level = given.level;
  for (long i = 0; i < count; i++) {
    const float square = filteredSquare(squares[i], gains[i]);
    const float power = level.alphaSquare * square + level.betaSquare;
    out[i] = level.alpha * level.beta * (1 - square) / power * x[i] +
             __builtin_elementwise_sqrt(square / power) * rests[i];
  }
}
