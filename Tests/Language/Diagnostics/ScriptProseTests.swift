import Language
import Testing

/// Comments in the width of a window.
@Suite struct ScriptProseTests {
  private let text = """
    # A title
    #
    # A paragraph whose lines are
    # broken anew, in as many columns as there are. With
    # --step it is so too.
    #
    #   drumlin  kept.drum   as it is
    #
    # - a point that is longer than a line
    #   and goes on
    # - another

    # -- A rule ----------------------------------------
    # | a | table |
    # ```
    # and  what
    # ```
    """

  @Test func narrow() {
    #expect(
      ScriptProse.wrapped(text, columns: 32) == [
        "# A title", "#", "# A paragraph whose lines are", "# broken anew, in as many",
        "# columns as there are. With", "# --step it is so too.", "#", "#   drumlin  kept.drum   as it is", "#",
        "# - a point that is longer than", "#   a line and goes on", "# - another", "",
        "# -- A rule -------------------", "# | a | table |", "# ```", "# and  what", "# ```",
      ])
  }

  @Test func wide() {
    let lines = ScriptProse.wrapped(text, columns: 100)
    let line = "# A paragraph whose lines are broken anew, in as many columns as there are. With --step it is so"
    #expect(lines.contains(line))
    #expect(lines.contains("# -- A rule ----------------------------------------"))
    #expect(lines.contains("# - a point that is longer than a line and goes on"))
  }
}
