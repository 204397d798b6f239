// The one body of all kernels, and the table of them. Whoever includes it says how wide a vector is (LANES), how a
// block of results is cut (ROWS, VECTORS), and what a unit holds.
#ifndef UNIT
#define UNIT 1
#define QUOTIENT(a, b) ((a) / (b))
#define BROADCAST(pointer) ((lanes)(*(pointer)))
#define MULTIPLY_ADD(a, b, c) fusedLanes(a, b, c)
#define STORE_UNITS(pointer, numbers) STORE16(pointer, numbers)
#define STORE_PAIR(pointer, first, second) STORE16(pointer, first)
#endif
#include "vector.h"
#include "product.h"
#if UNIT == 1
#include "winograd.h"
#else
// Rounding to bfloat16 leaves no room for Winograd's differences: the three taps as they are.
#define WINDOW 1
#define POINTS 3
static void convolve(const float *tile, long width, long rows, const float *panels, long columns, const float *bias,
                     float *scratch, float *out, long outStride) {
  (void)scratch;
  product(tile, width / UNIT, rows, POINTS * width / UNIT, panels, columns, bias, 0, out, outStride);
}
#endif
#include "rows.h"
#include "moments.h"
#include "attention.h"

static const CKernels kernels = {
    .name = NAME,
    .unit = UNIT,
    .product = product,
    .transposedProduct = transposedProduct,
    .convolutionPoints = POINTS,
    .convolutionRows = WINDOW,
    .convolve = convolve,
    .normaliseSilu = normaliseSilu,
    .copyRows = copyRows,
    .normaliseRows = normaliseRows,
    .addModulate = addModulate,
    .addScaled = addScaled,
    .moments = moments,
    .groupNorm = groupNorm,
    .storeRows = storeRows,
    .storeValues = storeValues,
    .attend = attend,
    .gelu = gelu,
    .silu = silu,
};
