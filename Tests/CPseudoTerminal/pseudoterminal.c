#define _GNU_SOURCE
#include "include/CPseudoTerminal.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <unistd.h>

int pty_open(int columns, int rows, int *device) {
  int main_end;
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  if (openpty(&main_end, device, NULL, NULL, &size) != 0) return -1;
  fcntl(main_end, F_SETFL, O_NONBLOCK);
  fcntl(main_end, F_SETFD, FD_CLOEXEC);
  fcntl(*device, F_SETFD, FD_CLOEXEC);
  return main_end;
}

int pty_resize(int main_end, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(main_end, TIOCSWINSZ, &size);
}

pid_t pty_spawn(
    int device, const char *folder, const char *output, char *const arguments[], char *const environment[]) {
  pid_t process = fork();
  if (process != 0) return process;
  // Only what is safe after a fork of a program with threads.
  setsid();
  ioctl(device, TIOCSCTTY, 0);
  dup2(device, STDIN_FILENO);
  dup2(device, STDERR_FILENO);
  int target = output == NULL ? device : open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(target, STDOUT_FILENO);
  if (output != NULL) close(target);
  if (chdir(folder) != 0) _exit(127);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(arguments[0], arguments, environment);
  _exit(127);
}
