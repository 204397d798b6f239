// Vectors of sixteen floats, whatever the registers are: the compiler splits them where these are narrower.
#include <string.h>
#include "CKernels.h"

// A product and a sum are fused only where FUSED says so: the bits must not depend on the compiler's choice.
#pragma STDC FP_CONTRACT OFF
// Vectors wider than a register are passed only to functions that are inlined, so no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef float v16 __attribute__((ext_vector_type(16), aligned(4)));
typedef float v8 __attribute__((ext_vector_type(8), aligned(4)));
typedef int32_t i16 __attribute__((ext_vector_type(16), aligned(4)));
typedef double d8 __attribute__((ext_vector_type(8), aligned(8)));
typedef float lanes __attribute__((ext_vector_type(LANES), aligned(4)));

#define LOAD16(p) (*(const v16 *)(p))
#define STORE16(p, v) (*(v16 *)(p) = (v))

#ifdef EMULATES_FMA
// a·b + c rounded once, where the processor can't: the product of floats is exact in doubles; their sum is rounded to
// odd there, after which the rounding to float is the only one that counts (Boldo and Melquiond 2008).
typedef double wide __attribute__((ext_vector_type(LANES)));
typedef int64_t wideBits __attribute__((ext_vector_type(LANES)));

INLINE lanes fusedLanes(lanes a, lanes b, lanes c) {
  wide product = __builtin_convertvector(a, wide) * __builtin_convertvector(b, wide);
  wide addend = __builtin_convertvector(c, wide);
  wide sum = product + addend;
  wide part = sum - product;
  wide error = (product - (sum - part)) + (addend - part);
  wideBits bits = (wideBits)sum;
  wideBits inexact = (error > 0) | (error < 0);
  wideBits outwards = (error > 0) == (sum > 0);  // −1 where the error points away from zero
  wideBits step = inexact & ~(-(bits & 1)) & (-outwards * 2 - 1);
  return __builtin_convertvector((wide)(bits + step), lanes);
}
INLINE v16 fused(v16 a, v16 b, v16 c) {
  v16 result;
  for (int i = 0; i < 16; i += LANES) {
    lanes part = fusedLanes(*(lanes *)((float *)&a + i), *(lanes *)((float *)&b + i), *(lanes *)((float *)&c + i));
    *(lanes *)((float *)&result + i) = part;
  }
  return result;
}
#else
INLINE lanes fusedLanes(lanes a, lanes b, lanes c) { return __builtin_elementwise_fma(a, b, c); }
INLINE v16 fused(v16 a, v16 b, v16 c) { return __builtin_elementwise_fma(a, b, c); }
#endif

// The sums of sixteen vectors' parts: lane r is that of x[r], folded in halves of eight, four, two and one.
#define FOLD8(a, b)                                                                                      \
  (__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +               \
   __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
#define FOLD4(a, b)                                                                                      \
  (__builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +             \
   __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31))
#define FOLD2(a, b)                                                                                      \
  (__builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29) +             \
   __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31))
#define FOLD1(a, b)                                                                                      \
  (__builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +            \
   __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31))
INLINE v16 sums16(const v16 x[16]) {
  v16 s[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) s[i] = FOLD8(x[2 * i], x[2 * i + 1]);
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) s[i] = FOLD4(s[2 * i], s[2 * i + 1]);
  s[0] = FOLD2(s[0], s[1]);
  s[1] = FOLD2(s[2], s[3]);
  return FOLD1(s[0], s[1]);
}

// The larger of the two, and b where one is not a number.
INLINE v16 larger(v16 a, v16 b) {
  i16 mask = a > b;
  return (v16)((mask & (i16)a) | (~mask & (i16)b));
}

// The smaller of the two, and b where one is not a number.
INLINE v16 smaller(v16 a, v16 b) {
  i16 mask = a < b;
  return (v16)((mask & (i16)a) | (~mask & (i16)b));
}

#if UNIT > 1
// 2^x = 2^f·2^⌊x⌋, f = x − ⌊x⌋, for any x; NaN stays. The polynomial with the least relative error for 2^f, 0 ≤ f < 1
// (Remez), has degree 3 and 7e-5 of it: a twentieth of what rounding to bfloat16 adds.
INLINE v16 power2(v16 x) {
  v16 f = FRACTION(x);
  v16 series = fused((v16)7.802452264047964e-2f, f, (v16)2.26067155427483e-1f);
  series = fused(series, f, (v16)6.958335404947528e-1f);
  series = fused(series, f, (v16)9.999252185627154e-1f);
  return SCALED(series, x);
}
#else
// 2^x for x in −126 … 127, within 2 units in the last place; NaN stays.
INLINE v16 power2(v16 x) {
  // Adding 1.5·2^23 rounds to an integer, which then stands in the low bits of the sum.
  v16 shifted = x + 12582912.0f;
  v16 f = x - (shifted - 12582912.0f);
  // The polynomial with the least relative error for 2^f, |f| ≤ 1/2 (Remez): 2e-9 before rounding.
  v16 series = fused((v16)1.534581242594868e-4f, f, (v16)1.3399930903688073e-3f);
  series = fused(series, f, (v16)9.618489071726799e-3f);
  series = fused(series, f, (v16)5.550328642129898e-2f);
  series = fused(series, f, (v16)2.4022646248340607e-1f);
  series = fused(series, f, (v16)6.931471824645996e-1f);
  series = fused(series, f, (v16)1.0f);
  i16 scale = ((i16)shifted << 23) + 0x3F800000;
  return series * (v16)scale;
}
#endif

// SiLU(x) = x / (1 + e^−x).
INLINE v16 silu16(v16 x) {
  v16 power = x * -1.44269504f;
#if UNIT == 1
  power = smaller((v16)126, larger((v16)(-126), power));
#endif
  return QUOTIENT(x, power2(power) + 1.0f);
}

// 2^x for x ≤ 0, the weight of a score that lies so far below the largest one.
INLINE v16 weight16(v16 x) {
#if UNIT == 1
  x = larger((v16)(-126), x);
#endif
  return power2(x);
}
