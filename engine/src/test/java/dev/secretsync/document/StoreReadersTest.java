package dev.secretsync.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON, dotenv, INI and binary files: what is read, what is refused, and what reads back. */
class StoreReadersTest {
  private static final SourceLocation AT = new SourceLocation("f", 1, 1);
  private static final Limits SMALL = new Limits(64, 3, 1, 0);

  private final Problems problems = new Problems();

  private interface Reader {
    List<Document> read(String file, byte[] bytes, Limits limits, Problems problems);
  }

  private String shown(Reader reader, String text) {
    return shown(reader, bytes(text));
  }

  private String shown(Reader reader, byte[] bytes) {
    return reader.read("f", bytes, Limits.LOCAL, problems).stream()
        .map(d -> RandomTrees.shown(d.root()))
        .collect(Collectors.joining(" --- "));
  }

  private String found() {
    return problems.all().stream()
        .map(d -> d.code() + " " + d.at().orElseThrow())
        .collect(Collectors.joining(", "));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\": 9223372036854775807}   | {\"a\": int 9223372036854775807}",
        "{\"a\": 9223372036854775808}   | {\"a\": float 9.223372036854776E18}",
        "{\"a\": -9223372036854775808}  | {\"a\": int -9223372036854775808}",
        "{\"a\": 1.0, \"b\": 1e2}       | {\"a\": float 1.0, \"b\": float 100.0}",
        "{\"a\": -0}                    | {\"a\": int 0}",
        "{\"a\": [true, null, {}, []]}  | {\"a\": [bool true, null, {}, []]}",
        "{}                             | {}",
      })
  @DisplayName("formats.md 1.8: numbers of JSON within 64 bits are integers, others floating point")
  void jsonHasTheTypesOfSops(String given, String expected) {
    assertThat(shown(JsonReader::read, given)).isEqualTo(expected);
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\": 1, \"a\": 2}                  | DUPLICATE_KEY f:1:10",
        "{\"x\": {\"a\": 1, \"b\": 0, \"a\": 2}} | DUPLICATE_KEY f:1:24",
        "{\"\\u00e9\": 1, \"e\\u0301\": 2}     | DUPLICATE_KEY f:1:15",
        "{\"sops\": 1, \"sops\": 2}            | DUPLICATE_KEY f:1:13",
        "{\"a\": 1e400}                        | BAD_VALUE f:1:7",
        "{\"a\": -1e400, \"b\": 1e999}         | BAD_VALUE f:1:7, BAD_VALUE f:1:20",
        "{} {}                                 | FILE_SYNTAX f:1:4",
        "{\"a\": 1} x                          | FILE_SYNTAX f:1:10",
        "[1]                                   | FILE_SHAPE f:1:1",
        "\"CANARY\"                            | FILE_SHAPE f:1:1",
        "{\"a\": \"\\ud800\"}                  | FILE_SYNTAX f:1:7",
        "{\"a\": NaN}                          | FILE_SYNTAX f:1:10",
        "{'a': 1}                              | FILE_SYNTAX f:1:2",
        "{\"a\": 01}                           | FILE_SYNTAX f:1:8",
        "{\"a\": \"CANARY}                     | FILE_SYNTAX f:1:15",
        "{\"a\": 1,}                           | FILE_SYNTAX f:1:9",
        "{\"a\": [1}                           | FILE_SYNTAX f:1:9",
        "// x                                  | FILE_SYNTAX f:1:1",
      })
  @DisplayName("G5: JSON that other readers would read otherwise is refused at its place")
  void badJsonIsRefused(String given, String expected) {
    shown(JsonReader::read, given);
    assertThat(found()).isEqualTo(expected);
    assertThat(problems.all().toString()).doesNotContain("CANARY");
  }

  @Test
  void jsonOfSeveralLinesHasLines() {
    shown(JsonReader::read, "{\n  \"a\": 1,\n  \"a\": 2\n}");
    assertThat(found()).isEqualTo("DUPLICATE_KEY f:3:3");
  }

  @Test
  @DisplayName("G4: nesting and size of JSON, at the limit and over it")
  void jsonIsLimited() {
    JsonReader.read("f", bytes("{\"a\":{\"b\":[]}}"), SMALL, problems);
    JsonReader.read("f", bytes("{" + " ".repeat(62) + "}"), SMALL, problems);
    assertThat(problems.all()).isEmpty();
    JsonReader.read("f", bytes("{\"a\":{\"b\":[[]]}}"), SMALL, problems);
    JsonReader.read("f", bytes("{" + " ".repeat(63) + "}"), SMALL, problems);
    assertThat(problems.all()).extracting(d -> d.code()).containsOnly(Code.FILE_LIMIT).hasSize(2);
  }

  @Test
  @DisplayName("G4: a hundred thousand brackets and a number of a megabyte end at once")
  void bombsOfJsonEnd() {
    shown(JsonReader::read, "{\"a\":" + "[".repeat(100_000));
    shown(JsonReader::read, "{\"a\":" + "9".repeat(1 << 20) + "}");
    assertThat(problems.hasErrors()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("formats.md 1.8: JSON reads back with all types and values")
  void jsonReadsBack(long seed) {
    Node.Mapping root = RandomTrees.json(seed);
    byte[] written = JsonWriter.write(root, OptionalInt.of((int) (seed % 5)));
    assertThat(shown(JsonReader::read, written)).isEqualTo(RandomTrees.shown(root));
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("formats.md 1.8: JSON is indented by a tab, by blanks, or not at all")
  void jsonIsIndented() {
    Node root =
        JsonReader.read("f", bytes("{\"a\":[1,{}],\"b\":[]}"), Limits.LOCAL, problems)
            .getFirst()
            .root();
    assertThat(text(JsonWriter.write(root, OptionalInt.empty())))
        .isEqualTo("{\n\t\"a\": [\n\t\t1,\n\t\t{}\n\t],\n\t\"b\": []\n}\n");
    assertThat(text(JsonWriter.write(root, OptionalInt.of(2))))
        .isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
    assertThat(text(JsonWriter.write(root, OptionalInt.of(0))))
        .isEqualTo("{\n\"a\": [\n1,\n{}\n],\n\"b\": []\n}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v: .nan", "v: .inf", "v: !!binary /+8="})
  void whatJsonCannotHoldIsRefused(String yaml) {
    Node root = YamlReader.read("f", yaml, problems).getFirst().root();
    assertThat(refused(() -> JsonWriter.write(root, OptionalInt.empty())))
        .isEqualTo("OUTPUT_SHAPE");
  }

  private static String refused(Runnable action) {
    try {
      action.run();
      return "accepted";
    } catch (RefusedException e) {
      return e.diagnostics().stream()
          .map(d -> d.code().toString())
          .distinct()
          .collect(Collectors.joining(","));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "A=1~~B=2~                | {\"A\": \"1\", \"B\": \"2\"}",
        "A=b=c                    | {\"A\": \"b=c\"}",
        "A=                       | {\"A\": \"\"}",
        " A = b                   | {\"A \": \" b\"}",
        "export A=\"b c\"         | {\"export A\": \"\\\"b c\\\"\"}",
        "A=a\\nb                  | {\"A\": \"a\\nb\"}",
        "A=a\\\\nb                | {\"A\": \"a\\\\\\nb\"}",
        "#A=1~B=2 #c              | {\"B\": \"2 #c\"}",
        "=x                       | {\"\": \"x\"}",
      })
  @DisplayName("formats.md 1.8: dotenv by lines and the first equals sign, without quotes")
  void dotenvIsReadByLines(String given, String expected) {
    assertThat(shown(DotenvReader::read, given.replace('~', '\n')))
        .isEqualTo(expected.replace("{\"A \"", "{\"A \""));
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("G5: dotenv without an equals sign, with a key twice, or with a carriage return")
  void badDotenvIsRefused() {
    shown(DotenvReader::read, "A=1\nCANARY\nA=2\nB=x\r\n");
    assertThat(found()).isEqualTo("FILE_SYNTAX f:2:1, DUPLICATE_KEY f:3:1, BAD_VALUE f:4:1");
    assertThat(problems.all().getLast().isError()).isFalse();
    assertThat(problems.all().toString()).doesNotContain("CANARY");
  }

  @Test
  void bytesThatAreNoTextAreKeptInDotenv() {
    byte[] given = {'A', '=', (byte) 0xff, '\\', 'n', '\n'};
    assertThat(shown(DotenvReader::read, given)).isEqualTo("{\"A\": binary /wo=}");
    Node.Mapping root =
        (Node.Mapping) DotenvReader.read("f", given, Limits.LOCAL, problems).getFirst().root();
    assertThat(DotenvWriter.write(root)).isEqualTo(given);
  }

  @Test
  @DisplayName("formats.md 1.8: comments of dotenv, and other types as SOPS writes them")
  void dotenvIsWrittenAsBySops() {
    String yaml = "#c\nA: 1\nB: 1.0\nC: 1e6\nD: true\nE: \"a\\nb\"\nF: 2024-01-01\n";
    Node root = YamlReader.read("f", yaml, problems).getFirst().root();
    assertThat(text(DotenvWriter.write((Node.Mapping) root)))
        .isEqualTo("#c\nA=1\nB=1.0\nC=1E+06\nD=true\nE=a\\nb\nF=2024-01-01T00:00:00Z\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: {b: 1}", "a: [1]", "\"a=b\": 1", "\"#a\": 1", "\"a\\nb\": 1"})
  void whatDotenvCannotHoldIsRefused(String yaml) {
    Node.Mapping root = (Node.Mapping) YamlReader.read("f", yaml, problems).getFirst().root();
    assertThat(refused(() -> DotenvWriter.write(root))).isEqualTo("OUTPUT_SHAPE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a=1                      | {\"DEFAULT\": {\"a\": \"1\"}}",
        "[s]~a : b                | {\"DEFAULT\": {}, \"s\": {\"a\": \"b\"}}",
        "[s]~[DEFAULT]~a=b        | {\"s\": {}, \"DEFAULT\": {\"a\": \"b\"}}",
        "a = \"x\"                | {\"DEFAULT\": {\"a\": \"x\"}}",
        "a = 'x'                  | {\"DEFAULT\": {\"a\": \"x\"}}",
        "a = \"x\" y              | {\"DEFAULT\": {\"a\": \"\\\"x\\\" y\"}}",
        "a = `x # y`              | {\"DEFAULT\": {\"a\": \"x # y\"}}",
        "a = x # y                | {\"DEFAULT\": {\"a\": \"x\"}}",
        "a = x;y                  | {\"DEFAULT\": {\"a\": \"x\"}}",
        "a = \"\"\"x~y\"\"\"      | {\"DEFAULT\": {\"a\": \"x\\ny\"}}",
        "a = x \\~  y             | {\"DEFAULT\": {\"a\": \"x y\"}}",
        "`a=b` = c                | {\"DEFAULT\": {\"a=b\": \"c\"}}",
        "a =                      | {\"DEFAULT\": {\"a\": \"\"}}",
      })
  @DisplayName("formats.md 1.8: INI with the quotes, comments and lines of gopkg.in/ini.v1")
  void iniIsReadAsByItsLibrary(String given, String expected) {
    assertThat(shown(IniReader::read, given.replace('~', '\n'))).isEqualTo(expected);
    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[a]~b=1~b=2              | DUPLICATE_KEY f:3:1",
        "[a]~[b]~[a]              | DUPLICATE_KEY f:3:1",
        "a=1~[DEFAULT]~b=2        | DUPLICATE_KEY f:2:1",
        "[a                       | FILE_SYNTAX f:1:1",
        "[]                       | FILE_SYNTAX f:1:1",
        "CANARY                   | FILE_SYNTAX f:1:1",
        "= x                      | FILE_SYNTAX f:1:1",
        "- = x                    | FILE_SYNTAX f:1:1",
        "a = \"\"\"CANARY~x       | FILE_SYNTAX f:2:1",
        "\"CANARY = x             | FILE_SYNTAX f:1:1",
      })
  @DisplayName("G5: INI that SOPS would lose something of is refused at its place")
  void badIniIsRefused(String given, String expected) {
    shown(IniReader::read, given.replace('~', '\n'));
    assertThat(found()).isEqualTo(expected);
    assertThat(problems.all().toString()).doesNotContain("CANARY");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("formats.md 1.8: INI reads back, or refuses what it cannot hold")
  void iniReadsBack(long seed) {
    Node.Mapping section = RandomTrees.flat(seed);
    Node.Mapping root = new Node.Mapping(List.of(new Node.Entry("s", AT, section)), AT);
    try {
      String again = shown(IniReader::read, IniWriter.write(root));
      assertThat(again).isEqualTo("{\"DEFAULT\": {}, \"s\": " + RandomTrees.shown(section) + "}");
    } catch (RefusedException e) {
      assertThat(e.diagnostics()).extracting(d -> d.code()).containsOnly(Code.FILE_SHAPE);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @DisplayName("formats.md 1.8: dotenv reads back but for a backslash before an n")
  void dotenvReadsBack(long seed) {
    Node.Mapping root = RandomTrees.flat(seed);
    String again = shown(DotenvReader::read, DotenvWriter.write(root));
    List<Node.Item> expected =
        root.entries().stream().<Node.Item>map(StoreReadersTest::unescaped).toList();
    assertThat(again).isEqualTo(RandomTrees.shown(new Node.Mapping(expected, AT)));
  }

  private static Node.Entry unescaped(Node.Entry entry) {
    Node value =
        entry.value() instanceof Node.Scalar(ScalarValue.Text(String text), var at)
            ? new Node.Scalar(new ScalarValue.Text(text.replace("\\n", "\n")), at)
            : entry.value();
    return new Node.Entry(entry.key(), AT, value);
  }

  @Test
  @DisplayName("formats.md 1.8: any bytes are a binary file, and stay as they are")
  void binaryFilesKeepTheirBytes() {
    byte[] random = new byte[1000];
    new Random(1).nextBytes(random);
    for (byte[] bytes : List.of(random, bytes("é\n\u0000"), bytes("\ufffd"), new byte[0])) {
      Document document = BinaryFile.read("f", bytes, problems).getFirst();
      assertThat(BinaryFile.write((Node.Mapping) document.root())).isEqualTo(bytes);
    }
    assertThat(refused(() -> BinaryFile.write(new Node.Mapping(List.of(), AT))))
        .isEqualTo("OUTPUT_SHAPE");
  }

  @Test
  @DisplayName("a binary file of 100 MiB is read and written")
  void largeBinaryFilesAreRead() {
    byte[] bytes = new byte[100 << 20];
    bytes[7] = (byte) 0xff;
    Document document = BinaryFile.read("f", bytes, problems).getFirst();
    assertThat(BinaryFile.write((Node.Mapping) document.root()).length).isEqualTo(bytes.length);
  }

  @Test
  @DisplayName("G4: every reader has its limit of bytes, and wants UTF-8")
  void sizesAndEncodingsAreChecked() {
    List<Reader> readers =
        List.of(JsonReader::read, DotenvReader::read, IniReader::read, YamlReader::read);
    for (Reader reader : readers) {
      Problems large = new Problems();
      reader.read("f", bytes("#" + "x".repeat(64)), SMALL, large);
      assertThat(large.all()).singleElement().matches(d -> d.code().name().endsWith("_LIMIT"));
      Problems encoding = new Problems();
      reader.read("f", new byte[] {'#', (byte) 0xff}, SMALL, encoding);
      assertThat(encoding.all()).singleElement().matches(d -> d.code() == Code.FILE_SYNTAX);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/b.yaml, YAML",
    "b.yml, YAML",
    "b.json, JSON",
    ".env, DOTENV",
    "x.env, DOTENV",
    "x.env.enc, BINARY",
    "b.ini, INI",
    "b.YAML, BINARY",
    "yaml, BINARY"
  })
  @DisplayName("formats.md 1.8: the end of the path chooses the format")
  void formatsArePickedBySuffix(String path, FileFormat format) {
    assertThat(FileFormat.ofPath(path)).isEqualTo(format);
    assertThat(FileFormat.named(format.toString())).contains(format);
    assertThat(FileFormat.named("YAML")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0.0",
    "-0.0, -0, -0, -0.0",
    "5, 5, 5, 5.0",
    "1000000, 1e+06, 1000000, 1E+06",
    "123456.5, 123456.5, 123456.5, 123456.5",
    "1e20, 1e+20, 100000000000000000000, 1E+20",
    "1e21, 1e+21, 1e+21, 1E+21",
    "0.0001, 0.0001, 0.0001, 0.0001",
    "0.00001, 1e-05, 0.00001, 1E-05",
    "1e-7, 1e-07, 1e-7, 1E-07",
    "5e-324, 5e-324, 5e-324, 5E-324",
    "-1.5e300, -1.5e+300, -1.5e+300, -1.5E+300",
    "1.7976931348623157e308, 1.7976931348623157e+308, 1.7976931348623157e+308,"
        + " 1.7976931348623157E+308"
  })
  @DisplayName("formats.md 1.9: floating point as Go writes it in each format")
  void floatsAreThoseOfGo(double value, String yaml, String json, String upper) {
    assertThat(FloatText.yaml(value)).isEqualTo(yaml);
    assertThat(FloatText.json(value)).isEqualTo(json);
    assertThat(FloatText.upper(value)).isEqualTo(upper);
  }
}
