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
  // Whether the keys are vi's, where Escape is a key of its own.
  bool is_vi;
  // Whether what is read is a paste: nothing in it is a key.
  bool is_pasting;
  // The columns that the line was last drawn for.
  int columns;
  // Bytes read that belong to the next characters.
  char queued[8];
  int queued_count;
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

// Whether a character is one that stands for a key.
bool editor_is_private_key(wchar_t character);

// Behind an Escape: the private code of the key whose sequence follows, or Escape when none does.
wchar_t editor_read_key(cedit *editor);

void editor_bind_emacs_keys(EditLine *line);
void editor_bind_vi_keys(EditLine *line);

// Bound to what a terminal sends before pasted text: inserts all of it, as text.
unsigned char editor_insert_paste(EditLine *line, int key);

#endif
