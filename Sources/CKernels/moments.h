// GroupNorm's statistics: moments of a tile's columns while it is in the cache, merged in the order of tiles in double.

// Four partial sums by the row's number modulo 4 keep the adders busy.
static void moments(const float *x, long width, long rows, float *moments) {
  for (long c = 0; c < width; c += 16) {
    v16 sums[4] = {0, 0, 0, 0};
    long r = 0;
    for (; r + 4 <= rows; r += 4)
      for (int part = 0; part < 4; part++) sums[part] += LOAD16(x + (r + part) * width + c);
    for (; r < rows; r++) sums[r & 3] += LOAD16(x + r * width + c);
    v16 mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) / (float)rows;

    v16 squares[4] = {0, 0, 0, 0};
    for (r = 0; r + 4 <= rows; r += 4)
      for (int part = 0; part < 4; part++) {
        v16 distance = LOAD16(x + (r + part) * width + c) - mean;
        squares[part] = fused(distance, distance, squares[part]);
      }
    for (; r < rows; r++) {
      v16 distance = LOAD16(x + r * width + c) - mean;
      squares[r & 3] = fused(distance, distance, squares[r & 3]);
    }
    STORE16(moments + c, mean);
    STORE16(moments + width + c, (squares[0] + squares[1]) + (squares[2] + squares[3]));
  }
}

// Per column the sum over tiles of its rows times what `TERM` makes of them, in double.
#define OVER_TILES(result, TERM)                                                                                     \
  for (long c = 0; c < width; c += 8) {                                                                              \
    d8 sum = 0;                                                                                                      \
    for (long tile = 0; tile < moments.tiles; tile++) {                                                              \
      const double rows = (double)(tile == moments.tiles - 1 ? moments.lastRows : moments.tileRows);                 \
      const d8 mean = __builtin_convertvector(*(const v8 *)(moments.values + 2 * tile * width + c), d8);             \
      sum += TERM;                                                                                                   \
    }                                                                                                                \
    *(d8 *)(result + c) = sum;                                                                                       \
  }

// The pairwise rule of Chan, Golub and LeVeque (1979): squared distances within tiles, and of tiles' means from the
// group's mean.
static void groupNorm(CMoments moments, CGroupNorm norm, double *scratch, float *scale, float *shift) {
  const long width = moments.width, channels = norm.channels, members = channels / norm.groups;
  const double count = (double)((moments.tiles - 1) * moments.tileRows + moments.lastRows) * (double)members;
  double *sums = scratch, *means = scratch + width;

  OVER_TILES(sums, mean * rows)
  for (long c = channels; c < width; c++) means[c] = 0;
  for (long first = 0; first < channels; first += members) {
    double sum = 0;
    for (long m = 0; m < members; m++) sum += sums[first + m];
    for (long m = 0; m < members; m++) means[first + m] = sum / count;
  }

  OVER_TILES(sums, __builtin_convertvector(*(const v8 *)(moments.values + (2 * tile + 1) * width + c), d8) +
                       (mean - *(d8 *)(means + c)) * (mean - *(d8 *)(means + c)) * rows)
  for (long first = 0; first < channels; first += members) {
    double sum = 0;
    for (long m = 0; m < members; m++) sum += sums[first + m];
    const double factor = 1 / __builtin_sqrt(sum / count + (double)norm.epsilon);
    for (long c = first; c < first + members; c++) {
      scale[c] = (float)(factor * norm.weight[c]);
      shift[c] = (float)(norm.bias[c] - means[c] * factor * norm.weight[c]);
    }
  }
  for (long c = channels; c < width; c++) scale[c] = shift[c] = 0;
}
