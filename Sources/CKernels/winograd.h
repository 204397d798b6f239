// Convolution of kernel 3 by Winograd's minimal filtering F(4, 3), Lavin and Gray 2015, arXiv:1509.09308: four outputs
// of six inputs in six multiplications instead of twelve, at the points 0, ±1, ±2 and infinity.

#define WINDOW 4
#define POINTS 6

// Bᵀd of each window of six rows: inputs [POINTS, windows, width].
INLINE void winogradInputs(const float *tile, long width, long windows, float *inputs) {
  const v16 minusFive = -5, four = 4, minusFour = -4, two = 2, minusTwo = -2;
  const long plane = windows * width;
  for (long w = 0; w < windows; w++)
    for (long c = 0; c < width; c += 16) {
      const float *d = tile + w * WINDOW * width + c;
      v16 d0 = LOAD16(d), d1 = LOAD16(d + width), d2 = LOAD16(d + 2 * width), d3 = LOAD16(d + 3 * width),
          d4 = LOAD16(d + 4 * width), d5 = LOAD16(d + 5 * width);
      v16 even = fused(minusFour, d2, d4), odd = fused(minusFour, d1, d3), near = d4 - d2, far = d3 - d1;
      float *out = inputs + w * width + c;
      STORE16(out, fused(four, d0, fused(minusFive, d2, d4)));
      STORE16(out + plane, even + odd);
      STORE16(out + 2 * plane, even - odd);
      STORE16(out + 3 * plane, fused(two, far, near));
      STORE16(out + 4 * plane, fused(minusTwo, far, near));
      STORE16(out + 5 * plane, fused(four, d1, fused(minusFive, d3, d5)));
    }
}

// Aᵀm + bias for one panel's columns: sums [POINTS, windows, PANEL] → out [rows, outStride].
INLINE void winogradOutputs(const float *sums, long windows, long rows, long columns, const float *bias, float *out,
                            long outStride) {
  const v16 two = 2, four = 4, eight = 8;
  const long plane = windows * PANEL;
  for (long w = 0; w < windows; w++)
    for (long c = 0; c < columns; c += 16) {
      const float *m = sums + w * PANEL + c;
      v16 m1 = LOAD16(m + plane), m2 = LOAD16(m + 2 * plane), m3 = LOAD16(m + 3 * plane), m4 = LOAD16(m + 4 * plane);
      v16 near = m1 + m2, nearOdd = m1 - m2, far = m3 + m4, farOdd = m3 - m4;
      v16 start = LOAD16(bias + c);
      v16 results[WINDOW] = {
          ((near + far) + LOAD16(m)) + start,
          fused(two, farOdd, nearOdd) + start,
          fused(four, far, near) + start,
          (fused(eight, farOdd, nearOdd) + LOAD16(m + 5 * plane)) + start,
      };
      for (long r = 0; r < WINDOW && w * WINDOW + r < rows; r++)
        STORE16(out + (w * WINDOW + r) * outStride + c, results[r]);
    }
}

static void convolve(const float *tile, long width, long rows, const float *panels, long columns, const float *bias,
                     float *scratch, float *out, long outStride) {
  static const float zeros[PANEL] = {0};
  const long windows = (rows + WINDOW - 1) / WINDOW;
  float *inputs = scratch, *sums = scratch + POINTS * windows * width;
  winogradInputs(tile, width, windows, inputs);
  for (long column = 0; column < columns; column += PANEL) {
    const long count = columns - column < PANEL ? columns - column : PANEL;
    for (long point = 0; point < POINTS; point++)
      productPanels(0, inputs + point * windows * width, width, windows, width,
                    panels + (column * POINTS + point * PANEL) * width, count, zeros, 0,
                    sums + point * windows * PANEL, PANEL);
    winogradOutputs(sums, windows, rows, count, bias + column, out + column, outStride);
  }
}
