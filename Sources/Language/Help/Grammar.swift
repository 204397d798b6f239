/// The language on one page, for the reference: what the parser accepts, and the rules in words.
package enum Grammar {
  /// The syntax as EBNF (ISO/IEC 14977, without its commas and semicolons): `{ … }` any number of times, `[ … ]` once
  /// or not at all, `a - b` an a that is no b. A test reads it and holds the parser to it.
  package static let syntax = #"""
    (* Spaces and comments may stand between the parts of these rules,
       and line ends too inside a group, an index, a list or a record.
       What begins like a command, or in a list or record like a word, is one and no expression. *)
    program       = { [ statement ] ( line-end | ";" ) } [ statement ]
    block         = "{" program "}"
    statement     = "let" variable "=" pipeline
                  | variable "=" pipeline
                  | "if" expression block { { line-end } "else" "if" expression block }
                    [ { line-end } "else" block ]
                  | "for" variable "in" sequence block
                  | "while" expression block
                  | "def" name { parameter } block
                  | "param" variable "=" atom
                  | "return" [ pipeline ] | "break" | "continue"
                  | "try" block { line-end } "catch" [ variable ] block
                  | "time" statement
                  | "quiet" block
                  | pipeline
    pipeline      = ( command | expression ) { "|" { line-end } command }
    sequence      = ( source | expression ) { "|" { line-end } source }

    expression    = and { "or" and }
    and           = not { "and" not }
    not           = "not" not | comparison
    comparison    = range [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) range ]
    range         = sum [ ".." sum ]
    sum           = product { ( "+" | "-" ) product }
    product       = sign { ( "*" | "/" | "%" ) sign }
    sign          = "-" sign | power
    power         = value [ "^" sign ]
    bound         = "-" sign | value
    group         = "(" pipeline ")"
    index         = "[" expression "]"
    list          = "[" [ item { "," item } [ "," ] ] "]"
    record        = "{" [ field { "," field } [ "," ] ] "}"
    field         = ( name | string ) ":" item
    item          = item-word | expression
    interpolation = "{" expression "}"

    (* No space stands between the parts of these. An argument that begins with -- is an option.
       An argument and a command's name are followed by a space, a line end, or one of ; | ) ] }.
       A source is a command before a block, none of whose arguments is a record. *)
    command       = command-name { space argument } [ space options-end { space positional } ]
    argument      = option | positional
    options-end   = "--"
    option        = "--" option-name [ "=" atom ]
    source        = command-name { space source-argument } [ space options-end { space source-value } ]
    source-argument = option | source-value
    source-value  = "..." reference | word | source-operand [ ".." [ space ] bound ]
                  | [ "-" | "+" ] number ".." ( variable | group ) { suffix }
    source-operand = ( variable | group | list | string ) { suffix }
    positional    = "..." reference | atom
    parameter     = variable [ "=" atom | "..." ] | "--" name [ "=" atom ]
    atom          = word | operand [ ".." [ space ] bound ]
                  | [ "-" | "+" ] number ".." ( variable | group ) { suffix }
    value         = operand | ( number | "true" | "false" | "nothing" ) { suffix }
    operand       = reference | string { suffix }
    reference     = ( variable | group | list | record ) { suffix }
    suffix        = "." name | index

    (* Each of these is as long as it can be.
       No letter follows a number or a word of the language, no letter or digit a unit, and no
       digit an item-word. *)
    variable      = "$" name
    name          = ( letter | "_" ) { letter | digit | "_" | "-" ascii-letter }
    word          = word-character { word-character }
    command-name  = ( ( letter | "_" | symbol ) { word-character } ) - keyword
    option-name   = ( word-character - "=" ) { word-character - "=" }
    item-word     = ( ( letter | "_" | symbol | "/" | "~" ) { word-character - "," }
                    | "." [ ( word-character - ( digit | "," ) ) { word-character - "," } ] )
                    - ( "true" | "false" | "nothing" | "not" )
    keyword       = "let" | "if" | "else" | "for" | "in" | "while" | "def" | "param" | "return"
                  | "break" | "continue" | "try" | "catch" | "time" | "quiet" | "and" | "or" | "not"
                  | "true" | "false" | "nothing"
    number        = ( digits [ "." digits ] | "." digits ) [ exponent ] [ unit ]
    digits        = digit { digit }
    exponent      = ( "e" | "E" ) [ "+" | "-" ] digits
    unit          = "ms" | "s" | "Hz" | "kHz" | "dB" | "%"
    string        = '"' { character | escape | interpolation } '"'
    escape        = '\n' | '\t' | '\"' | '\\' | '\{' | '\}' | '\u{' hex-digit { hex-digit } '}'
    space         = ( blank | comment ) { blank | comment }
    comment       = "#" { ? any character but a line end ? }

    word-character = letter | digit | symbol
                   | "-" | "_" | "." | "/" | "~" | "+" | ":" | "@" | "%" | "," | "=" | "*" | "?"
    letter        = ascii-letter | ? a letter, mark or digit beyond ASCII ?
    symbol        = ? any other character beyond ASCII, but no space and no quotation mark ?
    ascii-letter  = ? A to Z, a to z ?
    digit         = ? 0 to 9 ?
    hex-digit     = ? 0 to 9, A to F, a to f ?
    character     = ? any character but ", \, {, line ends and control characters ?
    blank         = ? a space or a tab; a line end where it counts as one ?
    line-end      = ? a line feed or a carriage return ?
    """#
}
