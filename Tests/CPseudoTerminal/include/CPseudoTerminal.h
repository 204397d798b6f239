// What Swift can't do itself to put a program behind a pseudo-terminal.
#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <sys/types.h>

// Opens a pseudo-terminal of a size: its main end, not blocking, or -1. `*device` is an open descriptor of the other
// end, which keeps the size until a program has it.
int pty_open(int columns, int rows, int *device);

// Makes it another size; the program at its other end is told by SIGWINCH.
int pty_resize(int main_end, int columns, int rows);

// Starts a program as the leader of a session that the device is the terminal of, with all signals as by default. Its
// standard output goes to the file `output`, when there is one. Returns its id, or -1.
pid_t pty_spawn(
    int device, const char *folder, const char *output, char *const arguments[], char *const environment[]);

#endif
