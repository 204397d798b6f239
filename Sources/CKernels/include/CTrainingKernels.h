#ifndef CTRAININGKERNELS_H
#define CTRAININGKERNELS_H

#include "CKernels.h"

#pragma clang assume_nonnull begin

// What training adds, in f32 alone: packing of weights that change with each step, gradients, and the optimiser. The
// same layouts and the same order of sums as in CKernels.h.

// The most windows of a convolution's rows that its taps' gradient takes at once.
enum { MOST_WINDOWS = 64 };

// A convolution's filters, weights [outputs, inputs, 3].
typedef struct CFilters {
  const float *weights;
  long outputs, inputs;
} CFilters;

// Gradients of a head's queries, keys and values, [., stride] each, the stride a multiple of 32.
typedef struct CHeadGradients {
  float *queries, *keys, *values;
  long stride;
} CHeadGradients;

// The numbers of one step of AdamW: p = p·decay;  m = m + (g − m)·blend;  v = v·keep + g²·add;
// p = p − m / (√v / correction + epsilon)·rate.
typedef struct CAdamW {
  float decay, blend, keep, add, correction, epsilon, rate;
} CAdamW;

typedef struct CTrainingKernels {
  // Up to 32 rows of weights [count, steps] as a panel [steps, 32]: a product's columns; lanes without a row are zero.
  void (*packRows)(CRows rows, long count, long steps, float *panel);
  // Up to 32 columns of rows [steps, .] as a panel [steps, 32]; lanes without a column are zero.
  void (*packColumns)(CRows rows, long count, long steps, float *panel);
  // A panel of up to 32 filters for `convolve`. Forward the filters are outputs `first` and following over the inputs;
  // for the gradient of the input they are inputs, with the taps in reverse, over the outputs. Steps beyond the last,
  // up to `width`, are zero.
  void (*packConvolution)(CFilters filters, long first, long count, int isGradient, long width, float *panel);

  // The gradient of a convolution's taps, for up to 32 of its inputs. First the sums over rows, [convolutionPoints,
  // width, 32], of x from the row before the first on, and of dy [rows, width], whose stride is the width; past their
  // rows both have zeros for half a dozen. Writes whole groups of 16 columns. scratch holds convolutionPoints·
  // MOST_WINDOWS·(width + 32) floats. Then from those what is added to the gradients [outputs, inputs, 3] of the inputs
  // from `first` on.
  void (*convolutionSums)(CRows x, CRows dy, long rows, long columns, float *scratch, float *sums);
  void (*addTaps)(const float *sums, long width, long first, long count, CFilters filters, float *gradients);

  // The sums of columns of x, and of x·y: sums [width].
  void (*columnSums)(const float *x, long width, long rows, float *sums);
  void (*columnProducts)(const float *x, const float *y, long width, long rows, float *sums);
  // d = d·silu'(n), n = x̂·affine, x̂ = x·norm; sums [2, width] of d and of d·x̂ over the rows.
  void (*siluNormBackward)(const float *x, float *d, long width, long rows, CAffine norm, CAffine affine, float *sums);
  // d = d·p + x·q + r per channel, plus the residual if not null.
  void (*affineBackward)(const float *x, float *d, long width, long rows, const float *p, const float *q,
                         const float *r, const float *_Nullable residual);

  // y[r] = LayerNorm(x[r])·scale + shift, the norm over the channels of a row.
  void (*modulate)(const float *x, CExtent extent, float epsilon, CAffine modulation, float *y);
  // From dy the sums [2, width] of dy·x̂ and dy over the rows, and dx = (e − mean e − x̂·mean(e·x̂)) / deviation with
  // e = dy·scale over the channels, added to the residual if that is not null.
  void (*layerNormBackward)(const float *x, const float *dy, CExtent extent, float epsilon, const float *scale,
                            const float *_Nullable residual, float *dx, float *sums);

  // One head's attention: out [queries, .] = softmax over keys of q·k·scale, times v, which comes as panels
  // [features / 32, keys, 32] instead of the head's. Writes whole groups of 16 features. scratch holds
  // 32·(keys + features) floats.
  void (*attendRows)(CHead head, float scale, const float *valuePanels, CMutableRows out, float *scratch);
  // The gradient of the same, from that of out: writes the queries', adds to the keys' and values'. keyPanels are the
  // keys as panels [stride / 32, keys, 32]. scratch holds 32·(2·keys + 4·stride) floats, the stride the gradients'.
  void (*attendBackward)(CHead head, float scale, const float *keyPanels, CRows out, CRows outGradient,
                         CHeadGradients gradients, float *scratch);

  // From the velocities' gradient that of rests and of gains, `count` of each; see `filter`.
  void (*filterBackward)(CFiltered given, const float *dv, long count, float *dRests, float *dGains);
  // Adds to the gains' gradient `share` of that of the distance from t to clean energies, the mean squares of clean
  // coefficients and of those before and after each; energies and t count with `hushed` added.
  void (*sizesBackward)(CFiltered given, const float *before, const float *clean, const float *after, long count,
                        float hushed, float share, float *dGains);

  // A step of weights by their gradients, with their running mean and mean square; `count` is a multiple of 16.
  void (*adamW)(float *weights, const float *gradients, float *mean, float *square, long count, CAdamW step);
  // a = a + (b − a)·weight, or from the other end where the weight is a half or more, as torch.lerp has it.
  void (*lerp)(float *a, const float *b, long count, float weight);
} CTrainingKernels;

// Training's kernels of an instruction set, or null where this program or this processor has none such.
const CTrainingKernels *_Nullable CTrainingKernelsPortable(void);
const CTrainingKernels *_Nullable CTrainingKernelsAVX2(void);
const CTrainingKernels *_Nullable CTrainingKernelsAVX512(void);

#pragma clang assume_nonnull end
#endif
