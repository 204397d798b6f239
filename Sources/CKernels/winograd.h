// Convolution of kernel 3 by Winograd's minimal filtering, Lavin and Gray 2015, arXiv:1509.09308.
//
// f32 takes F(4, 3): four outputs of six inputs in six multiplications instead of twelve, at the points 0, ±1, ±2 and
// infinity. Rounding to bfloat16 allows no more than F(2, 3): two of four in four instead of six, at 0, ±1 and
// infinity. Each has Bᵀd, the points of a window of inputs, and Aᵀm, a window of outputs from the points' products.

#if UNIT == 1
#define WINDOW 4
#define POINTS 6
INLINE void windowPoints(const v16 *d, v16 *points) {
  const v16 minusFive = -5, four = 4, minusFour = -4, two = 2, minusTwo = -2;
  v16 even = fused(minusFour, d[2], d[4]), odd = fused(minusFour, d[1], d[3]), near = d[4] - d[2], far = d[3] - d[1];
  points[0] = fused(four, d[0], fused(minusFive, d[2], d[4]));
  points[1] = even + odd;
  points[2] = even - odd;
  points[3] = fused(two, far, near);
  points[4] = fused(minusTwo, far, near);
  points[5] = fused(four, d[1], fused(minusFive, d[3], d[5]));
}
INLINE void windowOutputs(const v16 *m, v16 *outputs) {
  const v16 two = 2, four = 4, eight = 8;
  v16 near = m[1] + m[2], nearOdd = m[1] - m[2], far = m[3] + m[4], farOdd = m[3] - m[4];
  outputs[0] = (near + far) + m[0];
  outputs[1] = fused(two, farOdd, nearOdd);
  outputs[2] = fused(four, far, near);
  outputs[3] = fused(eight, farOdd, nearOdd) + m[5];
}
#else
#define WINDOW 2
#define POINTS 4
INLINE void windowPoints(const v16 *d, v16 *points) {
  points[0] = d[0] - d[2];
  points[1] = d[1] + d[2];
  points[2] = d[2] - d[1];
  points[3] = d[1] - d[3];
}
INLINE void windowOutputs(const v16 *m, v16 *outputs) {
  outputs[0] = (m[0] + m[1]) + m[2];
  outputs[1] = (m[1] - m[2]) - m[3];
}
#endif

// rows [windows·WINDOW + 2, width] → tiles [POINTS, windows, width].
INLINE void winogradInputs(const float *rows, long width, long windows, float *inputs) {
  for (long w = 0; w < windows; w++)
    for (long c = 0; c < width; c += 16) {
      v16 d[WINDOW + 2], points[POINTS];
#pragma clang loop unroll(full)
      for (int r = 0; r < WINDOW + 2; r++) d[r] = LOAD16(rows + (w * WINDOW + r) * width + c);
      windowPoints(d, points);
#pragma clang loop unroll(full)
      for (int p = 0; p < POINTS; p++) STORE_UNITS(inputs + ((p * windows + w) * width + c) / UNIT, points[p]);
    }
}

// One panel's columns of sums [POINTS, windows, PANEL], plus bias → out [rows, outStride].
INLINE void winogradOutputs(const float *sums, long windows, long rows, long columns, const float *bias, float *out,
                            long outStride) {
  for (long w = 0; w < windows; w++)
    for (long c = 0; c < columns; c += 16) {
      v16 m[POINTS], outputs[WINDOW];
#pragma clang loop unroll(full)
      for (int p = 0; p < POINTS; p++) m[p] = LOAD16(sums + (p * windows + w) * PANEL + c);
      windowOutputs(m, outputs);
      for (long r = 0; r < WINDOW && w * WINDOW + r < rows; r++)
        STORE16(out + (w * WINDOW + r) * outStride + c, outputs[r] + LOAD16(bias + c));
    }
}

static void convolve(const float *x, long rows, CPanels panels, const float *bias, float *scratch, CMutableRows out) {
  const long windows = (rows + WINDOW - 1) / WINDOW, steps = panels.steps, columns = panels.columns;
  float *inputs = scratch, *sums = scratch + POINTS * windows * steps;
  winogradInputs(x, steps * UNIT, windows, inputs);
  for (long column = 0; column < columns; column += PANEL) {
    const long count = columns - column < PANEL ? columns - column : PANEL;
    for (long point = 0; point < POINTS; point++) {
      const CPanels panel = {panels.values + (column * POINTS + point * PANEL) * steps, steps, count};
      productPanels(0, (CRows){inputs + point * windows * steps, steps}, windows, panel, NO_BIAS,
                    (CMutableRows){sums + point * windows * PANEL, PANEL});
    }
    winogradOutputs(sums, windows, rows, count, bias + column, out.values + column, out.stride);
  }
}
