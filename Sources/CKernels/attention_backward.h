// Attention in training: a softmax that keeps to rows, and its gradients.

// The softmax over keys of up to 32 queries' scores: weights [keys, 32], queries across. `scale` is 1 / sqrt(features).
INLINE void attentionWeights(CRows q, long queries, CRows k, long keys, long features, float scale, float *panel,
                             float *weights) {
  packRows(q, queries, features, panel);
  product(k, keys, (CPanels){panel, features, PANEL}, NO_BIAS, (CMutableRows){weights, PANEL});
  for (int half = 0; half < PANEL; half += 16) {
    float *w = weights + half;
    const v16 factor = (v16)(scale * 1.44269504f);
    v16 largest = -__builtin_inff(), total = 0;
    for (long key = 0; key < keys; key++) largest = larger(LOAD16(w + key * PANEL), largest);
    for (long key = 0; key < keys; key++) {
      v16 weight = weight16((LOAD16(w + key * PANEL) - largest) * factor);
      total += weight;
      STORE16(w + key * PANEL, weight);
    }
    const v16 inverse = 1.0f / total;
    for (long key = 0; key < keys; key++) STORE16(w + key * PANEL, LOAD16(w + key * PANEL) * inverse);
  }
}

// Rows from number `first` on.
INLINE CRows rowsFrom(CRows rows, long first) { return (CRows){rows.values + first * rows.stride, rows.stride}; }

static void attendRows(CHead head, float scale, const float *valuePanels, CMutableRows out, float *scratch) {
  const long queries = head.queryCount, keys = head.keyCount, features = head.features;
  float *weights = scratch, *panel = weights + keys * PANEL;
  for (long first = 0; first < queries; first += PANEL) {
    const long count = queries - first < PANEL ? queries - first : PANEL;
    attentionWeights(rowsFrom(head.queries, first), count, head.keys, keys, features, scale, panel, weights);
    for (long f = 0; f < features; f += PANEL) {
      const CPanels values = {valuePanels + f * keys, keys, features - f < PANEL ? features - f : PANEL};
      transposedProduct((CRows){weights, PANEL}, count, values, NO_BIAS,
                        (CMutableRows){out.values + first * out.stride + f, out.stride});
    }
  }
}

static void attendBackward(CHead head, float scale, const float *keyPanels, CRows out, CRows outGradient,
                           CHeadGradients gradients, float *scratch) {
  const long queries = head.queryCount, keys = head.keyCount, features = head.features, wide = gradients.stride;
  float *weights = scratch, *scoreGradients = weights + keys * PANEL, *panel = scoreGradients + keys * PANEL;
  float *columns = panel + wide * PANEL;
  for (long first = 0; first < queries; first += PANEL) {
    const long count = queries - first < PANEL ? queries - first : PANEL;
    const CRows q = rowsFrom(head.queries, first), o = rowsFrom(out, first), d = rowsFrom(outGradient, first);
    float dots[PANEL] = {0};
    for (long r = 0; r < count; r++)
      for (long f = 0; f < features; f++) dots[r] += d.values[r * d.stride + f] * o.values[r * o.stride + f];

    attentionWeights(q, count, head.keys, keys, features, scale, panel, weights);
    packRows(d, count, features, panel);
    product(head.values, keys, (CPanels){panel, features, PANEL}, NO_BIAS, (CMutableRows){scoreGradients, PANEL});
    for (int half = 0; half < PANEL; half += 16) {
      const v16 dot = LOAD16(dots + half);
      for (long key = 0; key < keys; key++) {
        float *gradient = scoreGradients + key * PANEL + half;
        STORE16(gradient, LOAD16(weights + key * PANEL + half) * (LOAD16(gradient) - dot) * scale);
      }
    }
    for (long f = 0; f < wide; f += PANEL) {
      const long width = features - f < PANEL ? features - f : PANEL;
      float *dk = gradients.keys + f, *dv = gradients.values + f;
      transposedProduct((CRows){scoreGradients, PANEL}, count, (CPanels){keyPanels + f * keys, keys, PANEL}, NO_BIAS,
                        (CMutableRows){gradients.queries + first * wide + f, wide});
      packColumns((CRows){q.values + f, q.stride}, width, count, columns);
      product((CRows){scoreGradients, PANEL}, keys, (CPanels){columns, count, PANEL}, (CRows){dk, wide},
              (CMutableRows){dk, wide});
      packColumns((CRows){d.values + f, d.stride}, width, count, columns);
      product((CRows){weights, PANEL}, keys, (CPanels){columns, count, PANEL}, (CRows){dv, wide},
              (CMutableRows){dv, wide});
    }
  }
}
