// SIGINT sets a flag; SIGWINCH, SIGTSTP and SIGCONT are noted for the editor; what ends the program gives the terminal
// back first. Handlers write to a pipe, so that a wait for input ends whichever thread they ran on.
#define _GNU_SOURCE
#include "include/CEdit.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static atomic_bool interrupted;
static atomic_llong last_interrupt;
static atomic_int events;
static atomic_bool editing;
static atomic_bool paste_is_on;
static atomic_bool has_terminal_settings;
static struct termios terminal_settings;
static atomic_bool watching_keys;
static atomic_int returns;
static struct termios settings_before_watching;
static int output_descriptor = STDOUT_FILENO;
static int wake_pipe[2] = {-1, -1};

static void wake(void) {
  if (wake_pipe[1] >= 0) {
    ssize_t ignored = write(wake_pipe[1], "", 1);
    (void)ignored;
  }
}

long long signals_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void hand_keys_over(void) {
  struct termios settings = settings_before_watching;
  settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

// While a command runs the terminal is as it was found; only an editor, and one that watches for keys, changes it.
static void restore_terminal(void) {
  if (atomic_load(&watching_keys)) tcsetattr(STDIN_FILENO, TCSANOW, &settings_before_watching);
  if (!atomic_load(&editing)) return;
  if (atomic_load(&paste_is_on)) {
    ssize_t ignored = write(output_descriptor, "\033[?2004l", 8);
    (void)ignored;
  }
  if (atomic_load(&has_terminal_settings)) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_settings);
}

static void on_interrupt(int signal) {
  (void)signal;
  int saved = errno;
  long long now = signals_milliseconds();
  long long last = atomic_exchange(&last_interrupt, now);
  bool is_second = atomic_exchange(&interrupted, true);
  if (is_second && !atomic_load(&editing) && now - last < 1000) {
    ssize_t ignored = write(STDERR_FILENO, "\n", 1);
    (void)ignored;
    restore_terminal();
    _exit(130);
  }
  wake();
  errno = saved;
}

static void take(int signal, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, NULL);
}

static bool is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void on_stop(int signal);

void signals_stop_process(void) {
  bool is_watching = atomic_load(&watching_keys);
  if (is_watching) restore_terminal();
  take(SIGTSTP, SIG_DFL, 0);
  raise(SIGTSTP);
  atomic_fetch_add(&returns, 1);
  if (is_watching) hand_keys_over();
  take(SIGTSTP, on_stop, SA_NODEFER | SA_RESTART);
}

static void on_stop(int signal) {
  (void)signal;
  int saved = errno;
  if (atomic_load(&editing)) {
    atomic_fetch_or(&events, SIGNAL_SUSPEND);
    wake();
  } else {
    signals_stop_process();
  }
  errno = saved;
}

static void on_event(int signal) {
  int saved = errno;
  atomic_fetch_or(&events, signal == SIGWINCH ? SIGNAL_RESIZED : SIGNAL_RESUMED);
  wake();
  errno = saved;
}

static void on_end(int signal) {
  restore_terminal();
  take(signal, SIG_DFL, 0);
  raise(signal);
}

static void open_wake_pipe(void) {
  if (wake_pipe[0] >= 0 || pipe(wake_pipe) != 0) return;
  for (int end = 0; end < 2; end++) {
    fcntl(wake_pipe[end], F_SETFD, FD_CLOEXEC);
    fcntl(wake_pipe[end], F_SETFL, O_NONBLOCK);
  }
}

void cedit_install_interrupts(void) {
  if (is_ignored(SIGINT)) return;
  open_wake_pipe();
  // With SA_RESTART: libraries take a read that was interrupted for a failure. What waits here is woken by the pipe.
  take(SIGINT, on_interrupt, SA_RESTART);
}

bool cedit_interrupted(void) { return atomic_load(&interrupted); }

bool cedit_watch_keys(void) {
  if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &settings_before_watching) != 0) return false;
  atomic_store(&watching_keys, true);
  hand_keys_over();
  return true;
}

// A shell that stopped the program gave the terminal its own settings, and the program may be behind others since.
static void keep_watching(void) {
  struct termios settings;
  if (atomic_load(&watching_keys) && tcgetpgrp(STDIN_FILENO) == getpgrp() &&
      tcgetattr(STDIN_FILENO, &settings) == 0 && settings.c_lflag & ICANON) {
    atomic_fetch_add(&returns, 1);
    hand_keys_over();
  }
}

int cedit_returns(void) {
  keep_watching();
  return atomic_load(&returns);
}

bool cedit_key_comes(int milliseconds) {
  keep_watching();
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, milliseconds) > 0;
}

void cedit_forget_keys(void) { tcflush(STDIN_FILENO, TCIFLUSH); }

void cedit_leave_keys(void) {
  if (atomic_exchange(&watching_keys, false)) tcsetattr(STDIN_FILENO, TCSANOW, &settings_before_watching);
}

void cedit_clear_interrupt(void) { atomic_store(&interrupted, false); }

void signals_install_for_editor(int output) {
  open_wake_pipe();
  output_descriptor = output;
  atomic_store(&has_terminal_settings, tcgetattr(STDIN_FILENO, &terminal_settings) == 0);
  take(SIGWINCH, on_event, SA_RESTART);
  take(SIGCONT, on_event, SA_RESTART);
  if (!is_ignored(SIGTSTP)) take(SIGTSTP, on_stop, SA_NODEFER | SA_RESTART);
  static const int endings[] = {SIGHUP, SIGTERM, SIGQUIT};
  for (int i = 0; i < 3; i++) {
    if (!is_ignored(endings[i])) take(endings[i], on_end, SA_NODEFER);
  }
}

void signals_set_editing(bool is_editing, bool has_paste) {
  atomic_store(&paste_is_on, has_paste);
  atomic_store(&editing, is_editing);
}

bool cedit_wait_for_input(int descriptor) {
  while (!cedit_interrupted()) {
    if (signals_wait(descriptor)) return true;
  }
  return false;
}

bool signals_take(int what) { return (atomic_fetch_and(&events, ~what) & what) != 0; }

bool signals_wait(int descriptor) {
  struct pollfd waiting[2] = {{descriptor, POLLIN, 0}, {wake_pipe[0], POLLIN, 0}};
  if (poll(waiting, wake_pipe[0] >= 0 ? 2 : 1, -1) < 0) return errno != EINTR && errno != EAGAIN;
  if (waiting[1].revents & POLLIN) {
    char bytes[64];
    while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {}
    return false;
  }
  return waiting[0].revents != 0;
}

bool cedit_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}
