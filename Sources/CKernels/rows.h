// What is done row by row: norms over channels, activations, sums.

// Sixteen numbers of a tile's row, of which they take 16 / UNIT units.
#define TILE_ROW(tile, row, width) ((tile) + (row) * ((width) / UNIT))

static void normaliseSilu(const float *x, long width, long length, long first, long count, CAffine norm,
                          float *out) {
  for (long r = 0; r < count; r++, out += width) {
    if (first + r < 0 || first + r >= length) {
      memset(out, 0, width * sizeof(float));
      continue;
    }
    const float *in = x + (first + r) * width;
    for (long c = 0; c < width; c += 16)
      STORE16(out + c, silu16(fused(LOAD16(in + c), LOAD16(norm.scale + c), LOAD16(norm.shift + c))));
  }
}

static void copyRows(const float *x, long width, long length, long first, long count, float *tile) {
  for (long r = 0; r < count; r++) {
    float *out = TILE_ROW(tile, r, width);
    if (first + r < 0 || first + r >= length) {
      memset(out, 0, width / UNIT * sizeof(float));
      continue;
    }
    for (long c = 0; c < width; c += 16) STORE_UNITS(out + c / UNIT, LOAD16(x + (first + r) * width + c));
  }
}

// 1 for lanes that hold one of `channels` channels when the first lane holds number `first`, 0 for others.
INLINE v16 present(long first, long channels) {
  const i16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return __builtin_convertvector(-(lane < (int32_t)(channels - first)), v16);
}

// Of up to 16 rows whose sums are known in parts: each one's mean and 1 / sqrt(variance + epsilon).
INLINE void rowMoments(const float *x, long width, long channels, long rows, float epsilon, v16 *parts, float *means,
                       float *factors) {
  for (long r = rows; r < 16; r++) parts[r] = 0;
  STORE16(means, sums16(parts) / (float)channels);
  for (long r = 0; r < rows; r++) {
    const float *row = x + r * width;
    v16 squares = 0;
    long c = 0;
    for (; c + 16 <= channels; c += 16) {
      v16 distance = LOAD16(row + c) - means[r];
      squares = fused(distance, distance, squares);
    }
    if (c < channels) {
      v16 distance = (LOAD16(row + c) - means[r]) * present(c, channels);
      squares = fused(distance, distance, squares);
    }
    parts[r] = squares;
  }
  STORE16(factors, 1.0f / __builtin_elementwise_sqrt(sums16(parts) / (float)channels + epsilon));
}

static void normaliseRows(const float *x, CExtent extent, float epsilon, float *tile) {
  const long rows = extent.rows, width = extent.width, channels = extent.channels;
  v16 parts[16];
  float means[16], factors[16];
  for (long first = 0; first < rows; first += 16, x += 16 * width, tile += 16 * (width / UNIT)) {
    const long count = rows - first < 16 ? rows - first : 16;
    for (long r = 0; r < count; r++) {
      parts[r] = 0;
      for (long c = 0; c < width; c += 16) parts[r] += LOAD16(x + r * width + c);
    }
    rowMoments(x, width, channels, count, epsilon, parts, means, factors);
    for (long r = 0; r < count; r++)
      for (long c = 0; c < width; c += 16)
        STORE_UNITS(TILE_ROW(tile, r, width) + c / UNIT, (LOAD16(x + r * width + c) - means[r]) * factors[r]);
  }
}

static void addModulate(float *x, const float *y, CExtent extent, float epsilon, CAffine modulation) {
  const long rows = extent.rows, width = extent.width, channels = extent.channels;
  v16 parts[16];
  float means[16], factors[16];
  for (long first = 0; first < rows; first += 16, x += 16 * width, y += 16 * width) {
    const long count = rows - first < 16 ? rows - first : 16;
    for (long r = 0; r < count; r++) {
      parts[r] = 0;
      for (long c = 0; c < width; c += 16) {
        v16 value = LOAD16(x + r * width + c) + LOAD16(y + r * width + c);
        parts[r] += value;
        STORE16(x + r * width + c, value);
      }
    }
    rowMoments(x, width, channels, count, epsilon, parts, means, factors);
    for (long r = 0; r < count; r++)
      for (long c = 0; c < width; c += 16)
        STORE16(x + r * width + c,
                fused((LOAD16(x + r * width + c) - means[r]) * factors[r], LOAD16(modulation.scale + c),
                      LOAD16(modulation.shift + c)));
  }
}

static void addScaled(float *x, const float *y, long width, long rows, const float *scale) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < width; c += 16) {
      v16 factor = scale ? LOAD16(scale + c) : (v16)1;
      STORE16(x + r * width + c, fused(LOAD16(y + r * width + c), factor, LOAD16(x + r * width + c)));
    }
}

static void storeRows(CRows x, long rows, long width, CMutableRows out) {
  for (long r = 0; r < rows; r++)
    for (long c = 0; c < width; c += 16)
      STORE_UNITS(out.values + r * out.stride + c / UNIT, LOAD16(x.values + r * x.stride + c));
}

static void silu(const float *x, long count, float *tile) {
  for (long c = 0; c < count; c += 16) STORE_UNITS(tile + c / UNIT, silu16(LOAD16(x + c)));
}

// erf(x / sqrt(2)) by its Taylor series in doubles; from 6 on it is ±1, as it is to the last bit of a float.
static void gelu(float *x, long count) {
  for (long c = 0; c < count; c += 8) {
    d8 z = __builtin_convertvector(*(v8 *)(x + c), d8) * 0.70710678118654752440;
    d8 limit = 4.25;
    z = z > limit ? limit : z;
    z = z < -limit ? -limit : z;
    d8 square = z * z, power = z, sum = z;
    for (int n = 1; n < 72; n++) {
      power = power * square * (-1.0 / n);
      sum = sum + power * (1.0 / (2 * n + 1));
    }
    d8 erf = sum * 1.12837916709551257390;
    erf = z >= limit ? (d8)1.0 : erf;
    erf = z <= -limit ? (d8)(-1.0) : erf;
    d8 value = __builtin_convertvector(*(v8 *)(x + c), d8);
    *(v8 *)(x + c) = __builtin_convertvector(value * 0.5 * (erf + 1.0), v8);
  }
}
