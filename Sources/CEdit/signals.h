// What the signal handlers and the editor share.
#ifndef CEDIT_SIGNALS_H
#define CEDIT_SIGNALS_H

#include <stdbool.h>

enum { SIGNAL_RESIZED = 1, SIGNAL_SUSPEND = 2, SIGNAL_RESUMED = 4 };

// Takes over the signals that matter while there is an editor; remembers the terminal's settings.
void signals_install_for_editor(int output);
// Says whether a line is being edited: the terminal is then raw, and has bracketed paste on when `has_paste`.
void signals_set_editing(bool is_editing, bool has_paste);
// Whether something has happened since it was last taken.
bool signals_take(int what);
// Waits for a byte on a descriptor: true when there is one (or the end), false when a signal came first.
bool signals_wait(int descriptor);
// The time since some moment.
long long signals_milliseconds(void);
// Stops the process as Ctrl-Z does; returns once it is continued.
void signals_stop_process(void);

#endif
