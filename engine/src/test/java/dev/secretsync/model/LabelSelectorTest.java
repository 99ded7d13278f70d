package dev.secretsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.LabelSelector.Expression;
import dev.secretsync.model.LabelSelector.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

  @DisplayName("what a selector matches (R70-R80)")
  @ParameterizedTest(name = "{0}: {1} on {2} is {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        // rule | selector                     | labels            | matches
        "R71 | env=prod                      | env:prod           | true",
        "R71 | env=prod                      | env:test           | false",
        "R71 | env==prod                     | env:prod           | true",
        "R71 | env in (prod,test)            | env:test           | true",
        "R71 | env in (prod,test)            | env:dev            | false",
        "R71 | env notin (prod)              | env:dev            | true",
        "R71 | env notin (prod)              | env:prod           | false",
        "R71 | env                           | env:               | true",
        "R71 | env                           | tier:a             | false",
        "R71 | !env                          | tier:a             | true",
        "R71 | !env                          | env:prod           | false",
        "R71 | env=prod,tier=a               | env:prod,tier:a    | true",
        "R71 | env=prod,tier=a               | env:prod           | false",
        "R73 | env notin (prod)              | tier:a             | true",
        "R73 | env!=prod                     | tier:a             | true",
        "R73 | env in (prod)                 | tier:a             | false",
        "R73 | env=prod                      | tier:a             | false",
        "R73 | env==prod                     | tier:a             | false",
        "R74 | env=                          | env:               | true",
        "R74 | env=                          | env:prod           | false",
        "R74 | env=                          | tier:a             | false",
        "R74 | env in ()                     | env:               | true",
        "R74 | env in (a,,b)                 | env:               | true",
        "R74 | env in (,)                    | env:               | true",
        "R74 | env in (a,)                   | env:               | true",
        "R74 | env notin (,a)                | env:               | false",
        "R76 | env!=prod                     | env:prod           | false",
        "R76 | env!=                         | env:               | false",
        "R78 | example.com/env=prod          | example.com/env:prod | true",
        "R80 | ' \t\r\nenv \t in\n( prod\r, test ) ' | env:test    | true",
        "R80 | '  env  =  prod  '            | env:prod           | true",
        "R71 | in in (in,notin)              | in:notin           | true",
        "R71 | notin                         | notin:x            | true",
        "R71 | env in(prod)                  | env:prod           | true",
      })
  void matchesAsKubernetesDoes(String rule, String selector, String labels, boolean matches) {
    assertThat(accepted(LabelSelector.parse(selector)).matches(labels(labels)))
        .as(rule)
        .isEqualTo(matches);
  }

  @DisplayName("what is refused, and at which column (R55, R72, R75, R77, R78)")
  @ParameterizedTest(name = "{0}: {1} fails at {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "R75 | replicas>3           | 9  | operators < and > are not supported",
        "R75 | replicas < 3         | 10 | operators < and > are not supported",
        "R77 | env IN (a)           | 5  | expected an operator",
        "R77 | env NotIn (a)        | 5  | expected an operator",
        "R77 | env prod             | 5  | expected an operator",
        "R77 | env in a             | 8  | expected (",
        "R77 | env in (a            | 10 | expected a comma or )",
        "R77 | env in (a b)         | 11 | expected a comma or )",
        "R77 | env in (a=b)         | 10 | expected a comma or )",
        "R71 | env=prod tier=a      | 10 | expected a comma or the end of the selector",
        "R71 | env=prod && tier=a   | 10 | expected a comma or the end of the selector",
        "R71 | env=prod,            | 10 | expected a label key",
        "R71 | ,env=prod            | 1  | expected a label key",
        "R71 | !                    | 2  | expected a label key",
        "R71 | !!env                | 2  | expected a label key",
        "R71 | =prod                | 1  | expected a label key",
        "R71 | !env in (a)          | 6  | expected a comma or the end of the selector",
        "R71 | env==!prod           | 6  | expected a label value",
        "R78 | -env=prod            | 1  | not a valid label key",
        "R78 | Example.com/env=a    | 1  | not a valid label key",
        "R78 | a/b/c=d              | 1  | not a valid label key",
        "R78 | /env=d               | 1  | not a valid label key",
        "R78 | env/                 | 1  | not a valid label key",
        "R78 | env=-prod            | 5  | not a valid label value",
        "R78 | env in (a,b_)        | 11 | not a valid label value",
        "R78 | env=a/b              | 5  | not a valid label value",
        "R78 | 'ä, env'             | 1  | not a valid label key",
      })
  void saysWhatIsWrongAndWhere(String rule, String selector, int column, String summary) {
    Parsed.Malformed malformed = malformed(LabelSelector.parse(selector));
    assertThat(malformed.summary()).as(rule).isEqualTo(summary);
    assertThat(malformed.column()).as(rule).isEqualTo(column);
    assertThat(malformed.hint()).isNotEmpty();
  }

  @DisplayName("R78: 63 characters are the limit of a name and of a value, 253 of a prefix")
  @Test
  void lengthsAreLimited() {
    String just = "a".repeat(63);
    String prefix = ("b".repeat(49) + ".").repeat(5) + "abc";
    assertThat(accepted(LabelSelector.parse(prefix + "/" + just + "=" + just)).requirements())
        .hasSize(1);
    assertThat(malformed(LabelSelector.parse(just + "a")).column()).isEqualTo(1);
    assertThat(malformed(LabelSelector.parse("a=" + just + "a")).column()).isEqualTo(3);
    assertThat(malformed(LabelSelector.parse(prefix + "a/k")).column()).isEqualTo(1);
  }

  @DisplayName("R79: one canonical form for all spellings")
  @ParameterizedTest(name = "{0} is printed {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "tier notin (dev), env == prod  | env=prod,tier notin (dev)",
        "env in (prod)                  | env=prod",
        "env in (b,a,b)                 | env in (a,b)",
        "env != prod                    | env notin (prod)",
        "env,env                        | env",
        "!b , a                         | a,!b",
        "env in ()                      | env=",
        "env notin (,)                  | env notin ()",
        "env in (b,,a)                  | env in (,a,b)",
        "env=b,env=a                    | env=a,env=b",
      })
  void printsCanonically(String selector, String canonical) {
    LabelSelector read = accepted(LabelSelector.parse(selector));
    assertThat(read).hasToString(canonical);
    assertThat(accepted(LabelSelector.parse(canonical))).isEqualTo(read);
  }

  @DisplayName(
      "R8: an empty selector is a thing of its own, and Kubernetes matches all with it (T7)")
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n "})
  void emptyTextIsTheEmptySelector(String text) {
    LabelSelector empty = accepted(LabelSelector.parse(text));
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.matches(Map.of())).isTrue();
    assertThat(accepted(LabelSelector.of(Map.of(), List.of()))).isEqualTo(empty);
  }

  @DisplayName("R70, R79: the structured form is the string form in other words")
  @Test
  void structuredFormMeansTheSame() {
    LabelSelector structured =
        accepted(
            LabelSelector.of(
                Map.of("env", "prod"),
                List.of(
                    new Expression("region", "In", List.of("west", "east")),
                    new Expression("tier", "NotIn", List.of("dev")),
                    new Expression("team", "Exists", List.of()),
                    new Expression("legacy", "DoesNotExist", List.of()))));
    assertThat(structured)
        .isEqualTo(
            accepted(
                LabelSelector.parse(
                    "region in (east, west), tier != dev, !legacy, env = prod, team")));
    assertThat(structured)
        .hasToString("env=prod,!legacy,region in (east,west),team,tier notin (dev)");
  }

  @DisplayName("what the structured form refuses, and at which path (R72, R75, R77, R78)")
  @ParameterizedTest(name = "{0}: {1} {2} [{3}] fails at {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "R72 | env  | In           |      | values   | operator In needs at least one value",
        "R72 | env  | NotIn        |      | values   | operator NotIn needs at least one value",
        "R72 | env  | Exists       | a    | values   | operator Exists takes no values",
        "R72 | env  | DoesNotExist | a    | values   | operator DoesNotExist takes no values",
        "R75 | env  | Gt           | 1    | operator | operators Gt and Lt are not supported",
        "R75 | env  | Lt           | 1    | operator | operators Gt and Lt are not supported",
        "R77 | env  | in           | a    | operator | unknown operator",
        "R77 | env  | Equals       | a    | operator | unknown operator",
        "R78 | -env | In           | a    | key      | not a valid label key",
        "R78 | env  | In           | a,-b | values/1 | not a valid label value",
      })
  void structuredFormSaysWhatIsWrongAndWhere(
      String rule, String key, String operator, String values, String path, String summary) {
    List<String> all = values == null ? List.of() : Arrays.asList(values.split(",", -1));
    Parsed.Malformed malformed =
        malformed(LabelSelector.of(Map.of(), List.of(new Expression(key, operator, all))));
    assertThat(String.join("/", malformed.path())).as(rule).isEqualTo("matchExpressions/0/" + path);
    assertThat(malformed.summary()).as(rule).isEqualTo(summary);
  }

  @DisplayName("R78: keys and values of matchLabels are checked")
  @Test
  void matchLabelsAreChecked() {
    assertThat(malformed(LabelSelector.of(Map.of("env", "a b"), List.of())).path())
        .containsExactly("matchLabels", "env");
    assertThat(malformed(LabelSelector.of(Map.of("e nv", "a"), List.of())).path())
        .containsExactly("matchLabels", "e nv");
  }

  private static LabelSelector accepted(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted) parsed).selector();
  }

  private static Parsed.Malformed malformed(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Malformed.class);
    return (Parsed.Malformed) parsed;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String pair : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      labels.put(pair.substring(0, colon), pair.substring(colon + 1));
    }
    return labels;
  }
}
