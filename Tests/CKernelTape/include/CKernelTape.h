#ifndef CKERNELTAPE_H
#define CKERNELTAPE_H

#include "CKernels.h"

#pragma clang assume_nonnull begin

// Records calls of kernels: what they are given, what memory they read, and what they leave in what they write.
// replay.c makes the same calls with the portable kernels of any processor, and compares every bit.
//
// There is one tape at a time, and one thread may write to it.

// Begins a tape of calls of these tables, in f32; gives 0, or errno.
int CKernelTapeBegin(const char *path, const CKernels *kernels, const CTrainingKernels *training);

// The tables that write to the tape and call the ones that it was begun with.
CKernels CKernelTapeKernels(void);
CTrainingKernels CKernelTapeTrainingKernels(void);

// Ends the tape, and gives how many calls it holds, or −1 with errno set where some of it could not be written.
long CKernelTapeEnd(void);

#pragma clang assume_nonnull end

#endif
