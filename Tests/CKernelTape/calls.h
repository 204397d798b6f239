// What stands on a tape of kernels' calls: of each kernel the arguments, and the memory that they lead to. Recording
// and replaying both read it.
//
// A tape is a TapeHeader; then of each call its kernel's number as int32_t, its arguments as they lie in a struct,
// every region of memory that it reads or writes, and after the call those that it writes once more; and at last the
// number `tapeEnd` and how many calls there were, as int64_t.
#include "CKernels.h"
#include "regions.h"

_Static_assert(sizeof(long) == 8 && sizeof(void *) == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "a tape is for processors that lay out structs alike");

typedef struct TapeHeader {
  char magic[8];
  int64_t convolutionPoints, convolutionRows;
} TapeHeader;
#define TAPE_MAGIC "kernels1"

static const int32_t tapeEnd = -1;

// All kernels, but for `peak`, which computes nothing that is used.
#define PASS_KERNELS(DO)                                                                                             \
  DO(product) DO(transposedProduct) DO(convolve) DO(normaliseSilu) DO(copyRows) DO(normaliseRows) DO(addModulate)    \
  DO(addScaled) DO(moments) DO(groupNorm) DO(storeRows) DO(storeValues) DO(attend) DO(gelu) DO(silu)                 \
  DO(precondition) DO(filter) DO(boxMuller)
#define TRAINING_KERNELS(DO)                                                                                         \
  DO(packRows) DO(packColumns) DO(packConvolution) DO(convolutionSums) DO(addTaps) DO(columnSums) DO(columnProducts) \
  DO(siluNormBackward) DO(affineBackward) DO(modulate) DO(layerNormBackward) DO(attendRows) DO(attendBackward)       \
  DO(filterBackward) DO(sizesBackward) DO(adamW) DO(lerp)

enum Kernel {
#define NUMBER(name) kernel_##name,
  PASS_KERNELS(NUMBER) passKernelCount, beforeTraining = passKernelCount - 1,
  TRAINING_KERNELS(NUMBER) kernelCount
#undef NUMBER
};

static const char *const kernelNames[] = {
#define NAME(name) #name,
    PASS_KERNELS(NAME) TRAINING_KERNELS(NAME)
#undef NAME
};

// The tables hold three numbers and `peak` beside them.
_Static_assert(sizeof(CKernels) == (4 + passKernelCount) * sizeof(void *), "a kernel is missing from the tape");
_Static_assert(sizeof(CTrainingKernels) == (kernelCount - passKernelCount) * sizeof(void *),
               "a kernel of training is missing from the tape");

static inline long padded(long count, long multiple) { return (count + multiple - 1) / multiple * multiple; }
static inline long smaller(long a, long b) { return a < b ? a : b; }

// The floats from the first of `rows` rows up to the last one's end.
static inline long spread(long rows, long stride, long width) { return rows > 0 ? (rows - 1) * stride + width : 0; }

// `CALL(name, fields) { … }` declares a kernel's arguments in their order, as nameCall, and says by FLOATS what memory
// they lead to, in the words of CKernels.h and CTrainingKernels.h.
#define CALL(name, ...)                                                                                              \
  typedef struct name##Call __VA_ARGS__ name##Call;                                                                  \
  static void name##Regions(name##Call *c, const TapeHeader *tape, Regions *regions)
#define FLOATS(use, field, count) note(regions, use, &c->field, (long)sizeof(float) * (count), #field)

CALL(product, { CRows a; long rows; CPanels panels; CRows start; CMutableRows out; }) {
  const long columns = padded(c->panels.columns, 16);
  FLOATS(reads, a.values, spread(c->rows, c->a.stride, c->panels.steps));
  FLOATS(reads, panels.values, padded(c->panels.columns, 32) * c->panels.steps);
  FLOATS(reads, start.values, spread(c->rows, c->start.stride, columns));
  FLOATS(writes, out.values, spread(c->rows, c->out.stride, columns));
}

CALL(transposedProduct, { CRows a; long rows; CPanels panels; CRows start; CMutableRows out; }) {
  const long columns = padded(c->panels.columns, 16);
  FLOATS(reads, a.values, spread(c->panels.steps, c->a.stride, c->rows));
  FLOATS(reads, panels.values, padded(c->panels.columns, 32) * c->panels.steps);
  FLOATS(reads, start.values, spread(c->rows, c->start.stride, columns));
  FLOATS(writes, out.values, spread(c->rows, c->out.stride, columns));
}

