#ifndef CELEMENTARY_H
#define CELEMENTARY_H

#include <stdint.h>
#include <string.h>

// Elementary functions for kernels and for Swift, in plain arithmetic: the C library's choose their code by the
// processor, and so give other last bits on another one. They have no branches and calls, so that loops over them
// vectorise.

#define CELEMENTARY static inline __attribute__((always_inline))

// e to the power of x, within 2 units in the last place, for x clamped to −87 … 88.
//
// x = n·ln 2 + r, |r| ≤ ln 2 / 2; the Taylor series of e^r ends at r^7.
CELEMENTARY float CExponential(float x) {
#pragma STDC FP_CONTRACT OFF
  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  // Adding 1.5·2^23 rounds to an integer, which then stands in the low bits of the sum.
  const float shifted = x * 1.44269504f + 12582912.0f;
  const float n = shifted - 12582912.0f;
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float series = 1.0f / 5040;
  series = series * r + 1.0f / 720;
  series = series * r + 1.0f / 120;
  series = series * r + 1.0f / 24;
  series = series * r + 1.0f / 6;
  series = series * r + 0.5f;
  series = series * (r * r) + r + 1.0f;
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits << 23) + 0x3F800000u;
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return series * scale;
}

// The natural logarithm of a positive normal number, within 2 units in the last place.
CELEMENTARY double CLogarithm(double x) {
#pragma STDC FP_CONTRACT OFF
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  // The exponent as the low bits of 2^52.
  const uint64_t powerBits = 0x4330000000000000u | bits >> 52;
  const uint64_t significandBits = (bits & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u;
  double power, significand;
  memcpy(&power, &powerBits, sizeof power);
  memcpy(&significand, &significandBits, sizeof significand);
  power -= 4503599627371519.0;
  const int isLarge = significand > 1.41421356237309505;
  const double exponent = isLarge ? power + 1 : power, fraction = isLarge ? significand * 0.5 : significand;
  // ln m = 2·artanh((m − 1) / (m + 1)), whose series converges like 0.03^k.
  const double s = (fraction - 1) / (fraction + 1);
  const double square = s * s;
  double sum = 1.0 / 25;
  sum = sum * square + 1.0 / 23;
  sum = sum * square + 1.0 / 21;
  sum = sum * square + 1.0 / 19;
  sum = sum * square + 1.0 / 17;
  sum = sum * square + 1.0 / 15;
  sum = sum * square + 1.0 / 13;
  sum = sum * square + 1.0 / 11;
  sum = sum * square + 1.0 / 9;
  sum = sum * square + 1.0 / 7;
  sum = sum * square + 1.0 / 5;
  sum = sum * square + 1.0 / 3;
  sum = sum * square + 1;
  return exponent * 0.693147180559945309 + 2 * s * sum;
}

// sin x and cos x, within a unit in the last place for |x| < 10^6.
//
// x is brought to |r| ≤ π/4 around a multiple of π/2, and the multiple tells which of two series is which, and their
// signs.
CELEMENTARY void CSineCosine(double x, double *sine, double *cosine) {
#pragma STDC FP_CONTRACT OFF
  // Adding 1.5·2^52 rounds to an integer, halves to the even one; what counts is the one away from zero.
  const double quarters = x * 0.636619772367581343;
  double n = (quarters + 6755399441055744.0) - 6755399441055744.0;
  const double rest = quarters - n;
  n = rest == 0.5 && quarters > 0 ? n + 1 : n;
  n = rest == -0.5 && quarters < 0 ? n - 1 : n;
  // The integer as the low bits of that sum.
  const double shifted = n + 6755399441055744.0;
  uint64_t quarter;
  memcpy(&quarter, &shifted, sizeof quarter);
  // π/2 in two parts, of which n times the first is exact.
  const double r = (x - n * 1.57079632673412561) - n * 6.07710050650619225e-11;
  const double square = r * r;
  // Taylor series, r^17 and r^16 last: 1 − s/(k·(k−1))·(…) for k odd and even.
  double odd = 1 - square / (17 * 16), even = 1 - square / (16 * 15);
  odd = 1 - square * odd / (15 * 14), even = 1 - square * even / (14 * 13);
  odd = 1 - square * odd / (13 * 12), even = 1 - square * even / (12 * 11);
  odd = 1 - square * odd / (11 * 10), even = 1 - square * even / (10 * 9);
  odd = 1 - square * odd / (9 * 8), even = 1 - square * even / (8 * 7);
  odd = 1 - square * odd / (7 * 6), even = 1 - square * even / (6 * 5);
  odd = 1 - square * odd / (5 * 4), even = 1 - square * even / (4 * 3);
  odd = r * (1 - square * odd / (3 * 2)), even = 1 - square * even / (2 * 1);
  const double first = quarter & 1 ? even : odd, second = quarter & 1 ? odd : even;
  *sine = quarter & 2 ? -first : first;
  *cosine = (quarter + 1) & 2 ? -second : second;
}

#undef CELEMENTARY
#endif
