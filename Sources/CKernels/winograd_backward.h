// The gradient of a convolution's taps, by the way back through Winograd's F(4, 3) (winograd.h): where each window is
// y = Aᵀ(Gg ⊙ Bᵀd), dg = Gᵀ·the sum over windows of Bᵀd ⊙ A·dy, in half the products of a sum over rows.

// A·dy of windows: rows [windows·WINDOW, width] → points [POINTS, windows, width].
INLINE void gradientPoints(const float *rows, long width, long windows, float *points) {
  const v16 two = 2, four = 4, eight = 8;
  for (long w = 0; w < windows; w++)
    for (long c = 0; c < width; c += 16) {
      const float *row = rows + w * WINDOW * width + c;
      float *point = points + w * width + c;
      const v16 y0 = LOAD16(row), y1 = LOAD16(row + width), y2 = LOAD16(row + 2 * width), y3 = LOAD16(row + 3 * width);
      const v16 even = y0 + y2, odd = y1 + y3, far = fused(four, y2, y0), farOdd = fused(eight, y3, two * y1);
      STORE16(point, y0);
      STORE16(point + windows * width, even + odd);
      STORE16(point + 2 * windows * width, even - odd);
      STORE16(point + 3 * windows * width, far + farOdd);
      STORE16(point + 4 * windows * width, far - farOdd);
      STORE16(point + 5 * windows * width, y3);
    }
}

// Bᵀd of windows of up to 32 columns: panels [POINTS, windows, PANEL].
INLINE void windowPanels(CRows x, long windows, long columns, float *panels) {
  for (long w = 0; w < windows; w++)
    for (long c = 0; c < columns; c += 16) {
      v16 d[WINDOW + 2], points[POINTS];
#pragma clang loop unroll(full)
      for (int r = 0; r < WINDOW + 2; r++) d[r] = LOAD16(x.values + (w * WINDOW + r) * x.stride + c);
      windowPoints(d, points);
#pragma clang loop unroll(full)
      for (int p = 0; p < POINTS; p++) STORE16(panels + (p * windows + w) * PANEL + c, points[p]);
    }
}

static void convolutionSums(CRows x, CRows dy, long rows, long columns, float *scratch, float *sums) {
  const long windows = (rows + WINDOW - 1) / WINDOW, width = dy.stride;
  // What is made of them stays in the second-level cache.
  const long most = width <= 128 ? MOST_WINDOWS : MOST_WINDOWS / 2;
  for (long first = 0; first < windows; first += most) {
    const long count = windows - first < most ? windows - first : most;
    float *panels = scratch, *points = scratch + POINTS * count * PANEL;
    windowPanels((CRows){x.values + first * WINDOW * x.stride, x.stride}, count, columns, panels);
    gradientPoints(dy.values + first * WINDOW * width, width, count, points);
    for (long p = 0; p < POINTS; p++) {
      float *sum = sums + p * width * PANEL;
      transposedProduct((CRows){points + p * count * width, width}, width,
                        (CPanels){panels + p * count * PANEL, count, columns},
                        first ? (CRows){sum, PANEL} : NO_BIAS, (CMutableRows){sum, PANEL});
    }
  }
}

static void addTaps(const float *sums, long width, long first, long count, CFilters filters, float *gradients) {
  for (long output = 0; output < filters.outputs; output++) {
    float taps[3][PANEL];
    for (int half = 0; half < PANEL && half < count; half += 16) {
      v16 m[POINTS];
      for (int p = 0; p < POINTS; p++) m[p] = LOAD16(sums + (p * width + output) * PANEL + half);
      const v16 near = m[1] + m[2], nearOdd = m[1] - m[2], far = m[3] + m[4], farOdd = m[3] - m[4];
      STORE16(taps[0] + half, fused((v16)0.25f, m[0], (far * (1.0f / 24) - near * (1.0f / 6))));
      STORE16(taps[1] + half, farOdd * (1.0f / 12) - nearOdd * (1.0f / 6));
      STORE16(taps[2] + half, (far - near) * (1.0f / 6) + m[5]);
    }
    float *target = gradients + (output * filters.inputs + first) * 3;
    for (long c = 0; c < count; c++)
      for (int tap = 0; tap < 3; tap++) target[c * 3 + tap] += taps[tap][c];
  }
}
