// Normal random numbers out of evenly distributed ones. Loops over plain doubles that the compiler turns into vectors.

static void boxMuller(float *x, long blocks) {
  for (; blocks > 0; blocks--, x += 16) {
    double radius[8], sine[8], cosine[8];
    for (int i = 0; i < 8; i++) radius[i] = __builtin_elementwise_sqrt(-2 * CLogarithm(1 - x[i]));
    for (int i = 0; i < 8; i++) CSineCosine(6.283185307179586f * x[i + 8], &sine[i], &cosine[i]);
    for (int i = 0; i < 8; i++) {
      x[i] = (float)radius[i] * (float)cosine[i];
      x[i + 8] = (float)radius[i] * (float)sine[i];
    }
  }
}
