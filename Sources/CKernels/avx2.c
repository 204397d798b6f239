// AVX2 with fused multiply-add: 6 × 16 results in 12 of the 16 registers.
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME "avx2"
#define LANES 8
#define ROWS 6
#define VECTORS 2
#include "set.h"

const CKernels *CKernelsAVX2(void) { return &kernels; }
#pragma clang attribute pop

int CKernelsHasAVX2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
const CKernels *CKernelsAVX2(void) { return 0; }
int CKernelsHasAVX2(void) { return 0; }
#endif
