// What the editor reads: characters, and the signals that come in between.
#define _GNU_SOURCE
#include "editor.h"
#include "signals.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

int editor_columns(cedit *editor) {
  int columns = 80, rows = 24;
  cedit_window_size(fileno(editor->output), &columns, &rows);
  return columns < 2 ? 80 : columns;
}

place editor_cell(wchar_t character, int columns, place place) {
  if (place.column + wcwidth(character) <= columns) return place;
  place.row++;
  place.column = 0;
  return place;
}

void editor_advance(wchar_t character, int columns, place *place) {
  int width = wcwidth(character);
  if (character == L'\n') {
    place->row++;
    place->column = 0;
  } else if (character == L'\t') {
    place->column += 8 - place->column % 8;
  } else {
    if (width < 0) width = 2;
    if (place->column + width > columns) {
      place->row++;
      place->column = 0;
    }
    place->column += width;
  }
  if (place->column >= columns) {
    place->row++;
    place->column = 0;
  }
}

place editor_prompt_end(cedit *editor, int columns) {
  place place = {0, 0};
  bool is_literal = false;
  mbstate_t state = {0};
  wchar_t character;
  size_t length;
  for (const char *p = editor->prompt; *p != 0; p += length) {
    length = mbrtowc(&character, p, strlen(p), &state);
    if (length == 0 || length > MB_LEN_MAX) break;
    if (character == L'\1') is_literal = !is_literal;
    else if (!is_literal) editor_advance(character, columns, &place);
  }
  return place;
}

// How many rows the cursor is below the prompt's first.
static int cursor_row(cedit *editor, int columns) {
  place place = editor_prompt_end(editor, columns);
  const LineInfoW *info = el_wline(editor->line);
  for (const wchar_t *p = info->buffer; p < info->cursor; p++) editor_advance(*p, columns, &place);
  return info->cursor < info->lastchar ? editor_cell(*info->cursor, columns, place).row : place.row;
}

// Draws the line afresh for the terminal's new size. Some terminals have wrapped the old drawing anew and some have
// not: going up by the smaller number of rows never erases what is above it.
static void redraw_resized(cedit *editor) {
  int columns = editor_columns(editor);
  int before = cursor_row(editor, editor->columns), after = cursor_row(editor, columns);
  int rows = before < after ? before : after;
  if (!editor->has_escapes) fputs("\r\n", editor->output);
  else if (rows > 0) fprintf(editor->output, "\r\033[%dA\033[J", rows);
  else fputs("\r\033[J", editor->output);
  editor->columns = columns;
  el_resize(editor->line);
  el_set(editor->line, EL_REFRESH);
}

void editor_set_editing(cedit *editor, bool is_editing) {
  if (editor->has_escapes) {
    fputs(is_editing ? "\033[?2004h" : "\033[?2004l", editor->output);
    fflush(editor->output);
  }
  signals_set_editing(is_editing, is_editing && editor->has_escapes);
}

static void handle_events(cedit *editor) {
  if (signals_take(SIGNAL_SUSPEND)) {
    editor_set_editing(editor, false);
    el_set(editor->line, EL_PREP_TERM, 0);
    signals_stop_process();
    signals_take(SIGNAL_RESUMED);
    el_set(editor->line, EL_PREP_TERM, 1);
    editor_set_editing(editor, true);
    el_set(editor->line, EL_REFRESH);
  }
  if (signals_take(SIGNAL_RESUMED)) {
    // The shell may have changed the settings behind libedit's back: off and on again.
    el_set(editor->line, EL_PREP_TERM, 0);
    el_set(editor->line, EL_PREP_TERM, 1);
    fputs("\r\n", editor->output);
    el_set(editor->line, EL_REFRESH);
  }
  if (signals_take(SIGNAL_RESIZED)) redraw_resized(editor);
}

// Prints what a completion has to show. The line was drawn with the cursor at its end, so that nothing is overwritten.
static void print_shown(cedit *editor) {
  fprintf(editor->output, "\r\n%s\r\n", editor->shown);
  free(editor->shown);
  editor->shown = NULL;
  el_cursor(editor->line, -editor->shown_back);
  el_set(editor->line, EL_REFRESH);
}

static void put_back(cedit *editor, char byte) {
  if ((size_t)editor->queued_count >= sizeof editor->queued) return;
  memmove(editor->queued + 1, editor->queued, (size_t)editor->queued_count++);
  editor->queued[0] = byte;
}

int editor_read_character(EditLine *line, wchar_t *character) {
  cedit *editor = editor_of(line);
  char bytes[MB_LEN_MAX];
  size_t count = 0;
  if (editor->shown != NULL) print_shown(editor);
  if (!editor->is_pasting) editor_note_line(editor);
  for (;;) {
    handle_events(editor);
    if (cedit_interrupted()) {
      // A line end takes libedit below the line whatever it is doing; some states swallow it, so it comes again.
      *character = L'\n';
      return editor->forced_ends++ < 8 ? 1 : -1;
    }
    if (editor->queued_count > 0) {
      bytes[count++] = editor->queued[0];
      memmove(editor->queued, editor->queued + 1, (size_t)--editor->queued_count);
    } else {
      if (count == 0) editor_paint(editor);
      bool is_ready = signals_wait(STDIN_FILENO);
      editor_erase_suggestion(editor);
      if (!is_ready) continue;
      ssize_t got = read(STDIN_FILENO, bytes + count, 1);
      if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (got <= 0) {
        *character = 0;
        return (int)got;
      }
      count++;
    }
    mbstate_t state = {0};
    size_t length = mbrtowc(character, bytes, count, &state);
    if (length == (size_t)-2 && count < sizeof bytes) continue;
    if (length == (size_t)-1 || length == (size_t)-2) {
      // Not UTF-8: shown as such, and the byte that broke the sequence begins the next character.
      if (count > 1) put_back(editor, bytes[count - 1]);
      *character = MB_CUR_MAX > 1 ? 0xFFFD : L'?';
    } else if (!editor->is_pasting) {
      if (editor_is_private_key(*character)) *character = 0xFFFD;
      bool is_sequence = editor->is_vi && *character == L'\033' && editor->queued_count == 0;
      if (is_sequence) *character = editor_read_key(editor);
    }
    return 1;
  }
}