CALL(convolve, { const float *x; long rows; CPanels panels; const float *bias; float *scratch; CMutableRows out; }) {
  const long width = c->panels.steps, columns = padded(c->panels.columns, 16);
  FLOATS(reads, x, (padded(c->rows, tape->convolutionRows) + 2) * width);
  FLOATS(reads, panels.values, padded(c->panels.columns, 32) * tape->convolutionPoints * width);
  FLOATS(reads, bias, columns);
  FLOATS(works, scratch, 2 * (c->rows + 4) * (width + 32));
  FLOATS(writes, out.values, spread(c->rows, c->out.stride, columns));
}

// The rows that a window of `count` rows from `first` on has of `length` rows, and those before them.
static inline long reached(long first, long count, long length) { return smaller(first + count, length); }

CALL(normaliseSilu, { const float *x; long width, length, first, count; CAffine norm; float *out; }) {
  FLOATS(reads, x, reached(c->first, c->count, c->length) * c->width);
  FLOATS(reads, norm.scale, c->width);
  FLOATS(reads, norm.shift, c->width);
  FLOATS(writes, out, c->count * c->width);
}

CALL(copyRows, { const float *x; long width, length, first, count; float *tile; }) {
  FLOATS(reads, x, reached(c->first, c->count, c->length) * c->width);
  FLOATS(writes, tile, c->count * c->width);
}

CALL(normaliseRows, { const float *x; CExtent extent; float epsilon; float *tile; }) {
  FLOATS(reads, x, c->extent.rows * c->extent.width);
  FLOATS(writes, tile, c->extent.rows * c->extent.width);
}

CALL(addModulate, { float *x; const float *y; CExtent extent; float epsilon; CAffine modulation; }) {
  FLOATS(writes, x, c->extent.rows * c->extent.width);
  FLOATS(reads, y, c->extent.rows * c->extent.width);
  FLOATS(reads, modulation.scale, c->extent.width);
  FLOATS(reads, modulation.shift, c->extent.width);
}

CALL(addScaled, { float *x; const float *y; long width, rows; const float *scale; }) {
  FLOATS(writes, x, c->rows * c->width);
  FLOATS(reads, y, c->rows * c->width);
  FLOATS(reads, scale, c->width);
}

CALL(moments, { const float *x; long width, rows; float *moments; }) {
  FLOATS(reads, x, c->rows * c->width);
  FLOATS(writes, moments, 2 * c->width);
}

CALL(groupNorm, { CMoments moments; CGroupNorm norm; double *scratch; float *scale, *shift; }) {
  const long width = c->moments.width;
  FLOATS(reads, moments.values, c->moments.tiles * 2 * width);
  FLOATS(reads, norm.weight, c->norm.channels);
  FLOATS(reads, norm.bias, c->norm.channels);
  FLOATS(works, scratch, 2 * width * 2);  // Doubles.
  FLOATS(writes, scale, width);
  FLOATS(writes, shift, width);
}

CALL(storeRows, { CRows x; long rows, width; CMutableRows out; }) {
  FLOATS(reads, x.values, spread(c->rows, c->x.stride, c->width));
  FLOATS(writes, out.values, spread(c->rows, c->out.stride, c->width));
}

CALL(storeValues, { CRows x; long rows, width; CMutableRows out; }) {
  FLOATS(reads, x.values, spread(c->rows, c->x.stride, c->width));
  FLOATS(writes, out.values, spread(c->rows, c->out.stride, c->width));
}

CALL(attend, { CHead head; float *scratch, *panel; }) {
  const long features = c->head.features, keys = c->head.keyCount;
  FLOATS(reads, head.queries.values, spread(c->head.queryCount, c->head.queries.stride, features));
  FLOATS(reads, head.keys.values, spread(keys, c->head.keys.stride, features));
  FLOATS(reads, head.values.values, spread(keys, c->head.values.stride, features));
  FLOATS(works, scratch, 32 * (keys + 2 * features + 4));
  FLOATS(writes, panel, 32 * features);
}

CALL(gelu, { float *x; long count; }) { FLOATS(writes, x, padded(c->count, 8)); }

CALL(silu, { const float *x; long count; float *tile; }) {
  FLOATS(reads, x, padded(c->count, 16));
  FLOATS(writes, tile, padded(c->count, 16));
}

