import Prompt
import Testing

@Suite struct PromptTextTests {
  private let run = "kicks_v7 · seed 42 · 10/50> "

  @Test func aWideTerminalShowsAll() {
    #expect(PromptText.fitted(run, columns: 80, isUnicode: true) == run)
    #expect(PromptText.fitted("drumlin> ", columns: 80, isUnicode: false) == "drumlin> ")
  }

  @Test func halfOfTheLineStaysForTyping() {
    #expect(PromptText.fitted(run, columns: 56, isUnicode: true) == run)
    #expect(PromptText.fitted(run, columns: 55, isUnicode: true) == "seed 42 · 10/50> ")
    #expect(PromptText.fitted(run, columns: 30, isUnicode: true) == "10/50> ")
    #expect(PromptText.fitted(run, columns: 0, isUnicode: true) == "10/50> ")
    #expect(PromptText.fitted("drumlin> ", columns: 10, isUnicode: true) == "drumlin> ")
  }

  @Test func withoutUnicodeItIsASCII() {
    #expect(
      PromptText.fitted("très long… · seed 42 · 1/5> ", columns: 80, isUnicode: false)
        == "tr?s long... - seed 42 - 1/5> ")
  }

  @Test func nothingMovesTheCursor() {
    #expect(PromptText.fitted("a\u{1B}[2Jb\n\u{1}c> ", columns: 80, isUnicode: true) == "a␛[2Jb␊␁c> ")
  }
}
