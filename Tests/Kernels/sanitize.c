// Runs every kernel of every instruction set at odd sizes on buffers that are exactly as large as the contract says, to
// be compiled with the sanitizers, and compares the bits of the f32 kernels with the portable ones'. scripts/sanitize
// builds and runs it.
#include <stdio.h>
#include <stdlib.h>
#include "CKernels.h"

static uint32_t state;

// Numbers in −1 … 1, the same ones for every kernel.
static float *numbers(long count) {
  float *values = malloc(count * sizeof(float));
  for (long i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    values[i] = (float)(int32_t)state * 0x1p-31f;
  }
  return values;
}

static float *zeroed(long count) { return calloc(count, sizeof(float)); }

// FNV-1a over everything that kernels wrote.
static uint64_t hash;
static void finish(float *written, long count) {
  for (long i = 0; i < count * 4; i++) hash = (hash ^ ((unsigned char *)written)[i]) * 1099511628211u;
  free(written);
}

static long padded(long count, long multiple) { return (count + multiple - 1) / multiple * multiple; }

static void products(const CKernels *k) {
  const long rows[] = {1, 2, 3, 5, 7, 8, 9, 13, 31, 64}, steps[] = {1, 3, 16, 17, 48}, columns[] = {16, 32, 48, 80};
  for (int i = 0; i < 10; i++)
    for (int j = 0; j < 5; j++)
      for (int l = 0; l < 4; l++) {
        const long r = rows[i], s = steps[j], c = columns[l], stride = s + 3, wide = padded(c, 32);
        // The last row ends with its last step, the last row of results with its last column.
        float *a = numbers((r - 1) * stride + s), *b = numbers(wide * s), *bias = numbers(c);
        float *out = zeroed((r - 1) * (c + 5) + c);
        const CPanels panels = {b, s, c};
        k->product((CRows){a, stride}, r, panels, (CRows){bias, 0}, (CMutableRows){out, c + 5});
        k->product((CRows){a, stride}, r, panels, (CRows){out, c + 5}, (CMutableRows){out, c + 5});
        finish(out, (r - 1) * (c + 5) + c);
        free(a);
        a = numbers((s - 1) * (r + 2) + r);
        out = zeroed(r * c);
        k->transposedProduct((CRows){a, r + 2}, r, panels, (CRows){bias, 0}, (CMutableRows){out, c});
        finish(out, r * c);
        free(a), free(b), free(bias);
      }
}

static void convolutions(const CKernels *k) {
  const long rows[] = {1, 2, 3, 4, 5, 31, 64}, widths[] = {16, 32, 48}, columns[] = {16, 32, 80};
  for (int i = 0; i < 7; i++)
    for (int j = 0; j < 3; j++)
      for (int l = 0; l < 3; l++) {
        const long r = rows[i], w = widths[j], c = columns[l];
        float *x = numbers((padded(r, k->convolutionRows) + 2) * w);
        float *panels = numbers(padded(c, 32) * k->convolutionPoints * w / k->unit), *bias = numbers(c);
        float *scratch = zeroed(2 * (r + 4) * (w + 32)), *out = zeroed(r * c);
        k->convolve(x, r, (CPanels){panels, w / k->unit, c}, bias, scratch, (CMutableRows){out, c});
        finish(out, r * c);
        free(x), free(panels), free(bias), free(scratch);
      }
}