CALL(precondition, {
  const float *coefficients, *sigmaData;
  CSurroundings around;
  CNoiseLevel level;
  double *scratch;
  CPreconditioned out;
}) {
  const long block = c->around.block;
  FLOATS(reads, coefficients, block);
  FLOATS(reads, sigmaData, block);
  FLOATS(reads, around.coefficients, c->around.blocks * block);
  FLOATS(works, scratch, (block + 1) * 2);  // Doubles.
  FLOATS(writes, out.squares, block);
  FLOATS(writes, out.scaled, block);
  FLOATS(writes, out.standing, block);
  FLOATS(writes, out.surplus, block);
}

// What the filter takes of `count` coefficients.
#define FILTERED                               \
  FLOATS(reads, given.coefficients, c->count); \
  FLOATS(reads, given.squares, c->count);      \
  FLOATS(reads, given.rests, c->count);        \
  FLOATS(reads, given.gains, c->count)

CALL(filter, { CFiltered given; long count; float *velocities; }) {
  FILTERED;
  FLOATS(writes, velocities, c->count);
}

CALL(boxMuller, { float *x; long blocks; }) { FLOATS(writes, x, 16 * c->blocks); }

CALL(packRows, { CRows rows; long count, steps; float *panel; }) {
  FLOATS(reads, rows.values, spread(c->count, c->rows.stride, c->steps));
  FLOATS(writes, panel, 32 * c->steps);
}

CALL(packColumns, { CRows rows; long count, steps; float *panel; }) {
  FLOATS(reads, rows.values, spread(c->steps, c->rows.stride, c->count));
  FLOATS(writes, panel, 32 * c->steps);
}

CALL(packConvolution, { CFilters filters; long first, count; int isGradient; long width; float *panel; }) {
  FLOATS(reads, filters.weights, 3 * c->filters.outputs * c->filters.inputs);
  FLOATS(writes, panel, 32 * tape->convolutionPoints * c->width);
}

CALL(convolutionSums, { CRows x, dy; long rows, columns; float *scratch, *sums; }) {
  const long width = c->dy.stride, rows = padded(c->rows, tape->convolutionRows);
  FLOATS(reads, x.values, spread(rows + 2, c->x.stride, c->columns));
  FLOATS(reads, dy.values, rows * width);
  FLOATS(works, scratch, tape->convolutionPoints * MOST_WINDOWS * (width + 32));
  FLOATS(writes, sums, tape->convolutionPoints * width * 32);
}

// The filters' own weights are not looked at.
CALL(addTaps, { const float *sums; long width, first, count; CFilters filters; float *gradients; }) {
  FLOATS(reads, sums, tape->convolutionPoints * c->width * 32);
  FLOATS(writes, gradients, 3 * c->filters.outputs * c->filters.inputs);
}

CALL(columnSums, { const float *x; long width, rows; float *sums; }) {
  FLOATS(reads, x, c->rows * c->width);
  FLOATS(writes, sums, c->width);
}

CALL(columnProducts, { const float *x, *y; long width, rows; float *sums; }) {
  FLOATS(reads, x, c->rows * c->width);
  FLOATS(reads, y, c->rows * c->width);
  FLOATS(writes, sums, c->width);
}

CALL(siluNormBackward, { const float *x; float *d; long width, rows; CAffine norm, affine; float *sums; }) {
  FLOATS(reads, x, c->rows * c->width);
  FLOATS(writes, d, c->rows * c->width);
  FLOATS(reads, norm.scale, c->width);
  FLOATS(reads, norm.shift, c->width);
  FLOATS(reads, affine.scale, c->width);
  FLOATS(reads, affine.shift, c->width);
  FLOATS(writes, sums, 2 * c->width);
}

CALL(affineBackward, { const float *x; float *d; long width, rows; const float *p, *q, *r, *residual; }) {
  FLOATS(reads, x, c->rows * c->width);
  FLOATS(writes, d, c->rows * c->width);
  FLOATS(reads, p, c->width);
  FLOATS(reads, q, c->width);
  FLOATS(reads, r, c->width);
  FLOATS(reads, residual, c->rows * c->width);
}

CALL(modulate, { const float *x; CExtent extent; float epsilon; CAffine modulation; float *y; }) {
  FLOATS(reads, x, c->extent.rows * c->extent.width);
  FLOATS(reads, modulation.scale, c->extent.width);
  FLOATS(reads, modulation.shift, c->extent.width);
  FLOATS(writes, y, c->extent.rows * c->extent.width);
}

