// What was there before: the line as it was, for undo, and the entries of history that begin with what was typed.
#define _GNU_SOURCE
#include "editor.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

enum { capacity = sizeof((cedit *)0)->snapshots / sizeof(snapshot) };

bool editor_is_asking(const LineInfoW *info) {
  // What vi's keys ask takes the line's place; a search through history stands behind it.
  size_t length = (size_t)(info->lastchar - info->buffer);
  if (length > 0 && info->buffer[0] == L'\n') return true;
  // Looking through a line without end with each key of it would hold up what is pasted without marks.
  if (length > 2 * EDITOR_LONGEST_LINE) return false;
  for (size_t i = 0; i + 4 < length; i++) {
    const wchar_t *p = info->buffer + i;
    bool is_search = wmemcmp(p, L"\nbck", 4) == 0 || wmemcmp(p, L"\nfwd", 4) == 0;
    if (is_search && (p[4] == L':' || p[4] == L'?')) return true;
  }
  return false;
}

const char *editor_find(cedit *editor, const char *text, size_t length, int direction, int *index) {
  HistEvent event;
  const char *found = NULL;
  int i = 0, found_index = *index;
  for (int more = history(editor->history, &event, H_FIRST); more >= 0;
       more = history(editor->history, &event, H_NEXT), i++) {
    if (direction > 0 ? i <= *index : i >= *index) {
      if (direction < 0) break;
      continue;
    }
    if (strncmp(event.str, text, length) != 0 || event.str[length] == 0) continue;
    found = event.str;
    found_index = i;
    if (direction > 0) break;
  }
  *index = found_index;
  return found;
}

// Takes the line away; what is inserted then stands in its place.
static void clear_line(EditLine *line) {
  const LineInfoW *info = el_wline(line);
  el_cursor(line, (int)(info->lastchar - info->cursor));
  el_deletestr(line, (int)(info->lastchar - info->buffer));
}

// MARK: Undo

static bool is_line(const snapshot *snapshot, const LineInfoW *info) {
  size_t length = (size_t)(info->lastchar - info->buffer);
  return snapshot->length == length && wmemcmp(snapshot->text, info->buffer, length) == 0;
}

// Whether one character was typed (1) or deleted (-1) at the cursor; else 0.
static int step_from(const snapshot *before, const LineInfoW *info) {
  size_t length = (size_t)(info->lastchar - info->buffer), cursor = (size_t)(info->cursor - info->buffer);
  int step = length == before->length + 1 && cursor == before->cursor + 1   ? 1
             : length + 1 == before->length && cursor + 1 == before->cursor ? -1
                                                                            : 0;
  if (step == 0) return 0;
  size_t kept = step > 0 ? before->cursor : cursor;
  bool is_same = wmemcmp(before->text, info->buffer, kept) == 0 &&
                 wmemcmp(before->text + before->cursor, info->cursor, length - cursor) == 0;
  return is_same ? step : 0;
}

// Keeps the line if it is another than before; typing a word, and deleting character by character, are one step.
static bool keep_line(cedit *editor, const LineInfoW *info) {
  size_t length = (size_t)(info->lastchar - info->buffer), cursor = (size_t)(info->cursor - info->buffer);
  int count = editor->snapshot_count, step = 0;
  bool is_one_step = false;
  if (count > 0) {
    snapshot *last = &editor->snapshots[count - 1];
    if (is_line(last, info)) {
      if (last->cursor != cursor) last->step = 0;
      last->cursor = cursor;
      return false;
    }
    step = step_from(last, info);
    const wchar_t *typed = info->cursor - 1;
    bool begins_word = step > 0 && cursor > 1 && iswspace((wint_t)typed[-1]) && !iswspace((wint_t)typed[0]);
    is_one_step = step != 0 && step == last->step && !begins_word;
  }
  wchar_t *text = length > EDITOR_LONGEST_LINE ? NULL : malloc((length + 1) * sizeof *text);
  if (text == NULL) return true;
  wmemcpy(text, info->buffer, length);
  text[length] = 0;
  if (is_one_step) {
    count--;
    free(editor->snapshots[count].text);
  } else if (count == capacity) {
    free(editor->snapshots[0].text);
    memmove(editor->snapshots, editor->snapshots + 1, --count * sizeof editor->snapshots[0]);
  }
  editor->snapshots[count] = (snapshot){text, length, cursor, step};
  editor->snapshot_count = count + 1;
  return true;
}

void editor_note_line(cedit *editor) {
  const LineInfoW *info = el_wline(editor->line);
  if (editor_is_asking(info)) {
    // What a search finds is an entry of history, which the arrow keys then go on from.
    editor->browsing = BROWSE_ALL;
    editor->has_browsed = true;
    return;
  }
  if (keep_line(editor, info)) {
    if (!editor->has_browsed) editor->browsing = BROWSE_NONE;
    free(editor->suggestion);
    editor->suggestion = NULL;
  }
  editor->has_browsed = false;
}

void editor_forget_line(cedit *editor) {
  while (editor->snapshot_count > 0) free(editor->snapshots[--editor->snapshot_count].text);
  free(editor->suggestion);
  free(editor->prefix);
  editor->suggestion = editor->prefix = NULL;
  editor->browsing = BROWSE_NONE;
  editor->is_coloured = editor->has_suggestion = editor->has_browsed = false;
}

unsigned char editor_undo(EditLine *line, int key) {
  (void)key;
  cedit *editor = editor_of(line);
  int last = editor->snapshot_count - 1;
  if (last >= 0 && is_line(&editor->snapshots[last], el_wline(line))) {
    if (last == 0) return CC_ERROR;
    free(editor->snapshots[last--].text);
    editor->snapshot_count--;
  }
  if (last < 0) return CC_ERROR;
  snapshot *before = &editor->snapshots[last];
  before->step = 0;
  clear_line(line);
  el_winsertstr(line, before->text);
  el_cursor(line, (int)before->cursor - (int)before->length);
  return CC_REFRESH;
}

// MARK: History by what it begins with

bool editor_browse_prefix(EditLine *line, bool is_older, unsigned char *outcome) {
  cedit *editor = editor_of(line);
  const LineInfo *info = el_line(line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  if (editor->browsing == BROWSE_NONE && is_older) {
    bool is_typed = length > 0 && memchr(info->buffer, '\n', length) == NULL;
    editor->browsing = is_typed ? BROWSE_PREFIX : BROWSE_ALL;
    free(editor->prefix);
    editor->prefix = is_typed ? strndup(info->buffer, length) : NULL;
    editor->found = -1;
  }
  editor->has_browsed = true;
  if (editor->browsing != BROWSE_PREFIX || editor->prefix == NULL) return false;
  const char *entry =
      editor_find(editor, editor->prefix, strlen(editor->prefix), is_older ? 1 : -1, &editor->found);
  if (entry == NULL) {
    *outcome = CC_ERROR;
    if (is_older || editor->found < 0) return true;
    // Before the newest one is what was typed.
    entry = editor->prefix;
    editor->found = -1;
  }
  clear_line(line);
  el_insertstr(line, entry);
  *outcome = CC_REFRESH;
  return true;
}
