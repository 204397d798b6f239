#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

#pragma clang assume_nonnull begin

// The fused network's kernels: one body, compiled for each instruction set, chosen at run time.
//
// The order that makes bits equal. Every value of an output has a lane of its own and is summed over ascending steps
// with fused multiply-adds, whatever the width of a vector and the shape of a block. Sums across lanes run in sixteen
// parts that are folded in halves. Divisions and square roots are IEEE's, exponentials are the body's own. So f32 gives
// the same bits on every instruction set; bfloat16 makes no such promise.
//
// What flows between kernels, all row-major:
//   rows    floats [rows, stride]: activations, channels last, the stride a multiple of 16, surplus channels zero
//   tile    units [rows, stride]: rows as products take them; a unit is 32 bits, one float or two bfloat16 neighbours
//   panels  units [columns / 32, steps, 32]: a weight's columns in panels of 32; a step is one unit of a tile's row
// Counts and strides of tiles and panels are in units, of rows in floats.
typedef struct CKernels {
  const char *name;
  // Numbers to a unit: 1 for f32, 2 for bfloat16.
  long unit;

  // out[r, c] = start[r, c] + sum over k of a[r, k]·panels[c, k]. a is [rows, stride]; start is `out` itself to add to
  // it, or a bias with a stride of 0. Writes whole groups of 16 columns.
  void (*_Nonnull product)(const float *a, long stride, long rows, long steps, const float *panels, long columns,
                           const float *start, long startStride, float *out, long outStride);
  // The same with a given as [steps, stride], a column for each row of out.
  void (*_Nonnull transposedProduct)(const float *a, long stride, long rows, long steps, const float *panels,
                                     long columns, const float *start, long startStride, float *out, long outStride);

  // A convolution of kernel 3, stride 1: row r of out is bias plus the products of rows r, r + 1 and r + 2 of x with the
  // three taps, by way of Winograd's combinations of both. x has rows up to a multiple of `convolutionRows`, and 2 more.
  // Panels are [columns / 32, convolutionPoints, steps, 32]. scratch holds 2·(rows + 4)·(width + 32) floats.
  long convolutionPoints, convolutionRows;
  void (*_Nonnull convolve)(const float *x, long width, long rows, const float *panels, long columns,
                            const float *bias, float *scratch, float *out, long outStride);

  // out[r] = silu(x[first + r]·scale + shift) for r in 0 ..< count; zero where first + r is outside of 0 ..< length.
  void (*_Nonnull normaliseSilu)(const float *x, long width, long length, long first, long count, const float *scale,
                                 const float *shift, float *out);
  // tile[r] = x[first + r], zero outside of 0 ..< length.
  void (*_Nonnull copyRows)(const float *x, long width, long length, long first, long count, float *tile);
  // tile[r] = (x[r] − mean) / sqrt(variance + epsilon) over the first `channels` of a row.
  void (*_Nonnull normaliseRows)(const float *x, long width, long channels, long rows, float epsilon, float *tile);

  // x[r] = LayerNorm(x[r] + y[r])·scale + shift, the norm over the first `channels` of a row.
  void (*_Nonnull addModulate)(float *x, const float *y, long width, long channels, long rows, float epsilon,
                               const float *scale, const float *shift);
  // x[r] += y[r]·scale, or x[r] += y[r] where scale is null.
  void (*_Nonnull addScaled)(float *x, const float *y, long width, long rows, const float *_Nullable scale);

  // Per column the mean of `rows` rows and the sum of squared distances from it: moments [2, width].
  void (*_Nonnull moments)(const float *x, long width, long rows, float *moments);
  // Moments of tiles of `tileRows` rows, the last of `lastRows`, merged into GroupNorm's factor and addend per channel;
  // scratch holds 2·width doubles.
  void (*_Nonnull groupNorm)(const float *moments, long tiles, long tileRows, long lastRows, long width, long channels,
                             long groups, float epsilon, const float *weight, const float *bias, double *scratch,
                             float *scale, float *shift);

  // Rows of floats as units: keys and queries [rows, stride] as a tile, values with neighbouring rows in one unit.
  void (*_Nonnull storeRows)(const float *x, long xStride, long rows, long width, float *out, long outStride);
  void (*_Nonnull storeValues)(const float *x, long xStride, long rows, long width, float *out, long outStride);
  // One head of attention for up to 32 queries: panel [steps, 32] = softmax over keys of q·k, times v, its steps units
  // of `features` numbers, a multiple of UNIT. Queries carry the factor log2(e) / sqrt(features). q and k are tiles
  // [., stride], v as storeValues has it; scratch holds 32·(keys + 2·features + 4) floats.
  void (*_Nonnull attend)(const float *q, long qStride, long queries, const float *k, long kStride, const float *v,
                          long vStride, long keys, long features, float *scratch, float *panel);

  // GELU(x) = x·Φ(x) by the error function.
  void (*_Nonnull gelu)(float *x, long count);
  // SiLU(x) of a few values as a tile.
  void (*_Nonnull silu)(const float *x, long count, float *tile);

  // For training, in f32 alone; null in the others. backward.h says what each computes.
  void (*_Nullable packRows)(const float *rows, long stride, long count, long steps, float *panel);
  void (*_Nullable packColumns)(const float *rows, long stride, long count, long steps, float *panel);
  void (*_Nullable packConvolution)(const float *weights, long outputs, long inputs, long first, long count,
                                    int isGradient, long width, float *panel);
  void (*_Nullable columnSums)(const float *x, long width, long rows, float *sums);
  void (*_Nullable columnProducts)(const float *x, const float *y, long width, long rows, float *sums);
  void (*_Nullable siluNormBackward)(const float *x, float *d, long width, long rows, const float *factor,
                                     const float *addend, const float *weight, const float *bias, float *sums);
  void (*_Nullable affineBackward)(const float *x, float *d, long width, long rows, const float *p, const float *q,
                                   const float *r, const float *_Nullable also);
  void (*_Nullable modulate)(const float *x, long width, long channels, long rows, float epsilon, const float *scale,
                             const float *shift, float *y);
  void (*_Nullable layerNormBackward)(const float *x, const float *dy, long width, long channels, long rows,
                                      float epsilon, const float *scale, const float *_Nullable also, float *dx,
                                      float *sums);
  void (*_Nullable attendRows)(const float *q, const float *k, long stride, long queries, long keys, long features,
                               float scale, const float *v, float *out, long outStride, float *scratch);
  void (*_Nullable attendBackward)(const float *q, const float *k, const float *v, long stride, const float *out,
                                   const float *dOut, long outStride, long queries, long keys, long features,
                                   float scale, const float *kPanels, long wide, float *dq, float *dk, float *dv,
                                   float *scratch);
  // optimiser.h
  void (*_Nullable adamW)(float *p, const float *g, float *m, float *v, long count, float decay, float blend,
                          float keep, float add, float correction, float epsilon, float rate);
  void (*_Nullable lerp)(float *a, const float *b, long count, float weight);

  // Multiply-adds as fast as the processor makes them, for comparison; gives how many operations (two each) it did.
  double (*_Nonnull peak)(long rounds);
} CKernels;

// The kernels of an instruction set, or null where this program was built for processors that have none such.
const CKernels *_Nullable CKernelsPortable(void);
const CKernels *_Nullable CKernelsAVX2(void);
const CKernels *_Nullable CKernelsAVX512(void);
const CKernels *_Nullable CKernelsBFloat16(void);

// Whether the processor and the system have what these kernels need.
int CKernelsHasAVX2(void);
int CKernelsHasAVX512(void);
int CKernelsHasBFloat16(void);

// Tells the processor that this thread is waiting for another.
static inline void CKernelsPause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#pragma clang assume_nonnull end
#endif
