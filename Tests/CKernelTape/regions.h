// The memory that the arguments of a kernel's call lead to.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// What a call does with some memory; `works` is for what it may leave anything in.
typedef enum Use { reads, writes, works } Use;

enum { mostRegions = 16 };

// Memory that one or, where they overlap, several arguments lead to, from `low` up to `high`.
typedef struct Region {
  uintptr_t low, high;
  // The first argument that leads there, by its name.
  const char *name;
  Use use;
} Region;

typedef struct Regions {
  int count;
  Region list[mostRegions];
  // Where the regions' contents lie instead, once they do: arguments are then made to lead there.
  uintptr_t moved[mostRegions];
  int areMoved;
} Regions;

// Makes the pointer at `place` lead to where its region lies.
static void move(const Regions *regions, void *place) {
  uintptr_t address;
  memcpy(&address, place, sizeof address);
  for (int i = 0; i < regions->count; i++)
    if (address >= regions->list[i].low && address < regions->list[i].high) {
      address += regions->moved[i] - regions->list[i].low;
      memcpy(place, &address, sizeof address);
      return;
    }
}

// Takes note of memory that the pointer at `place` leads to; a null pointer leads nowhere.
static void note(Regions *regions, Use use, void *place, long bytes, const char *name) {
  if (regions->areMoved) return move(regions, place);
  Region region = {.name = name, .use = use};
  memcpy(&region.low, place, sizeof region.low);
  if (region.low == 0 || bytes <= 0) return;
  region.high = region.low + (uintptr_t)bytes;
  // Those that overlap become one, which may then overlap with one that stands before.
  for (int i = 0; i < regions->count; i++) {
    const Region other = regions->list[i];
    if (other.low >= region.high || region.low >= other.high) continue;
    if ((other.use == works) != (region.use == works)) abort();  // No comparison could tell one from the other.
    region.low = other.low < region.low ? other.low : region.low;
    region.high = other.high > region.high ? other.high : region.high;
    region.name = other.name;
    region.use = other.use == reads ? region.use : other.use;
    regions->list[i] = regions->list[--regions->count];
    i = -1;
  }
  if (regions->count == mostRegions) abort();
  regions->list[regions->count++] = region;
}
