// The gradient of the Wiener filter of a lapped transform.

// The most by which an energy may exceed its size and count by it.
#define MOST_RATIO 100.0f

static void filterBackward(CFiltered given, const float *dv, long count, float *dRests, float *dGains) {
  const float *restrict x = given.coefficients, *restrict squares = given.squares, *restrict gradient = dv;
  const float *restrict rests = given.rests, *restrict gains = given.gains;
  float *restrict restsOut = dRests, *restrict gainsOut = dGains;
  const CNoiseLevel level = given.level;
  for (long i = 0; i < count; i++) {
    const float square = filteredSquare(squares[i], gains[i]);
    const float power = level.alphaSquare * square + level.betaSquare;
    const float size = __builtin_elementwise_sqrt(square / power);
    // d/dt of both factors, times t; alpha² + beta² is 1.
    const float skip = -level.alpha * level.beta * square / (power * power) * x[i];
    const float moved = gradient[i] * (skip + 0.5f * size * level.betaSquare / power * rests[i]);
    restsOut[i] = gradient[i] * size;
    gainsOut[i] = __builtin_elementwise_abs(gains[i]) < MOST_GAIN ? moved : 0;
  }
}

static void sizesBackward(CFiltered given, const float *before, const float *clean, const float *after, long count,
                          float hushed, float share, float *dGains) {
  const float *restrict squares = given.squares, *restrict gains = given.gains;
  float *restrict out = dGains;
  for (long i = 0; i < count; i++) {
    const float square = filteredSquare(squares[i], gains[i]);
    const float sum = before[i] * before[i] + clean[i] * clean[i] + after[i] * after[i];
    float ratio = (sum / 3 + hushed) / (square + hushed);
    ratio = MOST_RATIO < ratio ? MOST_RATIO : ratio;
    const float moved = out[i] + share * (1 - ratio) * square / (square + hushed);
    out[i] = __builtin_elementwise_abs(gains[i]) < MOST_GAIN ? moved : out[i];
  }
}
