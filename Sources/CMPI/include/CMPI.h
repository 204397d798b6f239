// Messages between the processes that mpirun or Slurm started, by whichever MPI is installed: its handles are types of
// its own and its constants macros, so that Swift sees neither.
#pragma once

// A message under way.
typedef struct mpi_message mpi_message;

// Joins the others: this process's rank among `count`, and whether several threads may send at once.
// 0, or an error's number.
int mpi_join(int *rank, int *count, int *threads);
// Ends together with the others.
void mpi_leave(void);
// Ends all of them.
_Noreturn void mpi_abort(int status);
// The name of this process's machine, cut to `size` bytes with the zero.
void mpi_host(char *name, int size);

// Begins to send or to receive `count` bytes, which must stay where they are until the message is done; NULL where MPI
// refuses. Messages of one tag between two ranks arrive in their order.
mpi_message *mpi_send(const void *bytes, int count, int to, int tag);
mpi_message *mpi_receive(void *bytes, int count, int from, int tag);
// 1 when the message is done, and then it is gone; 0 while it is under way; -1 when it failed.
int mpi_is_done(mpi_message *message);
// How many bytes the next message of a tag has, from whichever rank; -1 when none waits.
int mpi_waiting(int tag, int *from);
