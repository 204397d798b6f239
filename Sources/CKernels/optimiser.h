// What an optimiser does with every weight, one by one.
#if UNIT == 1

// AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) as torch.optim.AdamW rounds it:
//   p = p·decay;  m = m + (g − m)·blend;  v = v·keep + g²·add;  p = p − m / (√v / correction + epsilon)·rate
// `count` is a multiple of 16.
static void adamW(float *p, const float *g, float *m, float *v, long count, float decay, float blend, float keep,
                  float add, float correction, float epsilon, float rate) {
  for (long i = 0; i < count; i += 16) {
    const v16 gradient = LOAD16(g + i);
    const v16 mean = fused(gradient - LOAD16(m + i), (v16)blend, LOAD16(m + i));
    const v16 square = fused(gradient * add, gradient, LOAD16(v + i) * keep);
    STORE16(m + i, mean);
    STORE16(v + i, square);
    const v16 deviation = __builtin_elementwise_sqrt(square) / correction + epsilon;
    STORE16(p + i, fused((v16)-rate, mean / deviation, LOAD16(p + i) * decay));
  }
}

// a = a + (b − a)·weight, or from the other end where the weight is a half or more, as torch.lerp has it.
static void lerp(float *a, const float *b, long count, float weight) {
  for (long i = 0; i < count; i += 16) {
    const v16 from = LOAD16(a + i), to = LOAD16(b + i);
    STORE16(a + i, weight < 0.5f ? fused(to - from, (v16)weight, from) : fused(from - to, (v16)(1 - weight), to));
  }
}
#endif
