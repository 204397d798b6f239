// Pasted text, which terminals put between two escape sequences when asked to.
#define _GNU_SOURCE
#include "editor.h"

#include <stdlib.h>
#include <wchar.h>

// A paste may be as long as a long script, but not fill the memory.
static const size_t paste_limit = 1 << 22;

// Line ends of any kind become \n (raw mode hands CR as LF and LF as CR); other control characters go, and so do line
// ends at the end: a paste waits for Enter.
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

unsigned char editor_insert_paste(EditLine *line, int key) {
  (void)key;
  static const wchar_t end[] = L"\033[201~";
  const size_t end_length = 6;
  size_t length = 0, room = 0;
  bool is_too_long = false, has_ended = false;
  wchar_t *text = NULL, character;
  cedit *editor = editor_of(line);
  editor->is_pasting = true;
  while (!has_ended && editor_read_character(line, &character) == 1 && !cedit_interrupted()) {
    if (length + 2 > room) {
      size_t larger = room == 0 ? 1024 : room * 2;
      wchar_t *grown = larger > paste_limit ? NULL : realloc(text, larger * sizeof *text);
      if (grown != NULL) {
        text = grown;
        room = larger;
      } else if (length < end_length) {
        break;
      } else {
        // None of it is taken, but all of it is read: the rest must not pass for typing.
        is_too_long = true;
        wmemmove(text, text + length - end_length, end_length);
        length = end_length;
      }
    }
    text[length++] = character;
    has_ended = length >= end_length && wmemcmp(text + length - end_length, end, end_length) == 0;
  }
  editor->is_pasting = false;
  bool is_whole = has_ended && !is_too_long;
  if (is_whole) {
    length = cleaned(text, length - end_length);
    text[length] = 0;
    el_winsertstr(line, text);
  }
  free(text);
  return is_whole ? CC_REFRESH : CC_REFRESH_BEEP;
}
