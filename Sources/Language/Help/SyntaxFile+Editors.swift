extension SyntaxWords {
  /// Vim's: `~/.vim/syntax/drumlin.vim`. No more than nine groups may count: `%(…)` does not.
  var vim: String {
    let before = #"%(^|[;|{(]|\= |<return |<time )\s*"#
    let apart = #"[-0-9A-Za-z_$.\/~:@]@1<!"#
    let end = #"[-0-9A-Za-z_.\/~+:@%*?]@!"#
    let number = #"%(\d+%(\.\d+)?|\.\d+)%([eE][-+]?\d+)?%(\#(units.replacing("%", with: "\\%")))?"#
    return #"""
      " Vim syntax file for scripts of drumlin, made by: drumlin -e "syntax-file vim"
      " In ~/.vim/filetype.vim: au BufRead,BufNewFile *.drum setfiletype drumlin
      if exists("b:current_syntax")
        finish
      endif
      syntax sync fromstart
      syntax match drumOperator /\v[[:space:](]@1<=(\#(operators))[[:space:])]@=/
      syntax match drumConstant /\v\#(apart)(\#(constants))\#(end)/
      syntax match drumNumber /\v\#(apart)[-+]?\#(number)%(\.\.-?\#(number))?%([0-9A-Za-z_~\/@:]|-\w|\.\w)@!/
      syntax match drumVariable /\v\$\w+(-\a\w*)*/
      syntax match drumOption /\v(^|\s)@1<=--[0-9A-Za-z_-]+/
      syntax match drumCommand /\v(\#(before))@<=(\#(commands))\#(end)/
      syntax match drumKeyword /\v((^|[;|{}(]|<else |<time )\s*)@<=(\#(statements))\#(end)/
      syntax match drumFunction /\v((^|[;{])\s*def\s+)@<=[0-9A-Za-z_-]+/
      syntax region drumBraces transparent start=/{/ end=/}/ contains=TOP
      syntax region drumString start=/"/ skip=/\\./ end=/"/ contains=drumEscape,drumInterpolation
      syntax match drumEscape contained /\\\(u{\x\+}\|.\)/
      syntax region drumInterpolation contained matchgroup=drumEscape start=/{/ end=/}/ contains=TOP
      syntax match drumComment /#.*/
      highlight default link drumOperator Operator
      highlight default link drumConstant Constant
      highlight default link drumNumber Number
      highlight default link drumVariable Identifier
      highlight default link drumOption Type
      highlight default link drumCommand Function
      highlight default link drumKeyword Statement
      highlight default link drumFunction Function
      highlight default link drumString String
      highlight default link drumEscape Special
      highlight default link drumComment Comment
      let b:current_syntax = "drumlin"
      setlocal commentstring=#\ %s

      """#
  }

  /// nano's: `include` it in `~/.nanorc`. Its patterns know nothing of what stands around a match, so this is the
  /// least exact.
  var nano: String {
    #"""
    ## nano's colours for scripts of drumlin, made by: drumlin -e "syntax-file nano"
    ## In ~/.nanorc: include "~/.nano/drumlin.nanorc"
    syntax "drumlin" "\.drum$"
    comment "#"
    color brightblue "(^|[;|{(]|= |return |time )[[:blank:]]*(\#(commands))([[:blank:];|)}]|$)"
    color magenta "\<(\#(constants)|\#(operators))\>"
    color brightmagenta "(^|[;{}])[[:blank:]]*(\#(statements))([[:blank:]]|$)"
    color yellow "(^|[[:blank:]([,=])[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)((\#(units.replacing("|%", with: "")))\>|%|\>)"
    color brightyellow "(^|[[:blank:]])--[[:alnum:]-]+"
    color cyan "\$[[:alnum:]_-]+"
    color green "\"([^\"\\]|\\.)*\""
    color brightblack "(^|[[:blank:];])#[^\"]*$" "^[[:blank:]]*#.*$"

    """#
  }

  /// TextMate's, which Visual Studio Code reads too.
  var textmate: String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    let rules = rules.map { rule in
      let name = rule.scopes.first.map { $0.group == 0 ? "\"name\": \(quoted($0.name + ".drumlin")), " : "" } ?? ""
      let groups = rule.scopes.filter { $0.group > 0 }.map {
        "\"\($0.group)\": {\"name\": \(quoted($0.name + ".drumlin"))}"
      }
      let captures = groups.isEmpty ? "" : ", \"captures\": {\(groups.joined(separator: ", "))}"
      return "      {\(name)\"match\": \(quoted(rule.pattern))\(captures)},\n"
    }
    return """
      {
        "comment": "Made by: drumlin -e \\"syntax-file textmate\\"",
        "name": "drumlin", "scopeName": "source.drumlin", "fileTypes": ["drum"],
        "patterns": [{"include": "#code"}],
        "repository": {
          "code": {"patterns": [
      \(rules.joined())      {"name": "string.quoted.double.drumlin", "begin": "\\"", "end": "\\"|$", "patterns": [
              {"name": "constant.character.escape.drumlin", "match": \(quoted(Self.escape))},
              {"begin": "\\\\{", "end": "\\\\}", "name": "meta.embedded.drumlin", "patterns": [{"include": "#code"}]}]},
            {"begin": "\\\\{", "end": "\\\\}", "patterns": [{"include": "#code"}]}
          ]}
        }
      }

      """
  }

  /// Sublime Text's, which bat reads too.
  var sublime: String {
    func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
    let rules = rules.map { rule in
      let groups = rule.scopes.filter { $0.group > 0 }.map { "\($0.group): \($0.name).drumlin" }
      let scope = rule.scopes.first.map { $0.group == 0 ? "      scope: \($0.name).drumlin\n" : "" } ?? ""
      let captures = groups.isEmpty ? "" : "      captures: {\(groups.joined(separator: ", "))}\n"
      return "    - match: \(quoted(rule.pattern))\n\(scope)\(captures)"
    }
    return """
      %YAML 1.2
      ---
      # Made by: drumlin -e "syntax-file sublime"
      # For bat: into $(bat --config-dir)/syntaxes/drumlin.sublime-syntax, then bat cache --build
      name: drumlin
      file_extensions: [drum]
      scope: source.drumlin
      contexts:
        main:
          - include: code
        code:
      \(rules.joined().split(separator: "\n").map { "  " + $0.dropFirst(2) }.joined(separator: "\n"))
          - match: '"'
            push: string
          - match: '\\{'
            push: braces
        braces:
          - match: '\\}'
            pop: true
          - include: code
        string:
          - meta_scope: string.quoted.double.drumlin
          - match: '"|$'
            pop: true
          - match: \(quoted(Self.escape))
            scope: constant.character.escape.drumlin
          - match: '\\{'
            push: interpolation
        interpolation:
          - clear_scopes: 1
          - meta_scope: meta.interpolation.drumlin
          - match: '\\}'
            pop: true
          - include: code

      """
  }
}
