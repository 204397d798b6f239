// What every processor can run: vectors of four as the compiler has them, on arm64 with fused multiply-adds of its own.
#include "CKernels.h"

#define LANES 4
#define VECTORS 4
#if defined(__aarch64__) || defined(__FMA__)
#define ROWS 6
#else
#define ROWS 4
#define EMULATES_FMA
#endif
#include "set.h"

const CKernels *CKernelsPortable(void) { return &kernels; }
const CTrainingKernels *CTrainingKernelsPortable(void) { return &trainingKernels; }
