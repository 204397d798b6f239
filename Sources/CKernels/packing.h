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

// The three taps of sixteen filters, which stand one after another.
INLINE void splitTaps(const float *weights, v16 taps[3]) {
  const v16 a = LOAD16(weights), b = LOAD16(weights + 16), c = LOAD16(weights + 32);
#define SPLIT(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
  taps[0] = SPLIT(SPLIT(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, -1, -1, -1, -1, -1), c, 0, 1, 2, 3, 4, 5, 6, 7,
                  8, 9, 10, 17, 20, 23, 26, 29);
  taps[1] = SPLIT(SPLIT(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, -1, -1, -1, -1, -1), c, 0, 1, 2, 3, 4, 5, 6, 7,
                  8, 9, 10, 18, 21, 24, 27, 30);
  taps[2] = SPLIT(SPLIT(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, -1, -1, -1, -1, -1, -1), c, 0, 1, 2, 3, 4, 5, 6, 7,
                  8, 9, 16, 19, 22, 25, 28, 31);
#undef SPLIT
}

// Steps of filters whose taps are turned at once.
#define TAP_STEPS 16

static void packConvolution(CFilters filters, long first, long count, int isGradient, long width, float *panel) {
  const long inputs = filters.inputs, steps = isGradient ? filters.outputs : inputs;
  float turned[3 * TAP_STEPS][PANEL];
  for (long k = 0; k < width; k++, panel += PANEL) {
    const long place = k % TAP_STEPS;
    if (place == 0 && !isGradient && k < steps)
      packRows((CRows){filters.weights + (first * inputs + k) * 3, inputs * 3}, count,
               3 * (steps - k < TAP_STEPS ? steps - k : TAP_STEPS), turned[0]);
    const float *row = filters.weights + (k * inputs + first) * 3;
    for (int half = 0; half < PANEL; half += 16) {
      v16 taps[3] = {0, 0, 0};
      if (k < steps && !isGradient) {
        for (int tap = 0; tap < 3; tap++) taps[tap] = LOAD16(turned[3 * place + tap] + half);
      } else if (k < steps && half < count) {
        float rest[48] = {0};
        const long there = count - half < 16 ? count - half : 16;
        if (there < 16) memcpy(rest, row + half * 3, 3 * there * sizeof(float));
        splitTaps(there < 16 ? rest : row + half * 3, taps);
      }
      tapPoints(taps[isGradient ? 2 : 0], taps[1], taps[isGradient ? 0 : 2], width, panel + half);
    }
  }
}
