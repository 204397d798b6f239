// The editor: libedit's native interface, with a reader, a completion and a few keys of its own.
#define _GNU_SOURCE
#include "editor.h"
#include "signals.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
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

static unsigned char answer(EditLine *line, bool asks_for_help) {
  cedit *editor = editor_of(line);
  const LineInfo *info = el_line(line);
  editor->outcome = CC_REFRESH;
  editor->completion(
      editor->context, info->buffer, (size_t)(info->lastchar - info->buffer), (size_t)(info->cursor - info->buffer),
      asks_for_help);
  return editor->outcome;
}

static unsigned char complete(EditLine *line, int key) {
  (void)key;
  return answer(line, false);
}

static unsigned char help(EditLine *line, int key) {
  (void)key;
  return answer(line, true);
}

static char *prompt_of(EditLine *line) { return (char *)editor_of(line)->prompt; }

// Notes which keys are used: they change when ~/.editrc, or a command typed, says so.
static void follow_mode(cedit *editor) {
  const char *mode = NULL;
  bool is_vi = el_get(editor->line, EL_EDITOR, &mode) == 0 && mode != NULL && strcmp(mode, "vi") == 0;
  if (is_vi == editor->is_vi) return;
  editor->is_vi = is_vi;
  // Choosing them starts libedit's table afresh.
  if (is_vi) editor_bind_vi_keys(editor->line);
  else editor_bind_emacs_keys(editor->line);
}

cedit *cedit_open(const char *program, int output, int history_size, cedit_completion completion,
                  cedit_painting painting, void *context) {
  set_locale();
  cedit *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  const char *term = getenv("TERM");
  editor->output = output == STDERR_FILENO ? stderr : stdout;
  editor->has_escapes = term != NULL && *term != 0 && strcmp(term, "dumb") != 0 && strcmp(term, "emacs") != 0;
  editor->prompt = "";
  editor->completion = completion;
  editor->painting = painting;
  editor->suggests = true;
  editor->context = context;
  struct termios settings;
  // What is drawn with each key would keep somebody behind a serial line waiting.
  bool is_slow = tcgetattr(output, &settings) == 0 && cfgetospeed(&settings) != B0 &&
                 cfgetospeed(&settings) < B38400;
  if (!editor->has_escapes || is_slow) editor->painting = NULL;
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
  el_set(line, EL_ADDFN, "drumlin-help", "Tell of the command at the cursor", help);
  el_set(line, EL_ADDFN, "drumlin-paste", "Insert what the terminal pastes", editor_insert_paste);
  editor_add_functions(line);
  editor_bind_emacs_keys(line);
  el_source(line, NULL);
  follow_mode(editor);
  return editor;
}

void cedit_close(cedit *editor) {
  if (editor == NULL) return;
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  free(editor->shown);
  editor_forget_line(editor);
  free(editor);
}

int cedit_read(cedit *editor, const char *prompt, const char **text, size_t *length) {
  int count = 0;
  editor->prompt = prompt;
  editor->forced_ends = 0;
  editor_forget_line(editor);
  follow_mode(editor);
  cedit_clear_interrupt();
  // The size may have changed while a command ran.
  signals_take(SIGNAL_RESIZED | SIGNAL_RESUMED | SIGNAL_SUSPEND);
  el_resize(editor->line);
  editor->columns = editor_columns(editor);
  editor_set_editing(editor, true);
  // libedit shows the prompt first: what was typed at once would be shown by the terminal too.
  el_set(editor->line, EL_PREP_TERM, 1);
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

void cedit_suggest(cedit *editor, bool suggests) { editor->suggests = suggests; }

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
