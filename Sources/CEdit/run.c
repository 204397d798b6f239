// Other programs on the terminal: a shell's command line, and a pager that is handed a text.
#define _GNU_SOURCE
#include "include/CEdit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

// Starts it with no signal blocked, and those ignored that this program was started with ignored, which `before` tells.
static int start(const char *command, int input, const struct sigaction before[2], pid_t *child) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  static const int usual[] = {SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU, SIGCHLD, SIGHUP, SIGTERM};
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) sigaddset(&defaults, usual[i]);
  if (before[0].sa_handler != SIG_IGN) sigaddset(&defaults, SIGINT);
  if (before[1].sa_handler != SIG_IGN) sigaddset(&defaults, SIGQUIT);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawn_file_actions_init(&actions);
  if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  char *const arguments[] = {"sh", "-c", (char *)command, NULL};
  int code = posix_spawn(child, "/bin/sh", &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return code;
}

// A reader that goes away early has read enough.
static void hand_over(int output, const char *text, size_t length) {
  while (length > 0) {
    ssize_t count = write(output, text, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    text += count;
    length -= (size_t)count;
  }
}

// What was killed may have left the terminal to itself, and in a state of its own.
static void take_terminal_back(const struct termios *settings, bool has_settings) {
  struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
  sigaction(SIGTTOU, &ignored, &before);
  pid_t holder = tcgetpgrp(STDIN_FILENO);
  if (holder >= 0 && holder != getpgrp()) tcsetpgrp(STDIN_FILENO, getpgrp());
  if (has_settings) tcsetattr(STDIN_FILENO, TCSADRAIN, settings);
  sigaction(SIGTTOU, &before, NULL);
}

int cedit_run(const char *command, const char *text, size_t length) {
  static const int keys[2] = {SIGINT, SIGQUIT};
  struct sigaction ignored = {.sa_handler = SIG_IGN}, before[2], before_pipe;
  struct termios settings;
  bool has_settings = tcgetattr(STDIN_FILENO, &settings) == 0;
  int ends[2] = {-1, -1}, status = 0;
  pid_t child = -1;
  if (text != NULL && pipe2(ends, O_CLOEXEC) != 0) return -1;
  // It is in this program's process group, so that Ctrl-Z stops both. What Ctrl-C asks for is asked of it alone.
  for (int i = 0; i < 2; i++) sigaction(keys[i], &ignored, &before[i]);
  sigaction(SIGPIPE, &ignored, &before_pipe);
  int code = start(command, ends[0], before, &child);
  if (ends[0] >= 0) close(ends[0]);
  if (code == 0 && text != NULL) hand_over(ends[1], text, length);
  if (ends[1] >= 0) close(ends[1]);
  if (code == 0) {
    pid_t ended;
    do ended = waitpid(child, &status, 0);
    while (ended < 0 && errno == EINTR);
    if (ended < 0) code = errno;
    take_terminal_back(&settings, has_settings && WIFSIGNALED(status));
  }
  sigaction(SIGPIPE, &before_pipe, NULL);
  for (int i = 0; i < 2; i++) sigaction(keys[i], &before[i], NULL);
  errno = code;
  if (code != 0) return -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
