"""What is found, printed as it comes and kept as Markdown for a file."""
import os
import textwrap

COLUMNS = 120


class Failed(Exception):
    """What ends the measuring, in words for whoever runs it."""


class Report:
    """Prints headings, sentences and tables on standard output, and holds the same as a page of Markdown."""

    def __init__(self):
        self.parts = []

    def _add(self, printed, markdown):
        print(printed, end="\n\n", flush=True)
        self.parts.append(markdown)

    def heading(self, text, level):
        """A heading; 1 is the page's title."""
        self._add(text, f"{'#' * level} {text}")

    def say(self, text):
        """A paragraph, in lines that are no wider than COLUMNS."""
        lines = textwrap.fill(" ".join(text.split()), COLUMNS, break_long_words=False, break_on_hyphens=False)
        self._add(lines, lines)

    def facts(self, facts):
        """Values beside their names."""
        width = max(map(len, facts))
        self._add("\n".join(f"{name.ljust(width)}  {value}" for name, value in facts.items()),
                  _markdown(["", ""], facts.items(), right=False))

    def table(self, headings, rows):
        """Rows of text below headings, the first column to the left and the others to the right."""
        widths = [max(map(len, column)) for column in zip(headings, *rows)]
        lines = ["  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))])
                 for row in [headings, *rows]]
        self._add("\n".join(line.rstrip() for line in lines), _markdown(headings, rows, right=True))

    def write(self, path, overwrite):
        """Writes the page to a file, whole or not at all. Throws Failed when it can't, or there is such a file."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with open(temporary, "x", encoding="utf8") as file:
                file.write("\n\n".join(self.parts) + "\n")
                file.flush()
                os.fsync(file.fileno())
            if path.exists() and not overwrite:
                raise Failed(f"{path} has come to be meanwhile: it is left as it is, and nothing is written")
            os.replace(temporary, path)
        except OSError as reason:
            raise Failed(f"{path} can't be written: {reason.strerror}") from reason
        finally:
            temporary.unlink(missing_ok=True)


def _markdown(headings, rows, right):
    """A table in Markdown, its first column to the left."""
    rules = ["---", *(["--:" if right else "---"] * (len(headings) - 1))]
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in [headings, *rows]]
    return "\n".join(f"| {line} |" for line in [lines[0], " | ".join(rules), *lines[1:]])
