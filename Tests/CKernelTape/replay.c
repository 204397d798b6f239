// replay TAPE makes the calls of a tape with this processor's portable kernels, and compares every bit that they write
// with what stands there. scripts/arm64 builds and runs it.
//
// Exit status 0 where all bits are equal; 1 where one differs, where the tape is cut or damaged, and where a kernel is
// not on it.
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include "calls.h"

static FILE *tape;
static TapeHeader header;
static int64_t calls;
static int32_t kernel;
static long callsOf[kernelCount];

static _Noreturn void fail(const char *problem) {
  if (kernel >= 0 && calls > 0)
    fprintf(stderr, "replay: %s, in call %lld, of %s\n", problem, (long long)calls, kernelNames[kernel]);
  else
    fprintf(stderr, "replay: %s\n", problem);
  exit(1);
}

static void take(void *bytes, size_t count) {
  if (fread(bytes, 1, count, tape) != count) fail("the tape ends too early");
}

// Memory for a region that lies as the one that was recorded does among the lines of the cache.
static char *allocate(Region region) {
  const size_t size = region.high - region.low, offset = region.low % 64;
  void *block;
  if (size > 1ul << 30 || posix_memalign(&block, 64, offset + size)) fail("the tape asks for too much memory");
  return (char *)block + offset;
}

static void call(const CKernels *k, const CTrainingKernels *t, Arguments *arguments) {
  switch (kernel) {
#define MAKE(table, name, ...)                                                                                       \
  case kernel_##name: {                                                                                              \
    const name##Call c = arguments->name;                                                                            \
    table->name(__VA_ARGS__);                                                                                        \
    break;                                                                                                           \
  }
    MAKE(k, product, c.a, c.rows, c.panels, c.start, c.out)
    MAKE(k, transposedProduct, c.a, c.rows, c.panels, c.start, c.out)
    MAKE(k, convolve, c.x, c.rows, c.panels, c.bias, c.scratch, c.out)
    MAKE(k, normaliseSilu, c.x, c.width, c.length, c.first, c.count, c.norm, c.out)
    MAKE(k, copyRows, c.x, c.width, c.length, c.first, c.count, c.tile)
    MAKE(k, normaliseRows, c.x, c.extent, c.epsilon, c.tile)
    MAKE(k, addModulate, c.x, c.y, c.extent, c.epsilon, c.modulation)
    MAKE(k, addScaled, c.x, c.y, c.width, c.rows, c.scale)
    MAKE(k, moments, c.x, c.width, c.rows, c.moments)
    MAKE(k, groupNorm, c.moments, c.norm, c.scratch, c.scale, c.shift)
    MAKE(k, storeRows, c.x, c.rows, c.width, c.out)
    MAKE(k, storeValues, c.x, c.rows, c.width, c.out)
    MAKE(k, attend, c.head, c.scratch, c.panel)
    MAKE(k, gelu, c.x, c.count)
    MAKE(k, silu, c.x, c.count, c.tile)
    MAKE(k, precondition, c.coefficients, c.sigmaData, c.around, c.level, c.scratch, c.out)
    MAKE(k, filter, c.given, c.count, c.velocities)
    MAKE(k, boxMuller, c.x, c.blocks)
    MAKE(t, packRows, c.rows, c.count, c.steps, c.panel)
    MAKE(t, packColumns, c.rows, c.count, c.steps, c.panel)
    MAKE(t, packConvolution, c.filters, c.first, c.count, c.isGradient, c.width, c.panel)
    MAKE(t, convolutionSums, c.x, c.dy, c.rows, c.columns, c.scratch, c.sums)
    MAKE(t, addTaps, c.sums, c.width, c.first, c.count, c.filters, c.gradients)
    MAKE(t, columnSums, c.x, c.width, c.rows, c.sums)
    MAKE(t, columnProducts, c.x, c.y, c.width, c.rows, c.sums)
    MAKE(t, siluNormBackward, c.x, c.d, c.width, c.rows, c.norm, c.affine, c.sums)
    MAKE(t, affineBackward, c.x, c.d, c.width, c.rows, c.p, c.q, c.r, c.residual)
    MAKE(t, modulate, c.x, c.extent, c.epsilon, c.modulation, c.y)
    MAKE(t, layerNormBackward, c.x, c.dy, c.extent, c.epsilon, c.scale, c.residual, c.dx, c.sums)
    MAKE(t, attendRows, c.head, c.scale, c.valuePanels, c.out, c.scratch)
    MAKE(t, attendBackward, c.head, c.scale, c.keyPanels, c.out, c.outGradient, c.gradients, c.scratch)
    MAKE(t, filterBackward, c.given, c.dv, c.count, c.dRests, c.dGains)
    MAKE(t, sizesBackward, c.given, c.before, c.clean, c.after, c.count, c.hushed, c.share, c.dGains)
    MAKE(t, adamW, c.weights, c.gradients, c.mean, c.square, c.count, c.step)
    MAKE(t, lerp, c.a, c.b, c.count, c.weight)
  default: fail("a kernel can't be called");
  }
}

