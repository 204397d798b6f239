// Packing of weights that change with each step; attention.h has packRows.

static void packColumns(CRows source, long count, long steps, float *panel) {
  const float *rows = source.values;
  for (long k = 0; k < steps; k++, rows += source.stride, panel += PANEL) {
    if (count == PANEL) {
      STORE16(panel, LOAD16(rows));
      STORE16(panel + 16, LOAD16(rows + 16));
    } else {
      for (long c = 0; c < PANEL; c++) panel[c] = c < count ? rows[c] : 0;
    }
  }
}

// The taps' combinations of Winograd's F(4, 3) for a panel of filters; the points are [POINTS][steps][PANEL].
INLINE void tapPoints(v16 a, v16 b, v16 c, long steps, float *out) {
  const v16 sum = a + c, far = a + 4.0f * c;
  STORE16(out, a * 0.25f);
  STORE16(out + steps * PANEL, (sum + b) * (-1.0f / 6));
  STORE16(out + 2 * steps * PANEL, (sum - b) * (-1.0f / 6));
  STORE16(out + 3 * steps * PANEL, (far + 2.0f * b) * (1.0f / 24));
  STORE16(out + 4 * steps * PANEL, (far - 2.0f * b) * (1.0f / 24));
  STORE16(out + 5 * steps * PANEL, c);
}

static void packConvolution(CFilters filters, long first, long count, int isGradient, long width, float *panel) {
  const float *weights = filters.weights;
  const long inputs = filters.inputs, steps = isGradient ? filters.outputs : inputs;
  float taps[3][PANEL] = {{0}};
  for (long k = 0; k < width; k++, panel += PANEL) {
    for (long c = 0; c < count && k < steps; c++) {
      const float *w = isGradient ? weights + (k * inputs + first + c) * 3 : weights + ((first + c) * inputs + k) * 3;
      taps[0][c] = w[isGradient ? 2 : 0];
      taps[1][c] = w[1];
      taps[2][c] = w[isGradient ? 0 : 2];
    }
    if (k >= steps) memset(taps, 0, sizeof taps);
    for (int half = 0; half < PANEL; half += 16)
      tapPoints(LOAD16(taps[0] + half), LOAD16(taps[1] + half), LOAD16(taps[2] + half), width, panel + half);
  }
}
