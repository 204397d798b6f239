// Matrix products: a block of ROWS × VECTORS·LANES results in registers, one pass over all steps.

#define PANEL 32
// Steps to prefetch ahead, 6 kB.
#define AHEAD 48
// Enough independent sums to fill the multipliers.
#define PEAK_SUMS (ROWS * VECTORS)

// a(r, k) is a[r·stride + k], or a[r + k·stride] when transposed.
INLINE void productBlock(const int rows, const int vectors, const int transposed, const float *a, long stride,
                         long steps, const float *panel, const float *start, long startStride, float *out,
                         long outStride) {
  lanes sums[ROWS][VECTORS];
  const float *row[ROWS];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    row[r] = transposed ? a + r : a + r * stride;
    // A register for each row: the compiler would have one and add the stride seven times, on the very ports that
    // multiply where these are shared (Intel's).
    if (!transposed) __asm__("" : "+r"(row[r]));
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[r][v] = *(const lanes *)(start + r * startStride + v * LANES);
  }
  for (long k = 0; k < steps; k++) {
    // A weight's first reading comes from memory, and the processor's own prefetching ends with each page.
    __builtin_prefetch(panel + (k + AHEAD) * PANEL);
    if (vectors * LANES > 16) __builtin_prefetch(panel + (k + AHEAD) * PANEL + 16);
    lanes b[VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) b[v] = *(const lanes *)(panel + k * PANEL + v * LANES);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      lanes x = BROADCAST(transposed ? a + k * stride + r : row[r] + k);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sums[r][v] = MULTIPLY_ADD(x, b[v], sums[r][v]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) *(lanes *)(out + r * outStride + v * LANES) = sums[r][v];
}

// All rows of one strip of a panel.
INLINE void productStrip(const int vectors, const int transposed, const float *a, long stride, long rows, long steps,
                         const float *panel, const float *start, long startStride, float *out, long outStride) {
  const long step = transposed ? 1 : stride;
  long r = 0;
  for (; r + ROWS <= rows; r += ROWS)
    productBlock(ROWS, vectors, transposed, a + r * step, stride, steps, panel, start + r * startStride, startStride,
                 out + r * outStride, outStride);
  a += r * step;
  start += r * startStride;
  out += r * outStride;
#define REST(n)                                                                                                      \
  case n:                                                                                                            \
    productBlock(n, vectors, transposed, a, stride, steps, panel, start, startStride, out, outStride);               \
    break;
  switch (rows - r) {
    REST(1) REST(2) REST(3)
#if ROWS > 4
    REST(4) REST(5)
#endif
#if ROWS > 6
    REST(6) REST(7)
#endif
#if ROWS > 8
    REST(8) REST(9) REST(10) REST(11)
#endif
  }
#undef REST
}

INLINE void productPanels(const int transposed, CRows a, long rows, CPanels panels, CRows start, CMutableRows out) {
  const long columns = panels.columns, steps = panels.steps;
  for (long column = 0; column < columns; column += PANEL) {
    const float *panel = panels.values + column * steps;
    // Strips of a panel that hold no column are left out, in steps of 16.
    const long width = columns - column > 16 ? PANEL : 16;
    long strip = 0;
    for (; strip + VECTORS * LANES <= width; strip += VECTORS * LANES)
      productStrip(VECTORS, transposed, a.values, a.stride, rows, steps, panel + strip, start.values + column + strip,
                   start.stride, out.values + column + strip, out.stride);
#if VECTORS * LANES > 16
    if (strip < width)
      productStrip(16 / LANES, transposed, a.values, a.stride, rows, steps, panel + strip,
                   start.values + column + strip, start.stride, out.values + column + strip, out.stride);
#endif
  }
}

static void product(CRows a, long rows, CPanels panels, CRows start, CMutableRows out) {
  productPanels(0, a, rows, panels, start, out);
}

static void transposedProduct(CRows a, long rows, CPanels panels, CRows start, CMutableRows out) {
  productPanels(1, a, rows, panels, start, out);
}

// Where sums start that have no bias.
static const float zeros[PANEL] = {0};
#define NO_BIAS ((CRows){zeros, 0})

// What the processor can do at best: multiply-adds that wait for nothing. Gives how many operations it did.
static double peak(long rounds) {
  volatile float seed = 0.5f;
  lanes sums[PEAK_SUMS], a = (lanes)seed, b = (lanes)(1 - seed);
  for (int i = 0; i < PEAK_SUMS; i++) sums[i] = (lanes)(float)i;
  for (long round = 0; round < rounds; round++)
#pragma clang loop unroll(full)
    for (int i = 0; i < PEAK_SUMS; i++) sums[i] = MULTIPLY_ADD(a, b, sums[i]);
  for (int i = 0; i < PEAK_SUMS; i++) seed = sums[i][0];
  return (double)rounds * PEAK_SUMS * LANES * 2 * UNIT;
}
