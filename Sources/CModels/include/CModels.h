// The models that come with drumlin, as .safetensors files in the program itself.
#pragma once

typedef struct {
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  long count;
} CModel;

// How many there are, and each, from 0 on; an index outside is brought to the nearest.
long cmodel_count(void);
CModel cmodel_at(long index);