static void rowKernels(const CKernels *k) {
  const long lengths[] = {1, 2, 15, 16, 17, 70}, channels[] = {1, 5, 16, 24, 33};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 5; j++) {
      const long l = lengths[i], c = channels[j], w = padded(c, 16);
      float *x = numbers(l * w), *y = numbers(l * w), *scale = numbers(w), *shift = numbers(w);
      const CExtent extent = {l, w, c};
      const CAffine affine = {scale, shift};
      for (long r = 0; r < l; r++)
        for (long s = c; s < w; s++) x[r * w + s] = y[r * w + s] = 0;
      for (long first = -2; first <= l; first += l + 1) {
        float *out = zeroed((l + 3) * w), *tile = zeroed((l + 3) * w / k->unit);
        k->normaliseSilu(x, w, l, first, l + 3, affine, out);
        k->copyRows(x, w, l, first, l + 3, tile);
        finish(out, (l + 3) * w), finish(tile, (l + 3) * w / k->unit);
      }
      float *tile = zeroed(l * w / k->unit);
      k->normaliseRows(x, extent, 1e-5f, tile);
      finish(tile, l * w / k->unit);
      tile = zeroed(l * w / k->unit);
      k->storeRows((CRows){x, w}, l, w, (CMutableRows){tile, w / k->unit});
      finish(tile, l * w / k->unit);
      tile = zeroed(padded(l, k->unit) / k->unit * w);
      k->storeValues((CRows){x, w}, l, w, (CMutableRows){tile, w});
      finish(tile, padded(l, k->unit) / k->unit * w);

      k->addModulate(x, y, extent, 1e-6f, affine);
      k->addScaled(x, y, w, l, scale);
      k->addScaled(x, y, w, l, NULL);
      const long rows = l < 4 ? l : 4, tiles = (l + rows - 1) / rows;
      float *moments = zeroed(tiles * 2 * w), *factors = zeroed(w), *addends = zeroed(w);
      double *scratch = calloc(2 * w, sizeof(double));
      for (long t = 0; t < tiles; t++)
        k->moments(x + t * rows * w, w, t == tiles - 1 ? l - t * rows : rows, moments + 2 * t * w);
      k->groupNorm((CMoments){moments, tiles, rows, l - (tiles - 1) * rows, w},
                   (CGroupNorm){scale, shift, c, c % 3 ? 1 : 3, 1e-5f}, scratch, factors, addends);
      free(scratch);
      finish(moments, tiles * 2 * w), finish(factors, w), finish(addends, w);

      float *line = numbers(w);
      k->gelu(line, w);
      float *activated = zeroed(w / k->unit);
      k->silu(line, w, activated);
      finish(line, w), finish(activated, w / k->unit);
      finish(x, l * w);
      free(y), free(scale), free(shift);
    }
}

static void attentions(const CKernels *k) {
  const long keys[] = {1, 2, 31, 128, 129, 300}, queries[] = {1, 7, 8, 32}, features[] = {2, 4, 18, 64};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 4; j++)
      for (int l = 0; l < 4; l++) {
        const long n = keys[i], m = queries[j], f = features[l], s = f / k->unit;
        float *q = numbers((m - 1) * (s + 1) + s), *key = numbers((n - 1) * (s + 2) + s);
        float *v = numbers((padded(n, k->unit) / k->unit - 1) * (f + 3) + f);
        float *scratch = zeroed(32 * (n + 2 * f + 4)), *panel = zeroed(32 * s);
        k->attend((CHead){{q, s + 1}, {key, s + 2}, {v, f + 3}, m, n, f}, scratch, panel);
        finish(panel, 32 * s);
        free(q), free(key), free(v), free(scratch);
      }
}

// The filter of a lapped transform, on blocks that end with their last frequency.
static void filters(const CKernels *k, const CTrainingKernels *t) {
  const long counts[] = {1, 2, 7, 14, 15, 16, 33, 64}, near[] = {1, 2, 3, 15}, reaches[] = {1, 7};
  for (int i = 0; i < 8; i++)
    for (int j = 0; j < 4; j++)
      for (int l = 0; l < 2; l++) {
        const long n = counts[i];
        const CNoiseLevel level = {0.6f, 0.8f, 0.36f, 0.64f};
        float *x = numbers(near[j] * n), *sizes = numbers(n), *rests = numbers(n), *gains = numbers(n);
        float *squares = zeroed(n), *scaled = zeroed(n), *standing = zeroed(n), *surplus = zeroed(n);
        float *velocities = zeroed(n);
        double *scratch = malloc((n + 1) * sizeof(double));
        k->precondition(x + (near[j] - 1) * n, sizes, (CSurroundings){x, near[j], n, reaches[l]}, level, scratch,
                        (CPreconditioned){squares, scaled, standing, surplus});
        const CFiltered given = {x, squares, rests, gains, level};
        k->filter(given, n, velocities);
        if (t) {
          float *before = numbers(n), *after = numbers(n), *dRests = zeroed(n), *dGains = zeroed(n);
          t->filterBackward(given, velocities, n, dRests, dGains);
          t->sizesBackward(given, before, sizes, after, n, 0.01f, 0.5f, dGains);
          finish(dRests, n), finish(dGains, n);
          free(before), free(after);
        }
        finish(squares, n), finish(scaled, n), finish(standing, n), finish(surplus, n), finish(velocities, n);
        free(x), free(sizes), free(rests), free(gains), free(scratch);
      }
}

