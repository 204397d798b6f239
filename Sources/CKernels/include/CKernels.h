#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>
#include "CElementary.h"

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

// Rows or a tile: row r begins at values + r·stride.
typedef struct CRows {
  const float *values;
  long stride;
} CRows;

// The same, to write into.
typedef struct CMutableRows {
  float *values;
  long stride;
} CMutableRows;

// A weight's panels.
typedef struct CPanels {
  const float *values;
  long steps, columns;
} CPanels;

// Activations that lie one after another, [rows, width], of whose channels the first `channels` are there.
typedef struct CExtent {
  long rows, width, channels;
} CExtent;

// x·scale + shift, per channel [width].
typedef struct CAffine {
  const float *scale, *shift;
} CAffine;

// A GroupNorm's weight and bias [channels], up to a multiple of 16.
typedef struct CGroupNorm {
  const float *weight, *bias;
  long channels, groups;
  float epsilon;
} CGroupNorm;

// Moments [tiles, 2, width] of tiles of `tileRows` rows, the last one of `lastRows`.
typedef struct CMoments {
  const float *values;
  long tiles, tileRows, lastRows, width;
} CMoments;

// One head of an attention: queries [queryCount, .], keys and values [keyCount, .], `features` numbers to a row.
typedef struct CHead {
  CRows queries, keys, values;
  long queryCount, keyCount, features;
} CHead;

// What a sound and its noise are multiplied by, and the squares of both.
typedef struct CNoiseLevel {
  float alpha, beta, alphaSquare, betaSquare;
} CNoiseLevel;

// Where the energy around a block of a lapped transform is to be found: `blocks` of them one after another, [blocks,
// block], and over how many frequencies on either side it reaches.
typedef struct CSurroundings {
  const float *coefficients;
  long blocks, block, reach;
} CSurroundings;

// What is found of each coefficient: its size's square, it itself over the size that it has in noise, and how far the
// expected one stands out of the noise and the energy around it out of that.
typedef struct CPreconditioned {
  float *squares, *scaled, *standing, *surplus;
} CPreconditioned;

// Coefficients in noise, the squares of their sizes, and what the U-Net gives for them: r and g.
typedef struct CFiltered {
  const float *coefficients, *squares, *rests, *gains;
  CNoiseLevel level;
} CFiltered;

// What passes need.
typedef struct CKernels {
  // Numbers to a unit: 1 for f32, 2 for bfloat16.
  long unit;

  // out[r, c] = start[r, c] + sum over k of a[r, k]·panels[c, k]; start is `out` itself to add to it, or a bias with a
  // stride of 0. Writes whole groups of 16 columns.
  void (*product)(CRows a, long rows, CPanels panels, CRows start, CMutableRows out);
  // The same with a given as [steps, stride], a column for each row of out.
  void (*transposedProduct)(CRows a, long rows, CPanels panels, CRows start, CMutableRows out);

  // A convolution of kernel 3, stride 1: row r of out is bias plus the products of rows r, r + 1 and r + 2 of x with
  // the three taps, by way of Winograd's combinations of both. x [., width] has rows up to a multiple of
  // `convolutionRows`, and 2 more. Panels are [columns / 32, convolutionPoints, steps, 32], the steps those of one row
  // of x. scratch holds 2·(rows + 4)·(width + 32) floats.
  long convolutionPoints, convolutionRows;
  void (*convolve)(const float *x, long rows, CPanels panels, const float *bias, float *scratch, CMutableRows out);

  // out[r] = silu(x[first + r]·scale + shift) for r in 0 ..< count; zero where first + r is outside of 0 ..< length.
  void (*normaliseSilu)(const float *x, long width, long length, long first, long count, CAffine norm, float *out);
  // tile[r] = x[first + r], zero outside of 0 ..< length.
  void (*copyRows)(const float *x, long width, long length, long first, long count, float *tile);
  // tile[r] = (x[r] − mean) / sqrt(variance + epsilon) over the channels of a row.
  void (*normaliseRows)(const float *x, CExtent extent, float epsilon, float *tile);

  // x[r] = LayerNorm(x[r] + y[r])·scale + shift, the norm over the channels of a row.
  void (*addModulate)(float *x, const float *y, CExtent extent, float epsilon, CAffine modulation);
  // x[r] += y[r]·scale, or x[r] += y[r] where scale is null.
  void (*addScaled)(float *x, const float *y, long width, long rows, const float *_Nullable scale);

  // Per column the mean of `rows` rows and the sum of squared distances from it: moments [2, width].
  void (*moments)(const float *x, long width, long rows, float *moments);
  // Moments of tiles merged into GroupNorm's factor and addend per channel; scratch holds 2·width doubles.
  void (*groupNorm)(CMoments moments, CGroupNorm norm, double *scratch, float *scale, float *shift);

  // Rows of floats as units: keys and queries as a tile, values with neighbouring rows in one unit.
  void (*storeRows)(CRows x, long rows, long width, CMutableRows out);
  void (*storeValues)(CRows x, long rows, long width, CMutableRows out);
  // One head of attention for up to 32 queries: panel [steps, 32] = softmax over keys of q·k, times v, its steps units
  // of `features` numbers, a multiple of the unit. Queries carry the factor log2(e) / sqrt(features). Queries and keys
  // are tiles, values as storeValues has them; scratch holds 32·(keys + 2·features + 4) floats.
  void (*attend)(CHead head, float *scratch, float *panel);

  // GELU(x) = x·Φ(x) by the error function.
  void (*gelu)(float *x, long count);
  // SiLU(x) of a few values as a tile.
  void (*silu)(const float *x, long count, float *tile);

  // One block of a lapped transform as its preconditioning has it, from coefficients and sigma data [block]; see
  // `Preconditioning` in Networks. scratch holds block + 1 doubles.
  void (*precondition)(const float *coefficients, const float *sigmaData, CSurroundings around, CNoiseLevel level,
                       double *scratch, CPreconditioned out);
  // And from what the U-Net gives the velocities of `count` coefficients.
  void (*filter)(CFiltered given, long count, float *velocities);

  // Blocks of 16 numbers that are evenly distributed in 0 ..< 1 become normally distributed ones as PyTorch does it:
  // the first eight of a block give radii, the last eight angles (Box and Muller 1958).
  void (*boxMuller)(float *x, long blocks);

  // Multiply-adds as fast as the processor makes them, for comparison; gives how many operations (two each) it did.
  double (*peak)(long rounds);
} CKernels;

// The kernels of an instruction set, or null where this program or this processor has none such.
const CKernels *CKernelsPortable(void);
const CKernels *_Nullable CKernelsAVX2(void);
const CKernels *_Nullable CKernelsAVX512(void);
const CKernels *_Nullable CKernelsBFloat16(void);

// Tells the processor that this thread is waiting for another.
static inline void CKernelsPause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#pragma clang assume_nonnull end

#include "CTrainingKernels.h"
#endif
