"""What the checks read of Swift sources: code without comments and strings, and declarations."""

import re
from typing import Iterator, NamedTuple

OPENING = re.compile(r'//|/\*|#*"""|#*"|#+/')
TOKEN = re.compile(r'`?[A-Za-z_]\w*`?|[{}()\[\]]|\S')
KINDS = {"struct", "class", "enum", "actor", "protocol", "typealias", "func", "let", "var", "case", "extension"}
MODIFIERS = {"public", "open", "internal", "package", "private", "fileprivate", "static", "final", "mutating", "lazy",
             "nonmutating", "override", "indirect", "weak", "unowned", "nonisolated", "prefix", "postfix", "infix"}


class Declaration(NamedTuple):
  """A name that a file declares: how deep, with which modifiers, and in an extension of what."""
  name: str
  kind: str
  depth: int
  modifiers: frozenset
  extended: str | None


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def code(text: str) -> str:
    """The text with comments, strings and regular expressions blanked, line for line; interpolated code stays."""
    out: list[str] = []
    at = 0
    while match := OPENING.search(text, at):
        out.append(text[at:match.start()])
        start, opening = match.start(), match.group()
        if opening == "//":
            end = text.find("\n", start)
            at = len(text) if end < 0 else end
            out.append(_blank(text[start:at]))
        elif opening == "/*":
            at = _end_of_comment(text, start)
            out.append(_blank(text[start:at]))
        elif opening.endswith("/"):
            end = text.find("/" + opening[:-1], match.end())
            at = len(text) if end < 0 else end + len(opening)
            out.append(_blank(text[start:at]))
        else:
            at = _string(text, start, opening, out)
    out.append(text[at:])
    return "".join(out)


def _end_of_comment(text: str, start: int) -> int:
    depth, at = 0, start
    for match in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if match.group() == "/*" else -1
        at = match.end()
        if depth == 0:
            return at
    return len(text)


def _string(text: str, start: int, opening: str, out: list[str]) -> int:
    """Blanks the string that begins here, but for the code in its interpolations, and gives where it ends."""
    hashes = opening.rstrip('"')
    closing = opening[len(hashes):] + hashes
    escape = "\\" + hashes
    at = start + len(opening)
    out.append(_blank(opening))
    while at < len(text):
        if text.startswith(closing, at):
            out.append(_blank(closing))
            return at + len(closing)
        if text.startswith(escape + "(", at):
            begin = at + len(escape) + 1
            end = _end_of_interpolation(text, begin)
            out.append(_blank(escape) + "(" + code(text[begin:end]) + ")")
            at = end + 1
        elif text.startswith(escape, at):
            step = len(escape) + 1
            out.append(_blank(text[at:at + step]))
            at += step
        else:
            out.append("\n" if text[at] == "\n" else " ")
            at += 1
    return at


def _end_of_interpolation(text: str, begin: int) -> int:
    depth, at = 1, begin
    while at < len(text):
        if match := re.compile(r'#*"""|#*"').match(text, at):
            at = _string(text, at, match.group(), [])
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1
    return at


def declarations(stripped: str) -> Iterator[Declaration]:
    """The names that code declares, in its order. Deeper ones come too, with the depth of braces around them."""
    extensions: list[tuple[int, str]] = []
    modifiers: set[str] = set()
    depth = 0
    tokens = [m.group() for m in TOKEN.finditer(stripped)]
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        before = tokens[index - 1] if index else ""
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            while extensions and extensions[-1][0] >= depth:
                extensions.pop()
        elif token in MODIFIERS:
            modifiers.add(token)
            continue
        elif token in KINDS and before != "." and not (token == "class" and following in KINDS | MODIFIERS):
            name = following.strip("`")
            if token == "extension":
                # Of A.B it is B whose members follow.
                last = index + 1
                while last + 2 < len(tokens) and tokens[last + 1] == ".":
                    last += 2
                extensions.append((depth, tokens[last]))
            elif re.fullmatch(r"[A-Za-z_]\w*", name):
                inside = extensions[-1][1] if extensions and extensions[-1][0] == depth - 1 else None
                yield Declaration(name, token, depth, frozenset(modifiers), inside)
            modifiers = set()
        # A modifier may have its own brackets, as in private(set).
        elif token not in "()" and token != "set":
            modifiers = set()
