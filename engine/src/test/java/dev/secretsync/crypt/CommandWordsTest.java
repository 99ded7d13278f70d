package dev.secretsync.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 1.12: a command is split as SOPS does, and never given to a shell")
class CommandWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pass show x              | pass,show,x",
        "`  a \t b\n c  `         | a,b,c",
        "a 'b c' \"d e\"          | a,b c,d e",
        "a'b'\"c\"d               | abcd",
        "a '$(touch x)' `b` | a,$(touch x),b",
        "a \\'b \"c\\\"d\" '\\'   | a,'b,c\"d,\\",
        "a #b                     | a",
        "a b#c                    | a,b#c",
        "a;b && c > d             | a;b,&&,c,>,d",
        "'' b                     | ,b",
      })
  void wordsAreThoseOfAShellWithoutItsSubstitutions(String text, String words) {
    assertThat(CommandWords.of(text.replace("`", ""))).contains(List.of(words.split(",", -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "# a", "a 'b", "a \"b", "a \\", "\"\\"})
  void noProgramAndOpenQuotesAreNoCommand(String text) {
    assertThat(CommandWords.of(text)).isEmpty();
  }
}
