#include "CModels.h"

static const unsigned char kicks[] = {
#embed "kicks.safetensors"
};
static const unsigned char snares[] = {
#embed "snares.safetensors"
};
static const unsigned char hihats[] = {
#embed "hihats.safetensors"
};
static const unsigned char percussion[] = {
#embed "percussion.safetensors"
};

static const CModel models[] = {
  {"kicks", kicks, sizeof kicks},
  {"snares", snares, sizeof snares},
  {"hihats", hihats, sizeof hihats},
  {"percussion", percussion, sizeof percussion},
};

long cmodel_count(void) { return sizeof models / sizeof *models; }

CModel cmodel_at(long index) {
  long last = cmodel_count() - 1;
  return models[index < 0 ? 0 : index > last ? last : index];
}
