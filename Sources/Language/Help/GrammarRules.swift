extension Grammar {
  /// A chapter of the rules: its title and its paragraphs, in Markdown.
  package typealias Chapter = (title: String, paragraphs: [String])

  /// The rules in words, chapter by chapter.
  package static let rules: [Chapter] = [
    (
      "Commands",
      [
        """
        **A statement that begins with a bare word is a command**: at the start of a line, behind `;`, `|`, `=`, \
        `in`, `return` or `time`, and inside parentheses. Everything else is an expression: `$x + 1`, `not $done`.
        """,
        """
        The arguments of a command have spaces between them. A bare word is a number where it reads as one (`20ms`, \
        `-6dB`, `1..8`), `true`, `false` or `nothing`, and else text, such as `kicks/{n}.wav`, whose \
        `{n}` becomes the numbers of several files; what a word can't hold stands in quotes. \
        Calculations and other commands stand in parentheses: `print (1 + 2) (twice 4)`. Options may stand anywhere, \
        as `--name value` or `--name=value`; a flag is `--name` alone; behind a lone `--` nothing is an option.
        """,
        """
        `...$options` spreads a value among the arguments: the fields of a record become options, the items of a list \
        become arguments. An option that is typed as well wins over the spread one, wherever it stands, and of several \
        spread ones the last. A flag's field is `true` or `false`, and `nothing` counts as not given.
        """,
        """
        `a | b` hands a's value to b as its input. A command that wants an input and is given none takes `$it`, the \
        last value that a command gave.
        """,
        """
        A statement ends with its line, but lines go on inside `( )`, `[ ]` and records, and behind `|`. The block \
        of `if`, `for`, `while`, `def`, `try`, `catch` and `quiet` begins on the same line. `time` before a statement \
        says how long it took; its value and `$it` are as without it. In the block of `quiet` commands say nothing of \
        their work; what `print` writes and what went wrong is shown.
        """,
      ]
    ),
    (
      "Values",
      [
        """
        **Numbers** are doubles, printed as short as they read back. 20ms is 0.02s and 1kHz is 1000Hz; dB and % keep \
        their unit. `+`, `-` and the comparisons want the same unit on both sides. Multiplying or dividing by a \
        plain number keeps the unit; s × Hz is a plain number, 1 / s is Hz and 1 / Hz is s; equal units divide to a \
        plain number; `50% * 2s` is 1s, and dividing by 50% doubles. Levels in dB are only added, subtracted and \
        multiplied by plain numbers. `^` takes plain numbers. `%` behind a space is the remainder, which has the \
        sign of the divisor.
        """,
        """
        **Strings** stand in double quotes, on one line; `{…}` in them takes any expression, and `\\{` is a brace. \
        `+` joins two strings; a string has `.length`.
        """,
        """
        **Lists** count from 0, and from the end with -1: `$xs[0]`, `$xs[-1]`. A list of numbers takes several \
        items: `$xs[1..3]`. `+` joins two lists; `.length`, `.first` and `.last` are fields. A range `1..8` is the \
        list of whole numbers from one end to the other, both included; it is empty when the second is the smaller.
        """,
        """
        **Records** are named values in order: `{steps: 30, "two words": [a, b]}`. `$r.steps` and `$r["steps"]` read \
        a field, `$r[[steps, seed]]` takes several as a record. `+` merges two records, and where both have a field \
        the right one wins; so a field is changed by `$r = $r + {steps: 50}`. Records are equal when their names and \
        values are, in any order. `for $name in $r` goes over the names. There are no fields but those given, and so \
        no `.length`.
        """,
        """
        **`true`, `false` and `nothing`**: conditions want `true` or `false` and nothing else; `and` and `or` stop \
        as soon as they know. Values of different kinds are unequal; numbers of different units can't be compared.
        """,
        """
        **Values of the commands** print as a line that describes them and have fields to read: `$it.name`. All \
        values stay as they are: only variables change.
        """,
      ]
    ),
    (
      "Operators",
      [
        """
        From the strongest: `.name` and `[…]`; `^`, to the right; `-` before a value; `*` `/` `%`; `+` `-`; `..`; the \
        comparisons, which can't be chained; `not`; `and`; `or`.
        """
      ]
    ),
    (
      "Variables and definitions",
      [
        """
        `let` makes a variable, which lives in its block and the blocks in that; assignment changes the nearest of \
        that name. `$it` is the last value that a command gave, other than a word about what it did, such as the path \
        that make-folder gives, `$args` the list of the script's arguments: those \
        that read as numbers are numbers. Neither can be set.
        """,
        """
        `def` makes a command. Its parameters are positional (`$a`), have a default (`$a=6dB`, evaluated at each \
        call), take the rest as a list (`$rest...`), or are options (`--fade=20ms`) and flags (`--loud`, true or \
        false), whose variables are `$fade` and `$loud`. What is piped in is the first argument. Inside it sees its \
        parameters and the global variables. It gives what `return` says, or else the value of its last statement. \
        The comment directly above is its help.
        """,
        """
        `param $seed=1..8` declares what a script takes from its command line, at its top level: `drumlin FILE \
        --seed 4` gives `$seed` another value, of the kind that the default is; a list may be given as one item of \
        it (`4`), as a range (`1..8`) or in brackets, and `--loud` alone makes `param $loud=false` true. The comment \
        directly above is its help, which `drumlin FILE --help` shows. `source FILE --seed 4` gives it in the same \
        way; at the prompt it makes a variable with its default.
        """,
        """
        `try { … } catch $error { … }` runs the second block when a command or an expression in the first fails; \
        `$error.message`, `$error.hint` and `$error.place` say how. An interrupt is not caught.
        """,
      ]
    ),
    (
      "Limits",
      [
        """
        So that no script can exhaust the machine: brackets, blocks and operators nest \(Parser.nestingLimit) deep; \
        \(Interpreter.callLimit) calls of definitions lie inside each other, with at most \(Interpreter.depthLimit) \
        commands, blocks and expressions under way among them (fewer where the system gives the program less than 8 \
        MB of stack); lists and records hold \(Value.itemLimit) items, with those inside them, and lie \
        \(Value.listDepthLimit) deep; strings hold \(Operators.textLimit >> 20) MB, scripts \
        \(SourceText.longest >> 20) MB; whole numbers count exactly up to 2^53. A script is parsed whole before it \
        runs. Beyond a limit there is an error like any other.
        """
      ]
    ),
  ]
}
