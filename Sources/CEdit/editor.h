// What the parts of the editor share.
#ifndef CEDIT_EDITOR_H
#define CEDIT_EDITOR_H

#include "include/CEdit.h"

#include <histedit.h>
#include <stdbool.h>
#include <stdio.h>

struct cedit {
  EditLine *line;
  History *history;
  FILE *output;
  const char *prompt;
  cedit_completion completion;
  void *context;
  // Whether the terminal understands escape sequences.
  bool has_escapes;
  // Whether pastes come marked: not with vi keys, where Escape is a key of its own.
  bool has_paste;
  // The columns that the line was last drawn for.
  int columns;
  // A byte read that belongs to the next character, or -1.
  int next_byte;
  // How often Ctrl-C was turned into a line end since the line began.
  int forced_ends;
  // What a completion wants shown, and how far the cursor then goes back.
  char *shown;
  int shown_back;
  // What a completion tells libedit.
  unsigned char outcome;
};

cedit *editor_of(EditLine *line);

// The width of the terminal that the editor draws on.
int editor_columns(cedit *editor);

// A line begins or ends: the terminal is told to mark pastes or no longer to, and the signal handlers what to restore.
void editor_set_editing(cedit *editor, bool is_editing);

// Reads a character, as libedit's EL_GETCFN: 1, 0 at the end of input, -1 on an error. Meanwhile answers to signals.
int editor_read_character(EditLine *line, wchar_t *character);

// Bound to what a terminal sends before pasted text: inserts all of it, as text.
unsigned char editor_insert_paste(EditLine *line, int key);

#endif
