// The gradients of what rows.h and moments.h do forward.

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
INLINE v16 siluDerivative16(v16 x) {
  v16 power = smaller((v16)126, larger((v16)(-126), x * -1.44269504f));
  v16 s = 1.0f / (power2(power) + 1.0f);
  return fused(x * s, 1.0f - s, s);
}

static void siluNormBackward(const float *x, float *d, long width, long rows, CAffine norm, CAffine affine,
                             float *sums) {
  for (long c = 0; c < width; c += 16) {
    const v16 factor = LOAD16(norm.scale + c), addend = LOAD16(norm.shift + c);
    const v16 weight = LOAD16(affine.scale + c), bias = LOAD16(affine.shift + c);
    v16 plain[4] = {0, 0, 0, 0}, times[4] = {0, 0, 0, 0};
    for (long r = 0; r < rows; r++) {
      const v16 normal = fused(LOAD16(x + r * width + c), factor, addend);
      const v16 g = LOAD16(d + r * width + c) * siluDerivative16(fused(normal, weight, bias));
      STORE16(d + r * width + c, g);
      plain[r & 3] += g;
      times[r & 3] = fused(g, normal, times[r & 3]);
    }
    STORE16(sums + c, (plain[0] + plain[1]) + (plain[2] + plain[3]));
    STORE16(sums + width + c, (times[0] + times[1]) + (times[2] + times[3]));
  }
}

static void affineBackward(const float *x, float *d, long width, long rows, const float *p, const float *q,
                           const float *r, const float *residual) {
  for (long row = 0; row < rows; row++)
    for (long c = 0; c < width; c += 16) {
      const long i = row * width + c;
      v16 value = fused(LOAD16(d + i), LOAD16(p + c), fused(LOAD16(x + i), LOAD16(q + c), LOAD16(r + c)));
      if (residual) value += LOAD16(residual + i);
      STORE16(d + i, value);
    }
}

static void modulate(const float *x, CExtent extent, float epsilon, CAffine modulation, float *y) {
  const long rows = extent.rows, width = extent.width, channels = extent.channels;
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
                fused((LOAD16(x + r * width + c) - means[r]) * factors[r], LOAD16(modulation.scale + c),
                      LOAD16(modulation.shift + c)));
  }
}

static void layerNormBackward(const float *x, const float *dy, CExtent extent, float epsilon, const float *scale,
                              const float *residual, float *dx, float *sums) {
  const long rows = extent.rows, width = extent.width, channels = extent.channels;
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
        if (residual) value += LOAD16(residual + start * width + i);
        STORE16(dx + i, value);
      }
  }
}
