// What an optimiser does with every weight, one by one.

// AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) as torch.optim.AdamW rounds it.
static void adamW(float *weights, const float *gradients, float *mean, float *square, long count, CAdamW step) {
  for (long i = 0; i < count; i += 16) {
    const v16 gradient = LOAD16(gradients + i);
    const v16 m = fused(gradient - LOAD16(mean + i), (v16)step.blend, LOAD16(mean + i));
    const v16 v = fused(gradient * step.add, gradient, LOAD16(square + i) * step.keep);
    STORE16(mean + i, m);
    STORE16(square + i, v);
    const v16 deviation = __builtin_elementwise_sqrt(v) / step.correction + step.epsilon;
    STORE16(weights + i, fused((v16)-step.rate, m / deviation, LOAD16(weights + i) * step.decay));
  }
}

static void lerp(float *a, const float *b, long count, float weight) {
  for (long i = 0; i < count; i += 16) {
    const v16 from = LOAD16(a + i), to = LOAD16(b + i);
    STORE16(a + i, weight < 0.5f ? fused(to - from, (v16)weight, from) : fused(from - to, (v16)(1 - weight), to));
  }
}