CALL(layerNormBackward, {
  const float *x, *dy;
  CExtent extent;
  float epsilon;
  const float *scale, *residual;
  float *dx, *sums;
}) {
  const long count = c->extent.rows * c->extent.width;
  FLOATS(reads, x, count);
  FLOATS(reads, dy, count);
  FLOATS(reads, scale, c->extent.width);
  FLOATS(reads, residual, count);
  FLOATS(writes, dx, count);
  FLOATS(writes, sums, 2 * c->extent.width);
}

// The head's own values are not looked at.
CALL(attendRows, { CHead head; float scale; const float *valuePanels; CMutableRows out; float *scratch; }) {
  const long features = c->head.features, keys = c->head.keyCount, queries = c->head.queryCount;
  FLOATS(reads, head.queries.values, spread(queries, c->head.queries.stride, features));
  FLOATS(reads, head.keys.values, spread(keys, c->head.keys.stride, features));
  FLOATS(reads, valuePanels, padded(features, 32) * keys);
  FLOATS(writes, out.values, spread(queries, c->out.stride, padded(features, 16)));
  FLOATS(works, scratch, 32 * (keys + features));
}

CALL(attendBackward, {
  CHead head;
  float scale;
  const float *keyPanels;
  CRows out, outGradient;
  CHeadGradients gradients;
  float *scratch;
}) {
  const long features = c->head.features, keys = c->head.keyCount, queries = c->head.queryCount;
  FLOATS(reads, head.queries.values, spread(queries, c->head.queries.stride, features));
  FLOATS(reads, head.keys.values, spread(keys, c->head.keys.stride, features));
  FLOATS(reads, head.values.values, spread(keys, c->head.values.stride, features));
  FLOATS(reads, keyPanels, c->gradients.stride * keys);
  FLOATS(reads, out.values, spread(queries, c->out.stride, features));
  FLOATS(reads, outGradient.values, spread(queries, c->outGradient.stride, features));
  FLOATS(writes, gradients.queries, queries * c->gradients.stride);
  FLOATS(writes, gradients.keys, keys * c->gradients.stride);
  FLOATS(writes, gradients.values, keys * c->gradients.stride);
  FLOATS(works, scratch, 32 * (2 * keys + 4 * c->gradients.stride));
}

CALL(filterBackward, { CFiltered given; const float *dv; long count; float *dRests, *dGains; }) {
  FILTERED;
  FLOATS(reads, dv, c->count);
  FLOATS(writes, dRests, c->count);
  FLOATS(writes, dGains, c->count);
}

CALL(sizesBackward, {
  CFiltered given;
  const float *before, *clean, *after;
  long count;
  float hushed, share;
  float *dGains;
}) {
  FILTERED;
  FLOATS(reads, before, c->count);
  FLOATS(reads, clean, c->count);
  FLOATS(reads, after, c->count);
  FLOATS(writes, dGains, c->count);
}

CALL(adamW, { float *weights; const float *gradients; float *mean, *square; long count; CAdamW step; }) {
  FLOATS(writes, weights, c->count);
  FLOATS(reads, gradients, c->count);
  FLOATS(writes, mean, c->count);
  FLOATS(writes, square, c->count);
}

CALL(lerp, { float *a; const float *b; long count; float weight; }) {
  FLOATS(writes, a, c->count);
  FLOATS(reads, b, c->count);
}

// A call's arguments, whichever its kernel is.
typedef union Arguments {
#define MEMBER(name) name##Call name;
  PASS_KERNELS(MEMBER) TRAINING_KERNELS(MEMBER)
#undef MEMBER
} Arguments;

// How many bytes of them stand on the tape.
static size_t argumentSize(int32_t kernel) {
  switch (kernel) {
#define SIZE(name) \
  case kernel_##name: return sizeof(name##Call);
    PASS_KERNELS(SIZE) TRAINING_KERNELS(SIZE)
#undef SIZE
  default: return 0;
  }
}

// Notes the memory that a call's arguments lead to, or makes them lead to where it has been moved.
static void findRegions(int32_t kernel, Arguments *arguments, const TapeHeader *tape, Regions *regions) {
  switch (kernel) {
#define REGIONS(name) \
  case kernel_##name: name##Regions(&arguments->name, tape, regions); break;
    PASS_KERNELS(REGIONS) TRAINING_KERNELS(REGIONS)
#undef REGIONS
  }
}