// Random numbers, from none to a few blocks.
static void normals(const CKernels *k) {
  for (long blocks = 0; blocks < 4; blocks++) {
    float *x = numbers(16 * blocks);
    for (long i = 0; i < 16 * blocks; i++) x[i] = 0.5f * (x[i] < 1 ? x[i] + 1 : 0);
    k->boxMuller(x, blocks);
    finish(x, 16 * blocks);
  }
}

// Packing for training, on weights that end with their last value.
static void packing(const CTrainingKernels *k, long points) {
  const long counts[] = {1, 5, 8, 15, 16, 31, 32}, steps[] = {1, 7, 8, 33};
  for (int i = 0; i < 7; i++)
    for (int j = 0; j < 4; j++) {
      const long c = counts[i], s = steps[j], stride = (c > s ? c : s) + 3;
      float *rows = numbers((c - 1) * stride + s), *columns = numbers((s - 1) * stride + c), *panel = zeroed(s * 32);
      k->packRows((CRows){rows, stride}, c, s, panel);
      finish(panel, s * 32);
      panel = zeroed(s * 32);
      k->packColumns((CRows){columns, stride}, c, s, panel);
      finish(panel, s * 32);
      free(rows), free(columns);
    }
  const long channels[] = {1, 5, 16, 33, 64};
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++)
      for (int isGradient = 0; isGradient < 2; isGradient++) {
        const long outputs = channels[i], inputs = channels[j], filters = isGradient ? inputs : outputs;
        const long width = padded(isGradient ? outputs : inputs, 16), size = points * width * 32;
        float *weights = numbers(outputs * inputs * 3);
        for (long first = 0; first < filters; first += 32) {
          float *panel = zeroed(size);
          const long count = filters - first < 32 ? filters - first : 32;
          k->packConvolution((CFilters){weights, outputs, inputs}, first, count, isGradient, width, panel);
          finish(panel, size);
        }
        free(weights);
      }
}

// The gradient of a convolution's taps, of rows that end where they are said to.
static void tapGradients(const CTrainingKernels *k, long points) {
  const long channels[] = {1, 5, 16, 33, 130}, lengths[] = {1, 4, 7, 130, 257};
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++) {
      const long c = channels[i], l = lengths[j], w = padded(c, 16), rows = padded(l, 4);
      float *x = numbers((rows + 2) * w), *dy = numbers(rows * w), *gradients = numbers(c * c * 3);
      for (long first = 0; first < c; first += 32) {
        const long count = c - first < 32 ? c - first : 32;
        float *scratch = numbers(points * MOST_WINDOWS * (w + 32)), *sums = zeroed(points * w * 32);
        k->convolutionSums((CRows){x + first, w}, (CRows){dy, w}, l, padded(count, 16), scratch, sums);
        k->addTaps(sums, w, first, count, (CFilters){gradients, c, c}, gradients);
        free(scratch);
        finish(sums, points * w * 32);
      }
      free(x), free(dy);
      finish(gradients, c * c * 3);
    }
}

