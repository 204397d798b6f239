// AVX2 with fused multiply-add: 6 × 16 results in 12 of the 16 registers.
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define ROWS 6
#define VECTORS 2
#include "set.h"
#pragma clang attribute pop

static int isSupported(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
const CKernels *CKernelsAVX2(void) { return isSupported() ? &kernels : 0; }
const CTrainingKernels *CTrainingKernelsAVX2(void) { return isSupported() ? &trainingKernels : 0; }
#else
const CKernels *CKernelsAVX2(void) { return 0; }
const CTrainingKernels *CTrainingKernelsAVX2(void) { return 0; }
#endif
