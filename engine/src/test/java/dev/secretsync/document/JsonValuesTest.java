package dev.secretsync.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 1.14: the value of set")
class JsonValuesTest {
  private static Optional<Node> read(String json, Problems problems) {
    return JsonValues.read("VALUE", json.getBytes(StandardCharsets.UTF_8), problems);
  }

  private static ScalarValue scalar(String json) {
    Problems problems = new Problems();
    Node node = read(json, problems).orElseThrow();
    assertThat(problems.all()).isEmpty();
    return ((Node.Scalar) node).value();
  }

  private static ScalarValue inside(String number) {
    Node node = read("{\"n\": [" + number + "]}", new Problems()).orElseThrow();
    Node list = ((Node.Mapping) node).get("n").orElseThrow();
    return ((Node.Scalar) ((Node.Sequence) list).elements().getFirst()).value();
  }

  @Test
  void eachTypeIsRead() {
    assertThat(scalar("\"t\\u00e4xt\\n\"")).isEqualTo(new ScalarValue.Text("täxt\n"));
    assertThat(scalar(" true\n")).isEqualTo(new ScalarValue.Bool(true));
    assertThat(scalar("false")).isEqualTo(new ScalarValue.Bool(false));
    assertThat(scalar("null")).isEqualTo(new ScalarValue.Null());
    assertThat(scalar("\"\\ud83d\\ude00\"")).isEqualTo(new ScalarValue.Text("\ud83d\ude00"));
  }

  @ParameterizedTest
  @CsvSource({"5,5", "-0,-0.0", "1.5,1.5", "1e3,1000", "9223372036854775807,9223372036854775807"})
  void aNumberOnItsOwnIsAFloat(String json, double value) {
    assertThat(scalar(json)).isEqualTo(new ScalarValue.FloatingPoint(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-7", "9223372036854775807", "-9223372036854775808", "0"})
  void aWholeNumberInsideIsAnInt(String json) {
    assertThat(inside(json)).isEqualTo(new ScalarValue.Int(Long.parseLong(json)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "5.0", "1e3", "-1E-2", "123456789012345678901234"})
  void anyOtherNumberInsideIsAFloat(String json) {
    assertThat(inside(json)).isEqualTo(new ScalarValue.FloatingPoint(Double.parseDouble(json)));
  }

  @Test
  void orderAndNestingAreKept() {
    Node node = read("{\"b\": {}, \"a\": [[], {\"c\": null}]}", new Problems()).orElseThrow();
    assertThat(((Node.Mapping) node).entries())
        .extracting(Node.Entry::key)
        .containsExactly("b", "a");
    assertThat(((Node.Mapping) node).get("a")).get().isInstanceOf(Node.Sequence.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "CANARY",
        "'CANARY'",
        "\"CANARY",
        "\"CANARY\" \"CANARY\"",
        "{\"CANARY\": 1} x",
        "{\"CANARY\": 1,}",
        "{\"CANARY\": 1, \"CANARY\": 2}",
        "{\"CANARY\"}",
        "{CANARY: 1}",
        "[\"CANARY\"]",
        "[]",
        "{\"a\": [\"CANARY\"",
        "1e400",
        "{\"a\": -1e400}",
        "01",
        "+1",
        ".5",
        "NaN",
        "Infinity",
        "\"CANARY\\ud800\"",
        "{\"CANARY\\udc00\": 1}",
        "\"CANARY\u0001\"",
        "\"\\x\"",
        "// CANARY\n1",
        "truex"
      })
  @DisplayName("S2: what is no such value is refused with its place and without its text")
  void theRestIsRefused(String json) {
    Problems problems = new Problems();
    assertThat(read(json, problems)).isEmpty();
    assertThat(problems.all())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.code()).isEqualTo(Code.BAD_JSON_VALUE);
          assertThat(one.at()).get().asString().startsWith("VALUE:");
          assertThat(one.toString()).doesNotContain("CANARY");
        });
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    Problems problems = new Problems();
    byte[] json = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
    assertThat(JsonValues.read("VALUE", json, problems)).isEmpty();
    assertThat(problems.all()).singleElement().extracting(d -> d.summary()).isEqualTo("not UTF-8");
  }

  @Test
  @DisplayName("G4: nesting as deep as a file may have, and no deeper")
  void nestingIsLimited() {
    int most = Limits.LOCAL.nesting();
    assertThat(read("{\"a\":".repeat(most) + "1" + "}".repeat(most), new Problems())).isPresent();
    Problems problems = new Problems();
    assertThat(read("{\"a\":".repeat(most + 1) + "1" + "}".repeat(most + 1), problems)).isEmpty();
    assertThat(read("{\"a\":".repeat(100_000), problems)).isEmpty();
    assertThat(problems.hasErrors()).isTrue();
  }
}
