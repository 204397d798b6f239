// The one body of all kernels, and the tables of them. Whoever includes it says how wide a vector is (LANES), how a
// block of results is cut (ROWS, VECTORS), and what a unit holds; training's kernels are f32's alone.
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
#include "winograd.h"
#include "rows.h"
#include "moments.h"
#include "attention.h"
#include "filter.h"
#include "normals.h"
#if UNIT == 1
#include "packing.h"
#include "winograd_backward.h"
#include "rows_backward.h"
#include "attention_backward.h"
#include "filter_backward.h"
#include "optimiser.h"
#endif

static const CKernels kernels = {
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
    .precondition = precondition,
    .filter = filter,
    .boxMuller = boxMuller,
    .peak = peak,
};

#if UNIT == 1
static const CTrainingKernels trainingKernels = {
    .packRows = packRows,
    .packColumns = packColumns,
    .packConvolution = packConvolution,
    .convolutionSums = convolutionSums,
    .addTaps = addTaps,
    .columnSums = columnSums,
    .columnProducts = columnProducts,
    .siluNormBackward = siluNormBackward,
    .affineBackward = affineBackward,
    .modulate = modulate,
    .layerNormBackward = layerNormBackward,
    .attendRows = attendRows,
    .attendBackward = attendBackward,
    .filterBackward = filterBackward,
    .sizesBackward = sizesBackward,
    .adamW = adamW,
    .lerp = lerp,
};
#endif
