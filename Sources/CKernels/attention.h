// Softmax attention of one head: 32 queries in the lanes, keys one below the other, so that the softmax runs down the
// rows and needs no sums across lanes.

// Keys whose weights are made and used while they are in the first-level cache.
#define KEY_CHUNK 128

// Eight rows of eight turned on their diagonal.
INLINE void transpose8(const float *in, long inStride, float *out, long outStride) {
  v8 r[8], s[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) r[i] = *(const v8 *)(in + i * inStride);
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 2) {
    s[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    s[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4)
#pragma clang loop unroll(full)
    for (int j = 0; j < 2; j++) {
      r[i + j] = __builtin_shufflevector(s[i + j], s[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      r[i + j + 2] = __builtin_shufflevector(s[i + j], s[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    *(v8 *)(out + i * outStride) = __builtin_shufflevector(r[i], r[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *(v8 *)(out + (i + 4) * outStride) = __builtin_shufflevector(r[i], r[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Up to 32 rows of `steps` units as a panel [steps, 32]; lanes without a row are zero.
INLINE void packRows(CRows source, long count, long steps, float *panel) {
  const float *rows = source.values;
  const long stride = source.stride;
  long r = 0;
  for (; r + 8 <= count; r += 8) {
    long k = 0;
    for (; k + 8 <= steps; k += 8) transpose8(rows + r * stride + k, stride, panel + k * PANEL + r, PANEL);
    for (; k < steps; k++)
      for (long i = r; i < r + 8; i++) memcpy(panel + k * PANEL + i, rows + i * stride + k, sizeof(float));
  }
  for (long k = 0; k < steps; k++)
    for (long i = r; i < PANEL; i++) {
      if (i < count)
        memcpy(panel + k * PANEL + i, rows + i * stride + k, sizeof(float));
      else
        panel[k * PANEL + i] = 0;
    }
}

// Rows of 32 floats as a panel's steps: UNIT neighbouring rows become one. Rows past the end count as zero.
INLINE void storeSteps(const float *rows, long count, float *panel) {
  for (long r = 0; r < count; r += UNIT)
    for (int half = 0; half < PANEL; half += 16) {
      const float *row = rows + r * PANEL + half;
      STORE_PAIR(panel + r / UNIT * PANEL + half, LOAD16(row), r + 1 < count ? LOAD16(row + PANEL) : (v16)0);
    }
}

static void storeValues(CRows x, long rows, long width, CMutableRows out) {
  for (long r = 0; r < rows; r += UNIT)
    for (long c = 0; c < width; c += 16) {
      const float *row = x.values + r * x.stride + c;
      STORE_PAIR(out.values + r / UNIT * out.stride + c, LOAD16(row), r + 1 < rows ? LOAD16(row + x.stride) : (v16)0);
    }
}

static void attend(CHead head, float *scratch, float *panel) {
  const CRows k = head.keys, v = head.values;
  const long keys = head.keyCount, features = head.features, steps = features / UNIT;
  float *scores = scratch, *sums = scores + (keys + UNIT - 1) * PANEL, *query = sums + features * PANEL;

  packRows(head.queries, head.queryCount, steps, query);
  // Four each, since one comparison waits for the one before.
  v16 candidates[4][2];
  for (int part = 0; part < 4; part++) candidates[part][0] = candidates[part][1] = -__builtin_inff();
  for (long first = 0; first < keys; first += KEY_CHUNK) {
    const long count = keys - first < KEY_CHUNK ? keys - first : KEY_CHUNK;
    float *chunk = scores + first * PANEL;
    product((CRows){k.values + first * k.stride, k.stride}, count, (CPanels){query, steps, PANEL}, NO_BIAS,
            (CMutableRows){chunk, PANEL});
    long key = 0;
    for (; key + 4 <= count; key += 4)
      for (int part = 0; part < 4; part++)
        for (int half = 0; half < 2; half++)
          candidates[part][half] = larger(LOAD16(chunk + (key + part) * PANEL + half * 16), candidates[part][half]);
    for (; key < count; key++)
      for (int half = 0; half < 2; half++)
        candidates[0][half] = larger(LOAD16(chunk + key * PANEL + half * 16), candidates[0][half]);
  }
  v16 largest[2];
  for (int half = 0; half < 2; half++)
    largest[half] = larger(larger(candidates[0][half], candidates[1][half]),
                           larger(candidates[2][half], candidates[3][half]));

  v16 total[2] = {0, 0};
  for (long first = 0; first < keys; first += KEY_CHUNK) {
    const long count = keys - first < KEY_CHUNK ? keys - first : KEY_CHUNK;
    float *chunk = scores + first * PANEL;
    for (long key = 0; key < count; key += UNIT)
      for (int half = 0; half < 2; half++) {
        float *row = chunk + key * PANEL + half * 16;
        v16 weight = weight16(LOAD16(row) - largest[half]);
        total[half] += weight;
        v16 neighbour = 0;
        if (UNIT > 1 && key + 1 < count) {
          neighbour = weight16(LOAD16(row + PANEL) - largest[half]);
          total[half] += neighbour;
        }
        STORE_PAIR(chunk + key / UNIT * PANEL + half * 16, weight, neighbour);
      }
    transposedProduct((CRows){v.values + first / UNIT * v.stride, v.stride}, features,
                      (CPanels){chunk, (count + UNIT - 1) / UNIT, PANEL}, first ? (CRows){sums, PANEL} : NO_BIAS,
                      (CMutableRows){sums, PANEL});
  }
  for (int half = 0; half < 2; half++) {
    v16 factor = 1 / total[half];
    for (long f = 0; f < features; f++)
      STORE16(sums + f * PANEL + half * 16, LOAD16(sums + f * PANEL + half * 16) * factor);
  }
  storeSteps(sums, features, panel);
}
