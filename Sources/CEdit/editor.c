// The editor: libedit's native interface, fed by a reader of its own that also hears signals, knows bracketed paste, and
// prints lists of completions between two drawings of the line.
#define _GNU_SOURCE
#include "include/CEdit.h"
#include "signals.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

// A paste may be as long as a long script, but not fill the memory.
static const size_t paste_limit = 1 << 22;

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

static cedit *editor_of(EditLine *line) {
  cedit *editor = NULL;
  el_get(line, EL_CLIENTDATA, &editor);
  return editor;
}

// UTF-8 whatever the environment says: under the C locale libedit loses what is typed.
static void set_locale(void) {
  setlocale(LC_CTYPE, "");
  static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
  for (int i = 0; i < 3 && strcmp(nl_langinfo(CODESET), "UTF-8") != 0; i++) setlocale(LC_CTYPE, names[i]);
}

static int columns_now(cedit *editor) {
  int columns = 80, rows = 24;
  cedit_window_size(fileno(editor->output), &columns, &rows);
  return columns < 2 ? 80 : columns;
}

static void advance(wchar_t character, int columns, int *row, int *column) {
  int width = wcwidth(character);
  if (character == L'\n') {
    (*row)++;
    *column = 0;
  } else if (character == L'\t') {
    *column += 8 - *column % 8;
  } else {
    if (width < 0) width = 2;
    if (*column + width > columns) {
      (*row)++;
      *column = 0;
    }
    *column += width;
  }
  if (*column >= columns) {
    (*row)++;
    *column = 0;
  }
}

// How many rows the cursor is below the prompt's first.
static int cursor_row(cedit *editor, int columns) {
  int row = 0, column = 0;
  bool is_literal = false;
  mbstate_t state = {0};
  wchar_t character;
  size_t length;
  for (const char *p = editor->prompt; *p != 0; p += length) {
    length = mbrtowc(&character, p, strlen(p), &state);
    if (length == 0 || length > MB_LEN_MAX) break;
    if (character == L'\1') is_literal = !is_literal;
    else if (!is_literal) advance(character, columns, &row, &column);
  }
  const LineInfoW *info = el_wline(editor->line);
  for (const wchar_t *p = info->buffer; p < info->cursor; p++) advance(*p, columns, &row, &column);
  return row;
}

// Draws the line afresh for the terminal's new size. Some terminals have wrapped the old drawing anew and some have not:
// going up by the smaller number of rows never erases what is above it.
static void redraw_resized(cedit *editor) {
  int columns = columns_now(editor);
  int before = cursor_row(editor, editor->columns), after = cursor_row(editor, columns);
  int rows = before < after ? before : after;
  if (!editor->has_escapes) fputs("\r\n", editor->output);
  else if (rows > 0) fprintf(editor->output, "\r\033[%dA\033[J", rows);
  else fputs("\r\033[J", editor->output);
  editor->columns = columns;
  el_resize(editor->line);
  el_set(editor->line, EL_REFRESH);
}

static void set_editing(cedit *editor, bool is_editing) {
  if (editor->has_paste) {
    fputs(is_editing ? "\033[?2004h" : "\033[?2004l", editor->output);
    fflush(editor->output);
  }
  signals_set_editing(is_editing, is_editing && editor->has_paste);
}

