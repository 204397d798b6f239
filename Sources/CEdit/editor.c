// The editor: libedit's native interface, with a reader, a completion and a few keys of its own.
#define _GNU_SOURCE
#include "editor.h"
#include "signals.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

cedit *editor_of(EditLine *line) {
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
  EditLine *line = editor->line;
  el_set(line, EL_CLIENTDATA, editor);
  el_set(line, EL_SIGNAL, 0);
  el_set(line, EL_GETCFN, editor_read_character);
  el_set(line, EL_HIST, history, editor->history);
  el_set(line, EL_PROMPT_ESC, prompt_of, '\1');
  el_set(line, EL_EDITOR, "emacs");
  el_set(line, EL_ADDFN, "drumlin-complete", "Complete what is before the cursor", complete);
  el_set(line, EL_ADDFN, "drumlin-paste", "Insert what the terminal pastes", editor_insert_paste);
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
  editor->columns = editor_columns(editor);
  editor_set_editing(editor, true);
  const char *line = el_gets(editor->line, &count);
  editor_set_editing(editor, false);
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

void cedit_forget(cedit *editor, const char *entry) {
  HistEvent event;
  for (int more = history(editor->history, &event, H_FIRST); more >= 0;
       more = history(editor->history, &event, H_NEXT)) {
    if (strcmp(event.str, entry) != 0) continue;
    // What was deleted comes back as a copy.
    if (history(editor->history, &event, H_DEL, event.num) == 0) free((void *)event.str);
    return;
  }
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
