// What is drawn over the line while one types: its colours, and behind it what history suggests. libedit knows of
// neither. Before it asks for a key it has written all it has, so that its cells and its cursor are known; before it
// gets the key the suggestion is gone again. Where the terminal might show anything else, nothing is drawn.
#define _GNU_SOURCE
#include "editor.h"
#include "signals.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

enum { grey = 90, patience_ms = 100, slow_paints_allowed = 3 };

// Combining characters and those that libedit shows as ^A have no cells of their own that could be drawn again.
static bool has_cells(wchar_t character) { return character == L'\n' || character == L'\t' || wcwidth(character) > 0; }

// The columns of the part of a text that fits; `bytes` becomes that part's length. Negative when a character in the
// text, the part that doesn't fit too, can't stand in a row.
static int fitting(const char *text, int columns, size_t *bytes) {
  mbstate_t state = {0};
  wchar_t character;
  int width = 0;
  bool is_full = false;
  *bytes = 0;
  for (size_t length; *text != 0; text += length) {
    length = mbrtowc(&character, text, MB_LEN_MAX, &state);
    int next = length <= MB_LEN_MAX ? wcwidth(character) : -1;
    if (next <= 0) return -1;
    is_full = is_full || width + next > columns;
    if (is_full) continue;
    width += next;
    *bytes += length;
  }
  return width;
}

// Finds what to suggest for the line: the rest of the newest entry that begins with it and has one row.
static const char *find_suggestion(cedit *editor, const char *text, size_t length, int columns, size_t *shown) {
  int index = -1;
  const char *entry;
  if (length == 0) return NULL;
  while ((entry = editor_find(editor, text, length, 1, &index)) != NULL) {
    if (fitting(entry + length, columns, shown) > 0) return entry + length;
  }
  return NULL;
}

static void go_down(FILE *out, int *row, int target) {
  for (; *row < target; (*row)++) fputs("\r\n", out);
}

static void go_to_column(FILE *out, int column) {
  fputs("\r", out);
  if (column > 0) fprintf(out, "\033[%dC", column);
}

// Writes the characters again where they stand, in their colours; returns the row of the last.
static int draw(FILE *out, const LineInfoW *info, const char *text, const unsigned char *styles, place at,
                int columns) {
  int row = at.row;
  unsigned char style = 0;
  for (const wchar_t *p = info->buffer; p < info->lastchar; p++) {
    place here = editor_cell(*p, columns, at);
    editor_advance(*p, columns, &at);
    size_t bytes = 1;
    while (((unsigned char)text[bytes] & 0xC0) == 0x80) bytes++;
    if (*p != L'\n') {
      go_down(out, &row, here.row);
      unsigned char wanted = *p == L'\t' ? 0 : *styles;
      if (wanted != style) fprintf(out, wanted == 0 ? "\033[0m" : "\033[0;%dm", wanted);
      style = wanted;
      int blanks = (at.row > here.row ? columns : at.column) - here.column;
      if (*p == L'\t') fprintf(out, "%*s", blanks, "");
      else fwrite(text, 1, bytes, out);
    }
    text += bytes;
    styles += bytes;
  }
  if (style != 0) fputs("\033[0m", out);
  return row;
}

// Writes what was drawn, at once. A terminal that takes long for it gets no more of it.
static void put(cedit *editor, const char *bytes, size_t size) {
  long long start = signals_milliseconds();
  fwrite(bytes, 1, size, editor->output);
  fflush(editor->output);
  tcdrain(fileno(editor->output));
  bool is_slow = signals_milliseconds() - start > patience_ms;
  editor->slow_paints = is_slow ? editor->slow_paints + 1 : 0;
  if (editor->slow_paints == slow_paints_allowed) editor->painting = NULL;
}

void editor_paint(cedit *editor) {
  const LineInfoW *info = el_wline(editor->line);
  int columns = 80, rows = 24;
  cedit_window_size(fileno(editor->output), &columns, &rows);
  bool is_short = info->lastchar - info->buffer <= EDITOR_LONGEST_LINE;
  if (editor->painting == NULL || !is_short || columns != editor->columns) return;
  if (editor_is_asking(info) || cedit_key_comes(0)) return;
  place start = editor_prompt_end(editor, columns), end = start, cursor = start;
  bool is_at_end = info->cursor == info->lastchar;
  for (const wchar_t *p = info->buffer; p < info->lastchar; p++) {
    if (!has_cells(*p)) return;
    if (p == info->cursor) cursor = editor_cell(*p, columns, end);
    editor_advance(*p, columns, &end);
  }
  if (is_at_end) cursor = end;
  if (end.row >= rows) return;

  unsigned char styles[EDITOR_LONGEST_LINE * 4 + 1] = {0};
  const LineInfo *line = el_line(editor->line);
  const char *text = line->buffer;
  size_t length = (size_t)(line->lastchar - text), shown = 0;
  editor->painting(editor->context, text, length, (size_t)(line->cursor - text), styles);
  bool was_coloured = editor->is_coloured;
  editor->is_coloured = false;
  for (size_t i = 0; i < length; i++) editor->is_coloured = editor->is_coloured || styles[i] != 0;
  const char *suggestion =
      is_at_end && editor->suggests ? find_suggestion(editor, text, length, columns - 1 - end.column, &shown) : NULL;
  if (suggestion == NULL && !editor->is_coloured && !was_coloured) return;

  char *bytes = NULL;
  size_t size;
  FILE *out = open_memstream(&bytes, &size);
  if (out == NULL) return;
  if (cursor.row > start.row) fprintf(out, "\033[%dA", cursor.row - start.row);
  go_to_column(out, start.column);
  int row = draw(out, info, text, styles, start, columns);
  free(editor->suggestion);
  editor->suggestion = suggestion == NULL ? NULL : strdup(suggestion);
  if (suggestion != NULL) {
    go_down(out, &row, end.row);
    go_to_column(out, end.column);
    fprintf(out, "\033[%dm%.*s\033[0m", grey, (int)shown, suggestion);
    editor->has_suggestion = true;
  }
  go_to_column(out, cursor.column);
  if (row > cursor.row) fprintf(out, "\033[%dA", row - cursor.row);
  // The last character may have been at the end of a row, and the cursor is in the next.
  if (row < cursor.row) fprintf(out, "\033[%dB", cursor.row - row);
  if (fclose(out) == 0) put(editor, bytes, size);
  free(bytes);
}

void editor_erase_suggestion(cedit *editor) {
  // The cursor is at the line's end, and libedit's next output takes this along.
  if (editor->has_suggestion) fputs("\033[K", editor->output);
  editor->has_suggestion = false;
}

unsigned char editor_go_right(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  const LineInfoW *info = el_wline(line);
  if (info->cursor < info->lastchar) {
    el_cursor(line, 1);
    return CC_CURSOR;
  }
  if (editor->suggestion == NULL) return CC_ERROR;
  el_insertstr(line, editor->suggestion);
  return CC_REFRESH;
}
