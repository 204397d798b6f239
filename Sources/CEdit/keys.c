// The keys: what the editor binds with emacs and with vi keys, and the sequences that terminals send for keys where
// Escape is a key of its own.
#define _GNU_SOURCE
#include "editor.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

// Private codes, of characters that nobody types, that stand for what a terminal sends as a sequence.
enum { KEY_PASTE = 0x80, KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END, KEY_DELETE, KEY_PAGE_UP,
       KEY_PAGE_DOWN, KEY_WORD_LEFT, KEY_WORD_RIGHT, KEY_OLDER, KEY_NEWER, KEY_HELP };

static const struct {
  const char *sequence;
  wchar_t key;
} sequences[] = {
    {"[200~", KEY_PASTE},        {"[A", KEY_UP},     {"OA", KEY_UP},     {"[B", KEY_DOWN},
    {"OB", KEY_DOWN},            {"[C", KEY_RIGHT},  {"OC", KEY_RIGHT},  {"[D", KEY_LEFT},
    {"OD", KEY_LEFT},            {"[H", KEY_HOME},   {"OH", KEY_HOME},   {"[1~", KEY_HOME},
    {"[7~", KEY_HOME},           {"[F", KEY_END},    {"OF", KEY_END},    {"[4~", KEY_END},
    {"[8~", KEY_END},            {"[3~", KEY_DELETE}, {"[5~", KEY_PAGE_UP}, {"[6~", KEY_PAGE_DOWN},
    {"[1;5D", KEY_WORD_LEFT},    {"[1;3D", KEY_WORD_LEFT}, {"[1;5C", KEY_WORD_RIGHT}, {"[1;3C", KEY_WORD_RIGHT},
    {"OP", KEY_HELP},            {"[11~", KEY_HELP}, {"[[A", KEY_HELP},
};
enum { sequence_count = sizeof sequences / sizeof sequences[0] };

bool editor_is_private_key(wchar_t character) { return character >= 0x80 && character < 0xA0; }

static bool is_begun(const char *bytes, size_t count) {
  for (int i = 0; i < sequence_count; i++) {
    if (count <= strlen(sequences[i].sequence) && memcmp(sequences[i].sequence, bytes, count) == 0) return true;
  }
  return false;
}

// Whether a byte comes soon. What a terminal sends for a key comes together, but a slow line may tear it apart.
static bool comes_within(int milliseconds) {
  struct pollfd waiting = {STDIN_FILENO, POLLIN, 0};
  int ready;
  do ready = poll(&waiting, 1, milliseconds);
  while (ready < 0 && errno == EINTR);
  return ready > 0 && (waiting.revents & POLLIN) != 0;
}

wchar_t editor_read_key(cedit *editor) {
  char bytes[8];
  size_t count = 0;
  // Nobody presses Escape and [ and then nothing: behind those there is time.
  while (count < sizeof bytes - 1 && comes_within(count == 0 ? 50 : 1000)) {
    if (read(STDIN_FILENO, bytes + count, 1) != 1) break;
    count++;
    bytes[count] = 0;
    for (int i = 0; i < sequence_count; i++) {
      if (strcmp(sequences[i].sequence, bytes) == 0) return sequences[i].key;
    }
    if (!is_begun(bytes, count)) break;
  }
  memcpy(editor->queued, bytes, count);
  editor->queued_count = (int)count;
  return L'\033';
}

static void bind_key(EditLine *line, const char *key, const char *command) {
  el_set(line, EL_BIND, key, command, NULL);
}

static void bind_in_both_modes(EditLine *line, const char *key, const char *command) {
  bind_key(line, key, command);
  el_set(line, EL_BIND, "-a", key, command, NULL);
}

void editor_bind_common_keys(EditLine *line) {
  bind_key(line, "^I", "drumlin-complete");
  bind_key(line, "^R", "em-inc-search-prev");
  bind_key(line, "^_", "drumlin-undo");
  // In octal: what the functions that go through history push.
  bind_key(line, "\\206", "drumlin-end");
  bind_in_both_modes(line, "\\214", "ed-prev-history");
  bind_in_both_modes(line, "\\215", "ed-next-history");
  bind_in_both_modes(line, "\\216", "drumlin-help");
}

