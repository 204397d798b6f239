// What the parts of the editor share.
#ifndef CEDIT_EDITOR_H
#define CEDIT_EDITOR_H

#include "include/CEdit.h"

#include <histedit.h>
#include <stdbool.h>
#include <stdio.h>

// Longer lines are neither coloured nor kept for undo.
enum { EDITOR_LONGEST_LINE = 4096 };

// A cell of the terminal, counted from the prompt's first.
typedef struct {
  int row, column;
} place;

// The line as it was, for undo.
typedef struct {
  wchar_t *text;
  size_t length, cursor;
  // 1 when it came from the one before by typing at the cursor, -1 by deleting there, else 0.
  int step;
} snapshot;

// How the arrow keys go through history: from a line that was typed, through all of it, or through the entries that
// begin with what was typed.
typedef enum { BROWSE_NONE, BROWSE_ALL, BROWSE_PREFIX } browsing;

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
  // Says what the colours are; NULL where nothing is to be drawn over the line.
  cedit_painting painting;
  bool suggests;
  // How often in a row the terminal took long to draw them.
  int slow_paints;
  // Whether some of the line has a colour, and whether a suggestion stands behind it.
  bool is_coloured, has_suggestion;
  // What was suggested for this line, in the place of nothing; NULL when nothing was.
  char *suggestion;
  // The line as it was before, the oldest first, and now.
  snapshot snapshots[64];
  int snapshot_count;
  // How history is being gone through, and whether a key that does it was the last.
  browsing browsing;
  bool has_browsed;
  // What the entries begin with, and how many entries back the line was found, -1 for what was typed.
  char *prefix;
  int found;
};

cedit *editor_of(EditLine *line);

// The width of the terminal that the editor draws on.
int editor_columns(cedit *editor);

// Where a character is drawn: a wide one in the next row, where there is one column left.
place editor_cell(wchar_t character, int columns, place place);

// Where the next character goes, behind one that was drawn at a place.
void editor_advance(wchar_t character, int columns, place *place);

// The place behind the prompt.
place editor_prompt_end(cedit *editor, int columns);

// Whether libedit has put a question of its own into the line, as while it searches.
bool editor_is_asking(const LineInfoW *info);

// The newest entry of history, or the next one behind `index` entries in a direction (1 is older), that begins with a
// text and goes on: NULL when there is none. `index` becomes that of the entry.
const char *editor_find(cedit *editor, const char *text, size_t length, int direction, int *index);

// Draws colours over the line and a suggestion behind it, when nothing waits to be read.
void editor_paint(cedit *editor);

// Takes the suggestion away, before libedit draws again.
void editor_erase_suggestion(cedit *editor);

// Bound to the right arrow: takes what is suggested, or moves.
unsigned char editor_go_right(EditLine *line, int key);

// To be called before each key: notes how the line was.
void editor_note_line(cedit *editor);

// A line begins: forgets how the one before was.
void editor_forget_line(cedit *editor);

// Bound to Ctrl-_: makes the line what it was.
unsigned char editor_undo(EditLine *line, int key);

// Goes through the entries that begin with what was typed; false when it is for libedit to go through all.
bool editor_browse_prefix(EditLine *line, bool is_older, unsigned char *outcome);

// A line begins or ends: the terminal is told to mark pastes or no longer to, and the signal handlers what to restore.
void editor_set_editing(cedit *editor, bool is_editing);

// Reads a character, as libedit's EL_GETCFN: 1, 0 at the end of input, -1 on an error. Meanwhile answers to signals.
int editor_read_character(EditLine *line, wchar_t *character);

// Whether a character is one that stands for a key.
bool editor_is_private_key(wchar_t character);

// Behind an Escape: the private code of the key whose sequence follows, or Escape when none does.
wchar_t editor_read_key(cedit *editor);

void editor_add_functions(EditLine *line);
void editor_bind_emacs_keys(EditLine *line);
void editor_bind_vi_keys(EditLine *line);

// Bound to what a terminal sends before pasted text: inserts all of it, as text.
unsigned char editor_insert_paste(EditLine *line, int key);

#endif