static void rowGradients(const CTrainingKernels *k) {
  const long lengths[] = {1, 2, 5, 15, 16, 17, 70}, channels[] = {1, 5, 16, 24, 33};
  for (int i = 0; i < 7; i++)
    for (int j = 0; j < 5; j++) {
      const long l = lengths[i], c = channels[j], w = padded(c, 16);
      float *x = numbers(l * w), *d = numbers(l * w), *residual = numbers(l * w), *y = zeroed(l * w);
      float *sums = zeroed(2 * w);
      float *p = numbers(w), *q = numbers(w), *r = numbers(w), *b = numbers(w);
      const CExtent extent = {l, w, c};
      for (long row = 0; row < l; row++)
        for (long s = c; s < w; s++) x[row * w + s] = d[row * w + s] = 0;
      k->columnSums(x, w, l, sums);
      k->columnProducts(x, d, w, l, sums + w);
      finish(sums, 2 * w);
      sums = zeroed(2 * w);
      k->siluNormBackward(x, d, w, l, (CAffine){p, q}, (CAffine){r, b}, sums);
      finish(sums, 2 * w);
      k->affineBackward(x, d, w, l, p, q, r, NULL);
      k->affineBackward(x, d, w, l, p, q, r, residual);
      k->modulate(x, extent, 1e-6f, (CAffine){p, q}, y);
      finish(y, l * w);
      y = zeroed(l * w);
      sums = zeroed(2 * w);
      k->layerNormBackward(x, d, extent, 1e-6f, p, NULL, y, sums);
      k->layerNormBackward(x, d, extent, 1e-6f, p, y, y, sums);
      k->layerNormBackward(x, d, extent, 1e-6f, p, residual, d, sums);
      finish(y, l * w), finish(d, l * w), finish(sums, 2 * w);
      free(x), free(residual), free(p), free(q), free(r), free(b);
    }
}

static void attentionGradients(const CTrainingKernels *k) {
  const long keys[] = {1, 2, 31, 65}, queries[] = {1, 7, 32, 33, 70}, features[] = {1, 5, 16, 33, 64};
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 5; j++)
      for (int l = 0; l < 5; l++) {
        const long n = keys[i], m = queries[j], f = features[l], s = f + 3, o = padded(f, 16) + 5, wide = padded(f, 32);
        const float scale = 1 / (float)f;
        // The last row ends with its last feature, that of the results with its last group of 16.
        float *q = numbers((m - 1) * s + f), *key = numbers((n - 1) * s + f), *v = numbers((n - 1) * s + f);
        float *dOut = numbers((m - 1) * o + f), *out = zeroed((m - 1) * o + padded(f, 16));
        float *panels = numbers(wide * n), *scratch = zeroed(32 * (n + f)), *more = zeroed(32 * (2 * n + 4 * wide));
        const CHead head = {{q, s}, {key, s}, {v, s}, m, n, f};
        k->attendRows(head, scale, panels, (CMutableRows){out, o}, scratch);
        float *dq = zeroed(m * wide), *dk = numbers(n * wide), *dv = numbers(n * wide);
        const CHeadGradients gradients = {dq, dk, dv, wide};
        k->attendBackward(head, scale, panels, (CRows){out, o}, (CRows){dOut, o}, gradients, more);
        finish(out, (m - 1) * o + padded(f, 16));
        finish(dq, m * wide), finish(dk, n * wide), finish(dv, n * wide);
        free(q), free(key), free(v), free(dOut), free(panels), free(scratch), free(more);
      }
}

// The bits of what all kernels wrote; training's are f32's alone.
static uint64_t hashOf(const char *name, const CKernels *k, const CTrainingKernels *training) {
  state = 1;
  hash = 14695981039346656037u;
  products(k);
  convolutions(k);
  rowKernels(k);
  attentions(k);
  filters(k, training);
  normals(k);
  if (training) {
    packing(training, k->convolutionPoints);
    tapGradients(training, k->convolutionPoints);
    rowGradients(training);
    attentionGradients(training);
  }
  printf("%-12s %016llx\n", name, (unsigned long long)hash);
  return hash;
}

int main(void) {
  const uint64_t expected = hashOf("portable", CKernelsPortable(), CTrainingKernelsPortable());
  int differ = 0;
  if (CKernelsAVX2()) differ |= hashOf("avx2", CKernelsAVX2(), CTrainingKernelsAVX2()) != expected;
  if (CKernelsAVX512()) differ |= hashOf("avx512", CKernelsAVX512(), CTrainingKernelsAVX512()) != expected;
  // Its numbers are other ones; it has to stay within its buffers.
  if (CKernelsBFloat16()) hashOf("bfloat16", CKernelsBFloat16(), NULL);
  if (differ) fprintf(stderr, "the f32 kernels differ in their bits\n");
  return differ;
}
