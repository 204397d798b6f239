#ifndef CSTACK_H
#define CSTACK_H

#include <stddef.h>
#include <stdint.h>

/// The address that the calling thread's stack, which grows downwards, may not pass if `reserve` bytes of it, or half
/// of it where that is less, are to stay free; 0 when the system does not tell.
uintptr_t stack_floor(size_t reserve);

/// Where the calling thread's stack stands.
uintptr_t stack_position(void);

/// Where `ulimit -v` bounds the address space, keeps malloc from making arenas, each of which takes 128 MB of it for a
/// moment and 64 MB for good.
void stack_limit_arenas(void);

#endif
