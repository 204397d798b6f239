// A line editor on libedit's native interface, and the signals that go with it. Text is UTF-8. One thread only, except
// for the functions on interrupts.
#ifndef CEDIT_H
#define CEDIT_H

#include <stdbool.h>
#include <stddef.h>

// Interrupts: a flag that SIGINT sets and computations poll.

// Takes SIGINT over, unless the program was started with it ignored. A second one within a second, with the first not
// yet cleared and no line being edited, leaves the program with status 130.
void cedit_install_interrupts(void);
bool cedit_interrupted(void);
void cedit_clear_interrupt(void);
// Waits until there is something to read, or the end; false when Ctrl-C comes first.
bool cedit_wait_for_input(int descriptor);

// Lets the terminal hand keys over one by one and not show them, until cedit_leave_keys; Ctrl-C and Ctrl-Z stay what
// they are. False where standard input is no terminal. What ends the program gives the terminal back.
bool cedit_watch_keys(void);
void cedit_leave_keys(void);
// How many times the program came back since from being stopped: the terminal may show anything by then.
int cedit_returns(void);
// Whether there is something to read, or comes within so many milliseconds; Ctrl-C ends the wait.
bool cedit_key_comes(int milliseconds);
// Throws away what there is to read.
void cedit_forget_keys(void);

// Other programs.

// Runs `sh -c command` on the terminal and waits for its end; with a text that is its standard input. Ctrl-C reaches
// it and not this program, Ctrl-Z stops both. Its exit status, or 128 and the signal that killed it; -1, and errno,
// when it could not be started.
int cedit_run(const char *command, const char *text, size_t length);

// The size of the terminal behind a descriptor; false when it is no terminal or does not know.
bool cedit_window_size(int descriptor, int *columns, int *rows);

// The editor.

typedef struct cedit cedit;

// Called for Tab with the text of the line, `length` bytes, and the cursor's byte offset in it; and for F1 and Alt-H,
// which ask for help.
typedef void (*cedit_completion)(void *context, const char *text, size_t length, size_t cursor, bool asks_for_help);

// Called between keys with the text and the cursor, to say in what colours the line is drawn: for each byte of the
// text, which are 0, the parameter of its SGR sequence, or 0 for none.
typedef void (*cedit_painting)(void *context, const char *text, size_t length, size_t cursor, unsigned char *styles);

enum { CEDIT_LINE, CEDIT_END, CEDIT_INTERRUPTED };

// Opens an editor on standard input that draws on `output` (1 or 2), reads ~/.editrc, and keeps at most `history_size`
// entries. Without `painting` there are no colours, and nothing is suggested. NULL when there is no memory for it.
cedit *cedit_open(const char *program, int output, int history_size, cedit_completion completion,
                  cedit_painting painting, void *context);
void cedit_close(cedit *editor);

// Whether the rest of an earlier line is suggested behind what is typed, where there is `painting`; it is at first.
void cedit_suggest(cedit *editor, bool suggests);

// Lets a person edit a line, which may hold line ends (from a paste or from history). CEDIT_LINE: the line without the
// final line end is at *text, *length bytes, valid until the next call. CEDIT_END: Ctrl-D on an empty line, or no more
// input. CEDIT_INTERRUPTED: Ctrl-C.
int cedit_read(cedit *editor, const char *prompt, const char **text, size_t *length);

// Adds an entry to what the arrow keys and Ctrl-R find.
void cedit_remember(cedit *editor, const char *entry);
// Takes one out again, if it is there.
void cedit_forget(cedit *editor, const char *entry);

// Only during a completion: replaces `count` characters (code points) before the cursor.
void cedit_replace(cedit *editor, int count, const char *text);
// Only during a completion: shows lines below, then the edited line again.
void cedit_show(cedit *editor, const char *lines);
// Only during a completion.
void cedit_beep(cedit *editor);

#endif