// What readline and every shell have on these keys.
void editor_bind_emacs_keys(EditLine *line) {
  editor_bind_common_keys(line);
  bind_key(line, "\\e[200~", "drumlin-paste");
  static const char *const help_keys[] = {"\\eOP", "\\e[11~", "\\e[[A", "\\eh"};
  for (size_t i = 0; i < sizeof help_keys / sizeof help_keys[0]; i++) bind_key(line, help_keys[i], "drumlin-help");
  static const char *const keys[][2] = {
      {"^W", "ed-delete-prev-word"},      {"^U", "vi-kill-line-prev"},       {"\\e[H", "ed-move-to-beg"},
      {"\\eOH", "ed-move-to-beg"},        {"\\e[1~", "ed-move-to-beg"},      {"\\e[7~", "ed-move-to-beg"},
      {"\\e[F", "ed-move-to-end"},        {"\\eOF", "ed-move-to-end"},       {"\\e[4~", "ed-move-to-end"},
      {"\\e[8~", "ed-move-to-end"},       {"\\e[3~", "ed-delete-next-char"}, {"\\e[1;5D", "ed-prev-word"},
      {"\\e[1;5C", "em-next-word"},       {"\\e[1;3D", "ed-prev-word"},      {"\\e[1;3C", "em-next-word"},
      {"\\e[5~", "ed-search-prev-history"}, {"\\e[6~", "ed-search-next-history"},
      {"\\e[A", "drumlin-older"},         {"\\eOA", "drumlin-older"},        {"^P", "drumlin-older"},
      {"\\e[B", "drumlin-newer"},         {"\\eOB", "drumlin-newer"},        {"^N", "drumlin-newer"},
      {"\\e[C", "drumlin-right"},         {"\\eOC", "drumlin-right"},        {"^F", "drumlin-right"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) bind_key(line, keys[i][0], keys[i][1]);
}

// With vi keys libedit takes the end for the last character, and Delete there for Backspace.
static unsigned char go_to_end(EditLine *line, int key) {
  (void)key;
  const LineInfoW *info = el_wline(line);
  el_cursor(line, (int)(info->lastchar - info->cursor));
  return CC_REFRESH;
}

static unsigned char delete_next(EditLine *line, int key) {
  (void)key;
  const LineInfoW *info = el_wline(line);
  if (info->cursor == info->lastchar) return CC_ERROR;
  el_cursor(line, 1);
  el_deletestr(line, 1);
  return CC_REFRESH;
}

// And it leaves the cursor at the start of what it brings back; in the midst of typing the end is wanted.
static unsigned char bring(EditLine *line, bool is_older) {
  unsigned char outcome;
  if (editor_browse_prefix(line, is_older, &outcome)) return outcome;
  const wchar_t keys[] = {is_older ? KEY_OLDER : KEY_NEWER, KEY_END, 0};
  el_wpush(line, keys);
  return CC_NORM;
}

static unsigned char bring_older(EditLine *line, int key) {
  (void)key;
  return bring(line, true);
}

static unsigned char bring_newer(EditLine *line, int key) {
  (void)key;
  return bring(line, false);
}

void editor_add_functions(EditLine *line) {
  el_set(line, EL_ADDFN, "drumlin-older", "Bring back the entry before", bring_older);
  el_set(line, EL_ADDFN, "drumlin-newer", "Bring back the entry behind", bring_newer);
  el_set(line, EL_ADDFN, "drumlin-end", "Move behind the last character", go_to_end);
  el_set(line, EL_ADDFN, "drumlin-delete", "Delete the character at the cursor", delete_next);
  el_set(line, EL_ADDFN, "drumlin-right", "Take what is suggested, or move right", editor_go_right);
  el_set(line, EL_ADDFN, "drumlin-undo", "Make the line what it was", editor_undo);
}

void editor_bind_vi_keys(EditLine *line) {
  editor_bind_common_keys(line);
  el_set(line, EL_BIND, "-a", "^R", "em-inc-search-prev", NULL);
  el_set(line, EL_BIND, "-a", "^_", "drumlin-undo", NULL);
  // In octal, in the order of the private codes.
  static const char *const keys[][2] = {
      {"\\200", "drumlin-paste"},       {"\\201", "ed-prev-history"},        {"\\202", "ed-next-history"},
      {"\\203", "ed-next-char"},        {"\\204", "ed-prev-char"},           {"\\205", "ed-move-to-beg"},
      {"\\206", "ed-move-to-end"},      {"\\207", "ed-delete-next-char"},    {"\\210", "ed-search-prev-history"},
      {"\\211", "ed-search-next-history"}, {"\\212", "vi-prev-word"},        {"\\213", "vi-next-word"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) bind_in_both_modes(line, keys[i][0], keys[i][1]);
  bind_key(line, "\\201", "drumlin-older");
  bind_key(line, "\\202", "drumlin-newer");
  bind_key(line, "\\203", "drumlin-right");
  bind_key(line, "\\206", "drumlin-end");
  bind_key(line, "\\207", "drumlin-delete");
}
