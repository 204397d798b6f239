// AVX-512: 8 × 32 results in 16 of the 32 registers.
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), apply_to = function)
#define LANES 16
#define ROWS 8
#define VECTORS 2
#include "set.h"
#pragma clang attribute pop

static int isSupported(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
}
const CKernels *CKernelsAVX512(void) { return isSupported() ? &kernels : 0; }
const CTrainingKernels *CTrainingKernelsAVX512(void) { return isSupported() ? &trainingKernels : 0; }
#else
const CKernels *CKernelsAVX512(void) { return 0; }
const CTrainingKernels *CTrainingKernelsAVX512(void) { return 0; }
#endif