static void handle_events(cedit *editor) {
  if (signals_take(SIGNAL_SUSPEND)) {
    set_editing(editor, false);
    el_set(editor->line, EL_PREP_TERM, 0);
    signals_stop_process();
    signals_take(SIGNAL_RESUMED);
    el_set(editor->line, EL_PREP_TERM, 1);
    set_editing(editor, true);
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

// Reads a character, as libedit's EL_GETCFN: 1, 0 at the end of input, -1 on an error.
static int read_character(EditLine *line, wchar_t *character) {
  cedit *editor = editor_of(line);
  char bytes[MB_LEN_MAX];
  size_t count = 0;
  if (editor->shown != NULL) print_shown(editor);
  for (;;) {
    handle_events(editor);
    if (cedit_interrupted()) {
      // A line end takes libedit below the line whatever it is doing; some states swallow it, so it comes again.
      *character = L'\n';
      return editor->forced_ends++ < 8 ? 1 : -1;
    }
    if (editor->next_byte >= 0) {
      bytes[count++] = (char)editor->next_byte;
      editor->next_byte = -1;
    } else {
      if (!signals_wait(STDIN_FILENO)) continue;
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
      if (count > 1) editor->next_byte = (unsigned char)bytes[count - 1];
      *character = MB_CUR_MAX > 1 ? 0xFFFD : L'?';
    }
    return 1;
  }
}

// Line ends of any kind become \n (raw mode hands CR as LF and LF as CR); other control characters go, and so do line ends
// at the end: a paste waits for Enter.
static size_t cleaned(wchar_t *text, size_t length) {
  size_t kept = 0;
  for (size_t i = 0; i < length; i++) {
    wchar_t character = text[i];
    if (character == L'\n' || character == L'\r') {
      if (i + 1 < length && text[i + 1] != character && (text[i + 1] == L'\n' || text[i + 1] == L'\r')) i++;
      text[kept++] = L'\n';
    } else if (character == L'\t' || (character >= 0x20 && (character < 0x7F || character > 0x9F))) {
      text[kept++] = character;
    }
  }
  while (kept > 0 && text[kept - 1] == L'\n') kept--;
  return kept;
}

// Bound to what a terminal sends before pasted text: inserts all of it, as text.
static unsigned char insert_paste(EditLine *line, int key) {
  (void)key;
  static const wchar_t end[] = L"\033[201~";
  const size_t end_length = 6;
  size_t length = 0, room = 0;
  wchar_t *text = NULL, character;
  while (read_character(line, &character) == 1 && !cedit_interrupted()) {
    if (length + 2 > room) {
      size_t larger = room == 0 ? 1024 : room * 2;
      wchar_t *grown = larger > paste_limit ? NULL : realloc(text, larger * sizeof *text);
      if (grown == NULL) break;
      text = grown;
      room = larger;
    }
    text[length++] = character;
    if (length >= end_length && wmemcmp(text + length - end_length, end, end_length) == 0) {
      length = cleaned(text, length - end_length);
      text[length] = 0;
      el_winsertstr(line, text);
      free(text);
      return CC_REFRESH;
    }
  }
  free(text);
  return CC_REFRESH_BEEP;
}

static unsigned char complete(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  const LineInfo *info = el_line(line);
  editor->outcome = CC_REFRESH;
  editor->completion(
      editor->context, info->buffer, (size_t)(info->lastchar - info->buffer), (size_t)(info->cursor - info->buffer));
  return editor->outcome;
}

static char *prompt_of(EditLine *line) { return (char *)editor_of(line)->prompt; }

static void bind_key(EditLine *line, const char *key, const char *command) {
  el_set(line, EL_BIND, key, command, NULL);
}

static void bind_keys(EditLine *line) {
  bind_key(line, "^I", "drumlin-complete");
  bind_key(line, "^R", "em-inc-search-prev");
}

// What readline and every shell have on these keys.
static void bind_emacs_keys(EditLine *line) {
  bind_key(line, "\\e[200~", "drumlin-paste");
  static const char *const keys[][2] = {
      {"^W", "ed-delete-prev-word"},      {"^U", "vi-kill-line-prev"},       {"\\e[H", "ed-move-to-beg"},
      {"\\eOH", "ed-move-to-beg"},        {"\\e[1~", "ed-move-to-beg"},      {"\\e[7~", "ed-move-to-beg"},
      {"\\e[F", "ed-move-to-end"},        {"\\eOF", "ed-move-to-end"},       {"\\e[4~", "ed-move-to-end"},
      {"\\e[8~", "ed-move-to-end"},       {"\\e[3~", "ed-delete-next-char"}, {"\\e[1;5D", "ed-prev-word"},
      {"\\e[1;5C", "em-next-word"},       {"\\e[1;3D", "ed-prev-word"},      {"\\e[1;3C", "em-next-word"},
      {"\\e[5~", "ed-search-prev-history"}, {"\\e[6~", "ed-search-next-history"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) bind_key(line, keys[i][0], keys[i][1]);
}

cedit *cedit_open(const char *program, int output, int history_size, cedit_completion completion, void *context) {
  set_locale();
  cedit *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  const char *term = getenv("TERM");
  editor->output = output == STDERR_FILENO ? stderr : stdout;
  editor->has_escapes = term != NULL && *term != 0 && strcmp(term, "dumb") != 0 && strcmp(term, "emacs") != 0;
  editor->prompt = "";
  editor->completion = completion;
  editor->context = context;
  editor->next_byte = -1;
  signals_install_for_editor(output);
  editor->history = history_init();
  editor->line = el_init_fd(program, stdin, editor->output, stderr, STDIN_FILENO, output, STDERR_FILENO);
  if (editor->line == NULL || editor->history == NULL) {
    cedit_close(editor);
    return NULL;
  }
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, history_size);
  history(editor->history, &event, H_SETUNIQUE, 1);
  EditLine *line = editor->line;
  el_set(line, EL_CLIENTDATA, editor);
  el_set(line, EL_SIGNAL, 0);
  el_set(line, EL_GETCFN, read_character);
  el_set(line, EL_HIST, history, editor->history);
  el_set(line, EL_PROMPT_ESC, prompt_of, '\1');
  el_set(line, EL_EDITOR, "emacs");
  el_set(line, EL_ADDFN, "drumlin-complete", "Complete what is before the cursor", complete);
  el_set(line, EL_ADDFN, "drumlin-paste", "Insert what the terminal pastes", insert_paste);
  bind_keys(line);
  bind_emacs_keys(line);
  el_source(line, NULL);
  // Choosing vi keys there starts the table afresh.
  const char *mode = NULL;
  bool is_vi = el_get(line, EL_EDITOR, &mode) == 0 && mode != NULL && strcmp(mode, "vi") == 0;
  if (is_vi) bind_keys(line);
  editor->has_paste = editor->has_escapes && !is_vi;
  return editor;
}

void cedit_close(cedit *editor) {
  if (editor == NULL) return;
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  free(editor->shown);
  free(editor);
}

int cedit_read(cedit *editor, const char *prompt, const char **text, size_t *length) {
  int count = 0;
  editor->prompt = prompt;
  editor->forced_ends = 0;
  cedit_clear_interrupt();
  // The size may have changed while a command ran.
  signals_take(SIGNAL_RESIZED | SIGNAL_RESUMED | SIGNAL_SUSPEND);
  el_resize(editor->line);
  editor->columns = columns_now(editor);
  set_editing(editor, true);
  const char *line = el_gets(editor->line, &count);
  set_editing(editor, false);
  editor->prompt = "";
  free(editor->shown);
  editor->shown = NULL;
  if (cedit_interrupted()) {
    cedit_clear_interrupt();
    return CEDIT_INTERRUPTED;
  }
  if (line == NULL || count <= 0) return CEDIT_END;
  *length = (size_t)count;
  if (line[*length - 1] == '\n' || line[*length - 1] == '\r') (*length)--;
  *text = line;
  return CEDIT_LINE;
}

void cedit_remember(cedit *editor, const char *entry) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, entry);
}

void cedit_replace(cedit *editor, int count, const char *text) {
  if (count > 0) el_deletestr(editor->line, count);
  if (*text != 0) el_insertstr(editor->line, text);
}

void cedit_show(cedit *editor, const char *lines) {
  free(editor->shown);
  editor->shown = strdup(lines);
  const LineInfoW *info = el_wline(editor->line);
  editor->shown_back = (int)(info->lastchar - info->cursor);
  el_cursor(editor->line, editor->shown_back);
}

void cedit_beep(cedit *editor) { editor->outcome = CC_REFRESH_BEEP; }
