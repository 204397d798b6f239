// bfloat16 with sums in f32: a unit is two neighbouring numbers, which one instruction multiplies and adds.
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,fma"))), \
                             apply_to = function)
#define LANES 16
#define ROWS 8
#define VECTORS 2
#define UNIT 2
#define BROADCAST(pointer) ((lanes)_mm512_set1_ps(*(pointer)))
#define MULTIPLY_ADD(a, b, c) ((lanes)_mm512_dpbf16_ps((__m512)(c), (__m512bh)(a), (__m512bh)(b)))
// Within 2^-14, which rounding to bfloat16 hides.
#define QUOTIENT(a, b) ((v16)_mm512_mul_ps((__m512)(a), _mm512_rcp14_ps((__m512)(b))))
#define STORE_UNITS(pointer, numbers)                                                \
  _mm256_storeu_si256((__m256i *)(pointer), (__m256i)_mm512_cvtneps_pbh((__m512)(numbers)))
// The low half of each unit is the first row's number, the high half the second's.
#define STORE_PAIR(pointer, first, second)                                                                           \
  _mm512_storeu_si512((pointer), _mm512_permutexvar_epi16(interleaving(), (__m512i)_mm512_cvtne2ps_pbh(              \
                                                                              (__m512)(second), (__m512)(first))))
// x − ⌊x⌋, and x·2^⌊y⌋.
#define FRACTION(x) ((v16)_mm512_reduce_ps((__m512)(x), _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC))
#define SCALED(x, y) ((v16)_mm512_scalef_ps((__m512)(x), (__m512)(y)))

// Takes words i and 16 + i in turn.
static inline __attribute__((always_inline)) __m512i interleaving(void) {
  const __m512i low = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  return _mm512_or_si512(low, _mm512_slli_epi32(_mm512_add_epi32(low, _mm512_set1_epi32(16)), 16));
}

#include "set.h"
#pragma clang attribute pop

const CKernels *CKernelsBFloat16(void) {
  return CKernelsAVX512() && __builtin_cpu_supports("avx512bf16") ? &kernels : 0;
}
#else
const CKernels *CKernelsBFloat16(void) { return 0; }
#endif
