// Stands before the C library's own calls (LD_PRELOAD) and lets one of those that write to files fail, counted from 1
// by FAULT_AT: FAULT_KIND says how. A file at FAULT_MARK tells that it has come to that.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int calls;

static bool is_kind(const char *kind) {
  const char *wanted = getenv("FAULT_KIND");
  return wanted && strcmp(wanted, kind) == 0;
}

// Whether this call, one of the kind's, is the one; a disk that is full stays full.
static bool is_due(void) {
  const char *place = getenv("FAULT_AT");
  if (!place) return false;
  int call = atomic_fetch_add(&calls, 1) + 1;
  if (is_kind("full") ? call < atoi(place) : call != atoi(place)) return false;
  const char *mark = getenv("FAULT_MARK");
  int descriptor = mark ? open(mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600) : -1;
  if (descriptor >= 0) close(descriptor);
  return true;
}

static bool is_file(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

// How many bytes of a write are to be written, or -1 with errno.
static ssize_t allowed(int descriptor, size_t count) {
  bool is_full = is_kind("full"), is_broken = is_kind("broken"), is_cut = is_kind("cut"), is_hit = is_kind("hit");
  if (!(is_full || is_broken || is_cut || is_hit) || descriptor <= STDERR_FILENO || !is_file(descriptor)) return count;
  if (!is_due()) return count;
  if (is_cut) return count > 1 ? count / 2 : count;
  errno = is_full ? ENOSPC : is_broken ? EIO : EINTR;
  return -1;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  ssize_t (*next)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  ssize_t part = allowed(descriptor, count);
  return part < 0 ? -1 : next(descriptor, bytes, part);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t place) {
  ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
  ssize_t part = allowed(descriptor, count);
  return part < 0 ? -1 : next(descriptor, bytes, part, place);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t place) {
  return pwrite(descriptor, bytes, count, place);
}

int fsync(int descriptor) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
  if (is_kind("unsynced") && is_file(descriptor) && is_due()) {
    errno = EIO;
    return -1;
  }
  return next(descriptor);
}

int rename(const char *from, const char *to) {
  int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  if (is_kind("unmoved") && is_due()) {
    errno = EIO;
    return -1;
  }
  return next(from, to);
}
