#include "CMPI.h"

#include <stdlib.h>
#include <string.h>

// Debian has its own folder for whichever MPI is chosen there.
#if __has_include(<mpi.h>)
#include <mpi.h>
#else
#include <mpi/mpi.h>
#endif

struct mpi_message {
  MPI_Request request;
};

int mpi_join(int *rank, int *count, int *threads) {
  int provided = MPI_THREAD_SINGLE;
  int error = MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &provided);
  if (error) return error;
  *threads = provided == MPI_THREAD_MULTIPLE;
  // Errors are told by who called, in words.
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  error = MPI_Comm_rank(MPI_COMM_WORLD, rank);
  return error ? error : MPI_Comm_size(MPI_COMM_WORLD, count);
}

void mpi_leave(void) { MPI_Finalize(); }

_Noreturn void mpi_abort(int status) {
  MPI_Abort(MPI_COMM_WORLD, status);
  _Exit(status);
}

void mpi_host(char *name, int size) {
  char full[MPI_MAX_PROCESSOR_NAME] = "";
  int length = 0;
  if (size <= 0) return;
  MPI_Get_processor_name(full, &length);
  strncpy(name, full, (size_t)size - 1);
  name[size - 1] = 0;
}

static mpi_message *begun(int error, MPI_Request request) {
  mpi_message *message = error ? NULL : malloc(sizeof *message);
  if (message) message->request = request;
  return message;
}

mpi_message *mpi_send(const void *bytes, int count, int to, int tag) {
  MPI_Request request = MPI_REQUEST_NULL;
  int error = MPI_Isend(bytes, count, MPI_BYTE, to, tag, MPI_COMM_WORLD, &request);
  return begun(error, request);
}

mpi_message *mpi_receive(void *bytes, int count, int from, int tag) {
  MPI_Request request = MPI_REQUEST_NULL;
  int error = MPI_Irecv(bytes, count, MPI_BYTE, from, tag, MPI_COMM_WORLD, &request);
  return begun(error, request);
}

int mpi_is_done(mpi_message *message) {
  int done = 0;
  int error = MPI_Test(&message->request, &done, MPI_STATUS_IGNORE);
  if (error || done) free(message);
  return error ? -1 : done;
}

int mpi_waiting(int tag, int *from) {
  int found = 0, count = -1;
  MPI_Status status;
  if (MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &found, &status) || !found) return -1;
  MPI_Get_count(&status, MPI_BYTE, &count);
  *from = status.MPI_SOURCE;
  return count;
}
