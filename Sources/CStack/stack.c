#define _GNU_SOURCE  // for pthread_getattr_np
#include "CStack.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>

uintptr_t stack_floor(size_t reserve) {
  // Asked once a thread: of the first one the C library reads it from /proc/self/maps, line by line.
  static _Thread_local void *end = NULL;
  static _Thread_local size_t size = 0;
  if (!end) {
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
    int failure = pthread_attr_getstack(&attributes, &end, &size);
    pthread_attr_destroy(&attributes);
    if (failure != 0) return 0;
  }
  return (uintptr_t)end + (reserve < size / 2 ? reserve : size / 2);
}

uintptr_t stack_position(void) { return (uintptr_t)__builtin_frame_address(0); }

void stack_limit_arenas(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) mallopt(M_ARENA_MAX, 1);
}