// Reads what the call is to leave in a region, and looks for the first float whose bits are others.
static void compare(Region region, const char *found) {
  const size_t size = region.high - region.low;
  char *expected = malloc(size);
  if (!expected) fail("there is not enough memory");
  take(expected, size);
  for (size_t i = 0; i < size; i += sizeof(float)) {
    uint32_t is, should;
    memcpy(&is, found + i, sizeof is);
    memcpy(&should, expected + i, sizeof should);
    if (is == should) continue;
    float value, wanted;
    memcpy(&value, &is, sizeof value);
    memcpy(&wanted, &should, sizeof wanted);
    fprintf(stderr, "replay: call %lld, of %s: %s[%zu] is %.9g (%08x), and was %.9g (%08x)\n", (long long)calls,
            kernelNames[kernel], region.name, i / sizeof(float), value, is, wanted, should);
    exit(1);
  }
  free(expected);
}

// Makes the call whose kernel was read; gives how many floats were compared.
static int64_t replay(const CKernels *k, const CTrainingKernels *t) {
  Arguments arguments;
  Regions regions = {0};
  take(&arguments, argumentSize(kernel));
  findRegions(kernel, &arguments, &header, &regions);
  char *memory[mostRegions];
  for (int i = 0; i < regions.count; i++) {
    const Region region = regions.list[i];
    memory[i] = allocate(region);
    regions.moved[i] = (uintptr_t)memory[i];
    if (region.use != works) take(memory[i], region.high - region.low);
  }
  regions.areMoved = 1;
  findRegions(kernel, &arguments, &header, &regions);
  call(k, t, &arguments);
  int64_t compared = 0;
  for (int i = 0; i < regions.count; i++) {
    const Region region = regions.list[i];
    if (region.use == writes) {
      compare(region, memory[i]);
      compared += (int64_t)((region.high - region.low) / sizeof(float));
    }
    free(memory[i] - region.low % 64);
  }
  return compared;
}

int main(int count, char **arguments) {
  kernel = -1;
  if (count != 2) {
    fputs("usage: replay TAPE\n", stderr);
    return 64;
  }
  tape = fopen(arguments[1], "rb");
  if (!tape) fail("the tape can't be opened");
  const CKernels *k = CKernelsPortable();
  const CTrainingKernels *t = CTrainingKernelsPortable();
  take(&header, sizeof header);
  if (memcmp(header.magic, TAPE_MAGIC, sizeof header.magic)) fail("this is no tape of kernels' calls");
  if (header.convolutionPoints != k->convolutionPoints || header.convolutionRows != k->convolutionRows)
    fail("the tape is of kernels with another form of convolution");

  int64_t compared = 0;
  for (;;) {
    int32_t next;
    take(&next, sizeof next);
    if (next == tapeEnd) break;
    if (next < 0 || next >= kernelCount) fail("the tape names a kernel that there is not");
    kernel = next;
    calls++;
    callsOf[kernel]++;
    compared += replay(k, t);
  }
  kernel = -1;
  int64_t recorded;
  take(&recorded, sizeof recorded);
  if (recorded != calls || fgetc(tape) != EOF) fail("the tape's end does not fit the calls before");

  for (int i = 0; i < kernelCount; i++) printf("%8ld %s\n", callsOf[i], kernelNames[i]);
  for (int i = 0; i < kernelCount; i++) {
    if (callsOf[i]) continue;
    fprintf(stderr, "replay: %s is not on the tape\n", kernelNames[i]);
    return 1;
  }
  printf("replay: all %lld values of %lld calls of %d kernels have the recorded bits\n", (long long)compared,
         (long long)calls, kernelCount);
  return 0;
}
