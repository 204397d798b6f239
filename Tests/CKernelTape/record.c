// Tables of kernels that write each call to the tape and make it by the tables that the tape was begun with.
#include <errno.h>
#include <stdio.h>
#include "CKernelTape.h"
#include "calls.h"

// Kernels are plain functions, so what they share stands here.
static FILE *tape;
static TapeHeader header;
static CKernels passes;
static CTrainingKernels training;
static int64_t calls;
// The call that is being made.
static Regions regions;

static void put(const void *bytes, size_t count) { fwrite(bytes, 1, count, tape); }

// What lies in the call's memory; before it in all that it reads or writes, after it in what it writes.
static void writeRegions(int areWritten) {
  for (int i = 0; i < regions.count; i++) {
    const Region region = regions.list[i];
    if (region.use != works && (region.use == writes || !areWritten))
      put((const void *)region.low, region.high - region.low);
  }
}

static void begin(int32_t kernel, Arguments *arguments) {
  regions = (Regions){0};
  findRegions(kernel, arguments, &header, &regions);
  put(&kernel, sizeof kernel);
  put(arguments, argumentSize(kernel));
  writeRegions(0);
}

static void end(void) {
  writeRegions(1);
  calls++;
}

#define RECORD(table, kernel, ...)                                                                                   \
  Arguments arguments = {.kernel = {__VA_ARGS__}};                                                                   \
  begin(kernel_##kernel, &arguments);                                                                                \
  table.kernel(__VA_ARGS__);                                                                                         \
  end()

static void product(CRows a, long rows, CPanels panels, CRows start, CMutableRows out) {
  RECORD(passes, product, a, rows, panels, start, out);
}

static void transposedProduct(CRows a, long rows, CPanels panels, CRows start, CMutableRows out) {
  RECORD(passes, transposedProduct, a, rows, panels, start, out);
}

static void convolve(const float *x, long rows, CPanels panels, const float *bias, float *scratch, CMutableRows out) {
  RECORD(passes, convolve, x, rows, panels, bias, scratch, out);
}

static void normaliseSilu(const float *x, long width, long length, long first, long count, CAffine norm, float *out) {
  RECORD(passes, normaliseSilu, x, width, length, first, count, norm, out);
}

static void copyRows(const float *x, long width, long length, long first, long count, float *tile) {
  RECORD(passes, copyRows, x, width, length, first, count, tile);
}

static void normaliseRows(const float *x, CExtent extent, float epsilon, float *tile) {
  RECORD(passes, normaliseRows, x, extent, epsilon, tile);
}

static void addModulate(float *x, const float *y, CExtent extent, float epsilon, CAffine modulation) {
  RECORD(passes, addModulate, x, y, extent, epsilon, modulation);
}

static void addScaled(float *x, const float *y, long width, long rows, const float *scale) {
  RECORD(passes, addScaled, x, y, width, rows, scale);
}

static void moments(const float *x, long width, long rows, float *moments) {
  RECORD(passes, moments, x, width, rows, moments);
}

static void groupNorm(CMoments moments, CGroupNorm norm, double *scratch, float *scale, float *shift) {
  RECORD(passes, groupNorm, moments, norm, scratch, scale, shift);
}

static void storeRows(CRows x, long rows, long width, CMutableRows out) {
  RECORD(passes, storeRows, x, rows, width, out);
}

static void storeValues(CRows x, long rows, long width, CMutableRows out) {
  RECORD(passes, storeValues, x, rows, width, out);
}

static void attend(CHead head, float *scratch, float *panel) { RECORD(passes, attend, head, scratch, panel); }

static void gelu(float *x, long count) { RECORD(passes, gelu, x, count); }

static void silu(const float *x, long count, float *tile) { RECORD(passes, silu, x, count, tile); }

static void precondition(const float *coefficients, const float *sigmaData, CSurroundings around, CNoiseLevel level,
                         double *scratch, CPreconditioned out) {
  RECORD(passes, precondition, coefficients, sigmaData, around, level, scratch, out);
}

static void filter(CFiltered given, long count, float *velocities) {
  RECORD(passes, filter, given, count, velocities);
}

static void boxMuller(float *x, long blocks) { RECORD(passes, boxMuller, x, blocks); }

static void packRows(CRows rows, long count, long steps, float *panel) {
  RECORD(training, packRows, rows, count, steps, panel);
}

static void packColumns(CRows rows, long count, long steps, float *panel) {
  RECORD(training, packColumns, rows, count, steps, panel);
}

static void packConvolution(CFilters filters, long first, long count, int isGradient, long width, float *panel) {
  RECORD(training, packConvolution, filters, first, count, isGradient, width, panel);
}

static void convolutionSums(CRows x, CRows dy, long rows, long columns, float *scratch, float *sums) {
  RECORD(training, convolutionSums, x, dy, rows, columns, scratch, sums);
}

static void addTaps(const float *sums, long width, long first, long count, CFilters filters, float *gradients) {
  RECORD(training, addTaps, sums, width, first, count, filters, gradients);
}

static void columnSums(const float *x, long width, long rows, float *sums) {
  RECORD(training, columnSums, x, width, rows, sums);
}

static void columnProducts(const float *x, const float *y, long width, long rows, float *sums) {
  RECORD(training, columnProducts, x, y, width, rows, sums);
}

static void siluNormBackward(const float *x, float *d, long width, long rows, CAffine norm, CAffine affine,
                             float *sums) {
  RECORD(training, siluNormBackward, x, d, width, rows, norm, affine, sums);
}

static void affineBackward(const float *x, float *d, long width, long rows, const float *p, const float *q,
                           const float *r, const float *residual) {
  RECORD(training, affineBackward, x, d, width, rows, p, q, r, residual);
}

static void modulate(const float *x, CExtent extent, float epsilon, CAffine modulation, float *y) {
  RECORD(training, modulate, x, extent, epsilon, modulation, y);
}

static void layerNormBackward(const float *x, const float *dy, CExtent extent, float epsilon, const float *scale,
                              const float *residual, float *dx, float *sums) {
  RECORD(training, layerNormBackward, x, dy, extent, epsilon, scale, residual, dx, sums);
}

static void attendRows(CHead head, float scale, const float *valuePanels, CMutableRows out, float *scratch) {
  RECORD(training, attendRows, head, scale, valuePanels, out, scratch);
}

static void attendBackward(CHead head, float scale, const float *keyPanels, CRows out, CRows outGradient,
                           CHeadGradients gradients, float *scratch) {
  RECORD(training, attendBackward, head, scale, keyPanels, out, outGradient, gradients, scratch);
}

static void filterBackward(CFiltered given, const float *dv, long count, float *dRests, float *dGains) {
  RECORD(training, filterBackward, given, dv, count, dRests, dGains);
}

static void sizesBackward(CFiltered given, const float *before, const float *clean, const float *after, long count,
                          float hushed, float share, float *dGains) {
  RECORD(training, sizesBackward, given, before, clean, after, count, hushed, share, dGains);
}

static void adamW(float *weights, const float *gradients, float *mean, float *square, long count, CAdamW step) {
  RECORD(training, adamW, weights, gradients, mean, square, count, step);
}

static void lerp(float *a, const float *b, long count, float weight) { RECORD(training, lerp, a, b, count, weight); }

int CKernelTapeBegin(const char *path, const CKernels *kernels, const CTrainingKernels *trainingKernels) {
  if (kernels->unit != 1 || tape) return EINVAL;
  tape = fopen(path, "wb");
  if (!tape) return errno;
  (passes = *kernels, training = *trainingKernels, calls = 0);
  header = (TapeHeader){TAPE_MAGIC, kernels->convolutionPoints, kernels->convolutionRows};
  put(&header, sizeof header);
  return 0;
}

CKernels CKernelTapeKernels(void) {
  CKernels table = passes;
#define ENTRY(name) table.name = name;
  PASS_KERNELS(ENTRY)
  return table;
}

CTrainingKernels CKernelTapeTrainingKernels(void) {
  CTrainingKernels table = training;
  TRAINING_KERNELS(ENTRY)
  return table;
}

long CKernelTapeEnd(void) {
  put(&tapeEnd, sizeof tapeEnd);
  put(&calls, sizeof calls);
  const int failed = ferror(tape);
  const int closed = fclose(tape);
  tape = NULL;
  if (failed) errno = EIO;
  return failed || closed ? -1 : calls;
}
