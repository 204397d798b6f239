#if UNIT == 1
// What training adds: packing of weights that change with each step, and the gradients of what rows.h does forward.

// Up to 32 rows of weights [count, steps], `stride` floats apart, as a panel [steps, 32]: a product's columns.
static void packRowsPanel(const float *rows, long stride, long count, long steps, float *panel) {
  packRows(rows, stride, count, steps, panel);
}

// Up to 32 columns of rows [steps, stride] as a panel [steps, 32]; lanes without a column are zero.
static void packColumns(const float *rows, long stride, long count, long steps, float *panel) {
  for (long k = 0; k < steps; k++, rows += stride, panel += PANEL) {
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

// A panel of up to 32 filters of a convolution of kernel 3, weights [out, in, 3], for `convolve` in f32.
// Forward the filters are outputs `first` and following over `inputs` steps; for the gradient of the input they are
// inputs, with the taps in reverse, over `outputs` steps. Steps beyond the last, up to `width`, are zero.
static void packConvolution(const float *weights, long outputs, long inputs, long first, long count, int isGradient,
                            long width, float *panel) {
  const long steps = isGradient ? outputs : inputs;
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

// Sums of columns, in four parts by the row's number modulo 4.
static void columnSums(const float *x, long width, long rows, float *sums) {
  for (long c = 0; c < width; c += 16) {
    v16 parts[4] = {0, 0, 0, 0};
    long r = 0;
    for (; r + 4 <= rows; r += 4)
      for (int part = 0; part < 4; part++) parts[part] += LOAD16(x + (r + part) * width + c);
    for (; r < rows; r++) parts[r & 3] += LOAD16(x + r * width + c);
    STORE16(sums + c, (parts[0] + parts[1]) + (parts[2] + parts[3]));
  }
}

// The sums of columns of x·y.
static void columnProducts(const float *x, const float *y, long width, long rows, float *sums) {
  for (long c = 0; c < width; c += 16) {
    v16 parts[4] = {0, 0, 0, 0};
    for (long r = 0; r < rows; r++)
      parts[r & 3] = fused(LOAD16(x + r * width + c), LOAD16(y + r * width + c), parts[r & 3]);
    STORE16(sums + c, (parts[0] + parts[1]) + (parts[2] + parts[3]));
  }
}

// The derivative of SiLU: s + x·s·(1 − s) with s = 1 / (1 + e^−x).
INLINE v16 siluSlope16(v16 x) {
  v16 power = smaller((v16)126, larger((v16)(-126), x * -1.44269504f));
  v16 s = 1.0f / (power2(power) + 1.0f);
  return fused(x * s, 1.0f - s, s);
}

// d = d·silu'(n), n = x̂·weight + bias, x̂ = x·factor + addend; sums [2, width] of d and of d·x̂ over the rows.
static void siluNormBackward(const float *x, float *d, long width, long rows, const float *factor,
                             const float *addend, const float *weight, const float *bias, float *sums) {
  for (long c = 0; c < width; c += 16) {
    const v16 f = LOAD16(factor + c), a = LOAD16(addend + c), w = LOAD16(weight + c), b = LOAD16(bias + c);
    v16 plain[4] = {0, 0, 0, 0}, times[4] = {0, 0, 0, 0};
    for (long r = 0; r < rows; r++) {
      const v16 normal = fused(LOAD16(x + r * width + c), f, a);
      const v16 g = LOAD16(d + r * width + c) * siluSlope16(fused(normal, w, b));
      STORE16(d + r * width + c, g);
      plain[r & 3] += g;
      times[r & 3] = fused(g, normal, times[r & 3]);
    }
    STORE16(sums + c, (plain[0] + plain[1]) + (plain[2] + plain[3]));
    STORE16(sums + width + c, (times[0] + times[1]) + (times[2] + times[3]));
  }
}

// d = d·p + x·q + r per channel, plus `also` where that is not null.
static void affineBackward(const float *x, float *d, long width, long rows, const float *p, const float *q,
                           const float *r, const float *also) {
  for (long row = 0; row < rows; row++)
    for (long c = 0; c < width; c += 16) {
      const long i = row * width + c;
      v16 value = fused(LOAD16(d + i), LOAD16(p + c), fused(LOAD16(x + i), LOAD16(q + c), LOAD16(r + c)));
      if (also) value += LOAD16(also + i);
      STORE16(d + i, value);
    }
}

// y[r] = LayerNorm(x[r])·scale + shift, the norm over the first `channels` of a row.
static void modulate(const float *x, long width, long channels, long rows, float epsilon, const float *scale,
                     const float *shift, float *y) {
  v16 parts[16];
  float means[16], factors[16];
  for (long first = 0; first < rows; first += 16, x += 16 * width, y += 16 * width) {
    const long count = rows - first < 16 ? rows - first : 16;
    for (long r = 0; r < count; r++) {
      parts[r] = 0;
      for (long c = 0; c < width; c += 16) parts[r] += LOAD16(x + r * width + c);
    }
    rowMoments(x, width, channels, count, epsilon, parts, means, factors);
    for (long r = 0; r < count; r++)
      for (long c = 0; c < width; c += 16)
        STORE16(y + r * width + c,
                fused((LOAD16(x + r * width + c) - means[r]) * factors[r], LOAD16(scale + c), LOAD16(shift + c)));
  }
}

// y = x̂·scale + shift, x̂ the LayerNorm of a row: from d = dy, sums [2, width] of dy·x̂ and dy over the rows, and
// dx = (e − mean e − x̂·mean(e·x̂)) / deviation with e = dy·scale, over the first `channels`; added to `also` if not null.
static void layerNormBackward(const float *x, const float *dy, long width, long channels, long rows, float epsilon,
                              const float *scale, const float *also, float *dx, float *sums) {
  v16 parts[16], others[16];
  float means[16], factors[16], first[16], second[16];
  for (long c = 0; c < 2 * width; c += 16) STORE16(sums + c, (v16)0);
  for (long start = 0; start < rows; start += 16, x += 16 * width, dy += 16 * width, dx += 16 * width) {
    const long count = rows - start < 16 ? rows - start : 16;
    for (long r = 0; r < count; r++) {
      parts[r] = 0;
      for (long c = 0; c < width; c += 16) parts[r] += LOAD16(x + r * width + c);
    }
    rowMoments(x, width, channels, count, epsilon, parts, means, factors);
    for (long r = 0; r < 16; r++) parts[r] = others[r] = 0;
    for (long r = 0; r < count; r++)
      for (long c = 0; c < width; c += 16) {
        const v16 normal = (LOAD16(x + r * width + c) - means[r]) * factors[r];
        const v16 d = LOAD16(dy + r * width + c), e = d * LOAD16(scale + c);
        parts[r] += e;
        others[r] = fused(e, normal, others[r]);
        STORE16(sums + c, fused(d, normal, LOAD16(sums + c)));
        STORE16(sums + width + c, LOAD16(sums + width + c) + d);
      }
    STORE16(first, sums16(parts) / (float)channels);
    STORE16(second, sums16(others) / (float)channels);
    for (long r = 0; r < count; r++)
      for (long c = 0; c < width; c += 16) {
        const long i = r * width + c;
        const v16 normal = (LOAD16(x + i) - means[r]) * factors[r];
        const v16 e = LOAD16(dy + i) * LOAD16(scale + c);
        v16 value = ((e - first[r]) - normal * second[r]) * factors[r] * present(c, channels);
        if (also) value += LOAD16(also + start * width + i);
        STORE16(dx + i, value);
      }
  }
}

// The softmax over keys of up to 32 queries' scores: weights [keys, 32], queries across. `scale` is 1 / sqrt(features).
INLINE void attentionWeights(const float *q, long stride, long queries, const float *k, long keys, long features,
                             float scale, float *panel, float *weights) {
  static const float zeros[PANEL] = {0};
  packRows(q, stride, queries, features, panel);
  product(k, stride, keys, features, panel, PANEL, zeros, 0, weights, PANEL);
  for (int half = 0; half < PANEL; half += 16) {
    float *w = weights + half;
    const v16 factor = (v16)(scale * 1.44269504f);
    v16 largest = -__builtin_inff(), total = 0;
    for (long key = 0; key < keys; key++) largest = larger(LOAD16(w + key * PANEL), largest);
    for (long key = 0; key < keys; key++) {
      v16 weight = power2(larger((v16)(-126), (LOAD16(w + key * PANEL) - largest) * factor));
      total += weight;
      STORE16(w + key * PANEL, weight);
    }
    const v16 inverse = 1.0f / total;
    for (long key = 0; key < keys; key++) STORE16(w + key * PANEL, LOAD16(w + key * PANEL) * inverse);
  }
}

// One head's attention: out [queries, outStride] = softmax over keys of q·k·scale, times v, which comes as panels
// [features / 32, keys, 32]. Writes whole groups of 16 features. scratch holds 32·(keys + features) floats.
static void attendRows(const float *q, const float *k, long stride, long queries, long keys, long features,
                       float scale, const float *v, float *out, long outStride, float *scratch) {
  static const float zeros[PANEL] = {0};
  float *weights = scratch, *panel = weights + keys * PANEL;
  for (long first = 0; first < queries; first += PANEL) {
    const long count = queries - first < PANEL ? queries - first : PANEL;
    attentionWeights(q + first * stride, stride, count, k, keys, features, scale, panel, weights);
    for (long f = 0; f < features; f += PANEL)
      transposedProduct(weights, PANEL, count, keys, v + f * keys, features - f < PANEL ? features - f : PANEL, zeros,
                        0, out + first * outStride + f, outStride);
  }
}

// The gradient of the same: adds to dk and dv and writes dq, all three [., wide], `wide` the features brought up to a
// multiple of 32. out and dOut are [queries, outStride]; kPanels is k as panels [wide / 32, keys, 32].
// scratch holds 32·(2·keys + 4·wide) floats.
static void attendBackward(const float *q, const float *k, const float *v, long stride, const float *out,
                           const float *dOut, long outStride, long queries, long keys, long features, float scale,
                           const float *kPanels, long wide, float *dq, float *dk, float *dv, float *scratch) {
  static const float zeros[PANEL] = {0};
  float *weights = scratch, *slopes = weights + keys * PANEL, *panel = slopes + keys * PANEL;
  float *columns = panel + wide * PANEL;
  for (long first = 0; first < queries; first += PANEL) {
    const long count = queries - first < PANEL ? queries - first : PANEL;
    const float *qs = q + first * stride, *os = out + first * outStride, *ds = dOut + first * outStride;
    float dots[PANEL] = {0};
    for (long r = 0; r < count; r++)
      for (long f = 0; f < features; f++) dots[r] += ds[r * outStride + f] * os[r * outStride + f];

    attentionWeights(qs, stride, count, k, keys, features, scale, panel, weights);
    packRows(ds, outStride, count, features, panel);
    product(v, stride, keys, features, panel, PANEL, zeros, 0, slopes, PANEL);
    for (int half = 0; half < PANEL; half += 16) {
      const v16 dot = LOAD16(dots + half);
      for (long key = 0; key < keys; key++) {
        float *slope = slopes + key * PANEL + half;
        STORE16(slope, LOAD16(weights + key * PANEL + half) * (LOAD16(slope) - dot) * scale);
      }
    }
    for (long f = 0; f < wide; f += PANEL) {
      const long width = features - f < PANEL ? features - f : PANEL;
      transposedProduct(slopes, PANEL, count, keys, kPanels + f * keys, PANEL, zeros, 0, dq + first * wide + f, wide);
      packColumns(qs + f, stride, width, count, columns);
      product(slopes, PANEL, keys, count, columns, PANEL, dk + f, wide, dk + f, wide);
      packColumns(ds + f, outStride, width, count, columns);
      product(weights, PANEL, keys, count, columns, PANEL, dv + f, wide, dv + f, wide);
    }
  }
}
#endif
