package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scenarios of sops' own functional tests (formats.md 1.16) on files of ours, in both
 * directions: what one program writes, the other reads, and says the same of it. {@code exec-env},
 * {@code exec-file} and {@code publish} are commands that secretsync does not have, and what needs
 * a cloud is left out.
 */
class SopsInteropIT {
  private static final String AGE = TwoPrograms.recipient();
  private static final String JSON =
      """
      {"user": "canary", "port": 5432, "ratio": 0.5, "on": true, "off": null, "list": ["a", 2],
       "inner": {"password": "CANARY-<&>-\u00e9", "empty": ""}}
      """;
  private static final String YAML =
      """
      user: canary
      port: 5432
      list:
          - a
          - 2
          - key: CANARY-in-list
      inner:
          password: CANARY-inner
          note_unencrypted: in clear
      """;

  @TempDir private Path folder;
  private TwoPrograms both;

  @BeforeEach
  void begin() {
    both = new TwoPrograms(folder);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"encrypt_json_file, a.json", "encrypt_yaml_file, a.yaml"})
  void whatEitherEncryptsBothDecrypt(String scenario, String file) throws Exception {
    both.write(file, file.endsWith("json") ? JSON : YAML);
    String plain = eachEncrypts(file);
    assertThat(plain).contains("canary").contains("5432").contains("CANARY-");
    for (String encrypted : new String[] {"their-" + file, "our-" + file}) {
      assertThat(both.read(encrypted)).as(scenario).doesNotContain("CANARY-").contains("type:int]");
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a file in the layout of sops comes back byte for byte, whoever encrypts it")
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "a.yaml@# head\\na: 1\\nb:\\n    - x\\n    - c: \"5\"\\n---\\nd: |\\n    e\\n    f\\n",
        "a.json@{\\n\\t\"a\": 1,\\n\\t\"b\": [\\n\\t\\t\"x\",\\n\\t\\ttrue\\n\\t]\\n}\\n",
        "a.env@#head\\nA=1\\nB=two words\\n",
        "a.ini@[s]\\na  = 1\\nbc = 2\\n",
        "a.txt@any\\n\\n text"
      })
  void whatWasEncryptedComesBack(String file, String content) throws Exception {
    String plain = content.replace("\\n", "\n").replace("\\t", "\t");
    both.write(file, plain);
    assertThat(eachEncrypts(file)).isEqualTo(plain);
  }

  /**
   * Each program encrypts the file, and each decrypts both results; all four times the outcome is
   * the same.
   */
  private String eachEncrypts(String file, String... flags) throws Exception {
    both.theirs(words("encrypt", flags, "--age", AGE, "--output", "@their-" + file, "@" + file));
    both.ours(words("encrypt", flags, "--age", AGE, "--output", "@our-" + file, "@" + file));
    String plain = both.theirs("decrypt", "@their-" + file);
    assertThat(both.theirs("decrypt", "@our-" + file)).isEqualTo(plain);
    assertThat(both.ours("decrypt", "@their-" + file)).isEqualTo(plain);
    assertThat(both.ours("decrypt", "@our-" + file)).isEqualTo(plain);
    return plain;
  }

  private static String[] words(String command, String[] flags, String... rest) {
    String[] words = new String[1 + flags.length + rest.length];
    words[0] = command;
    System.arraycopy(flags, 0, words, 1, flags.length);
    System.arraycopy(rest, 0, words, 1 + flags.length, rest.length);
    return words;
  }

  @Test
  @DisplayName("encrypt_from_stdin, decrypt_from_stdin")
  void standardInputIsTakenForAFileOfTheGivenName() throws Exception {
    String[] encrypt = {"encrypt", "--age", AGE, "--filename-override", "x.yaml"};
    String[] decrypt = {"decrypt", "--filename-override", "x.yaml"};
    Tool.Ran ours = both.secretsyncReading(YAML, encrypt);
    Tool.Ran theirs = both.sopsReading(YAML, encrypt);
    assertThat(ours.out()).doesNotContain("CANARY").contains("unencrypted_suffix: _unencrypted");
    String plain = both.sopsReading(theirs.out(), decrypt).out();
    assertThat(plain).isEqualTo(YAML);
    assertThat(both.sopsReading(ours.out(), decrypt).out()).isEqualTo(plain);
    assertThat(both.secretsyncReading(theirs.out(), decrypt).out()).isEqualTo(plain);
    assertThat(both.secretsyncReading(ours.out(), decrypt).out()).isEqualTo(plain);
  }

  @Test
  @DisplayName("test_ini_values_as_strings")
  void valuesOfIniAreTexts() throws Exception {
    both.write("a.ini", "[s]\nnumber = 123\nflag     = true\n[t]\ntime = 2024-01-01\n");
    eachEncrypts("a.ini");
    for (String file : new String[] {"@their-a.ini", "@our-a.ini"}) {
      String[] asJson = {"decrypt", "--output-type", "json", file};
      assertThat(both.ours(asJson)).isEqualTo(both.theirs(asJson)).contains("\"123\"");
    }
    assertThat(both.read("our-a.ini")).doesNotContain("type:int").doesNotContain("type:bool");
  }

  @ParameterizedTest(name = "{0}: set {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "set_json_file_update|a.json|['user']|'somebody'",
        "set_json_file_update of a number|a.json|['port']|5433",
        "set_json_file_update of a list|a.json|['list'][1]|{'x': 1, 'y': [true, null]}",
        "set_json_file_insert|a.json|['new']|{'deep': {'er': 'CANARY-new'}}",
        "set_json_file_insert beyond the end|a.json|['list'][9]|'last'",
        "set_json_file_insert below nothing|a.json|['p']['q']['r']|1.5",
        "set_yaml_file_update|a.yaml|['inner']['password']|'CANARY-other'",
        "set_yaml_file_update in clear|a.yaml|['inner']['note_unencrypted']|'still clear'",
        "set_yaml_file_insert|a.yaml|['list'][2]['more']|{}",
        "set_yaml_file_insert of a list|a.yaml|['inner']['l']|{'l': [1, 2.0, 'x']}",
        "set_yaml_file_string|a.yaml|['user']|'true'",
        "set_yaml_file_string of lines|a.yaml|['user']|'one\\ntwo\\n'",
        "set of null|a.yaml|['user']|null",
        "set of an empty text|a.yaml|['user']|''",
        "set of a bool|a.yaml|['user']|false"
      })
  void bothSetTheSame(String scenario, String file, String index, String value) throws Exception {
    both.write(file, file.endsWith("json") ? JSON : YAML);
    eachEncrypts(file);
    String[] words = {index.replace('\'', '"'), value.replace('\'', '"')};
    String wanted = changedBySops(file, "set", words);
    for (String by : new String[] {"their-", "our-"}) {
      String before = both.read(by + file);
      both.ours("set", "@" + by + file, words[0], words[1]);
      assertThat(both.read(by + file)).as(scenario).isNotEqualTo(before);
      assertThat(both.theirs("decrypt", "@" + by + file)).isEqualTo(wanted);
      assertThat(both.ours("decrypt", "@" + by + file)).isEqualTo(wanted);
    }
  }

  /** What a file of ours says after sops changed a copy of it, as both programs read it. */
  private String changedBySops(String file, String command, String... words) throws Exception {
    String copy = "copy-" + file;
    both.write(copy, both.read("our-" + file));
    String[] all = new String[words.length + 2];
    all[0] = command;
    all[1] = "@" + copy;
    System.arraycopy(words, 0, all, 2, words.length);
    both.theirs(all);
    String wanted = both.theirs("decrypt", "@" + copy);
    assertThat(both.ours("decrypt", "@" + copy)).isEqualTo(wanted);
    return wanted;
  }

  @Test
  @DisplayName("set_json_file_update_idempotent_write, set_json_file_update_idempotent_nowrite")
  void idempotentSetWritesOnlyWhatDiffers() throws Exception {
    both.write("a.json", JSON);
    eachEncrypts("a.json");
    for (String file : new String[] {"@their-a.json", "@our-a.json"}) {
      String before = both.read(file.substring(1));
      both.ours("set", "--idempotent", file, "[\"user\"]", "\"canary\"");
      assertThat(both.read(file.substring(1))).isEqualTo(before);
      both.theirs("set", "--idempotent", file, "[\"user\"]", "\"canary\"");
      assertThat(both.read(file.substring(1))).isEqualTo(before);
      both.ours("set", file, "[\"user\"]", "\"canary\"");
      assertThat(both.read(file.substring(1))).isNotEqualTo(before);
      both.ours("set", "--idempotent", file, "[\"user\"]", "\"other\"");
      assertThat(both.theirs("decrypt", "--extract", "[\"user\"]", file)).isEqualTo("other");
    }
  }

  @Test
  @DisplayName("set_json_file_insert_with_value_file, set_json_file_insert_with_value_stdin")
  void valuesComeFromFilesAndFromStandardInput() throws Exception {
    both.write("a.json", JSON);
    both.write("value.json", "{\"from\": \"a file\"}\n");
    eachEncrypts("a.json");
    both.ours("set", "--value-file", "@their-a.json", "[\"v\"]", "@value.json");
    both.theirs("set", "--value-file", "@our-a.json", "[\"v\"]", "@value.json");
    String[] stdin = {"set", "--value-stdin", "@their-a.json", "[\"w\"]"};
    assertThat(both.secretsyncReading("\"from stdin\"", stdin).exit()).isZero();
    stdin[2] = "@our-a.json";
    assertThat(both.sopsReading("\"from stdin\"", stdin).exit()).isZero();
    String wanted = both.theirs("decrypt", "@their-a.json");
    assertThat(wanted).contains("a file").contains("from stdin");
    assertThat(both.ours("decrypt", "@our-a.json")).isEqualTo(wanted);
  }

  @Test
  @DisplayName("set_yaml_file_string_compat: the older spelling, which only sops has")
  void whatTheOlderSpellingSetIsRead() throws Exception {
    both.write("a.yaml", YAML);
    eachEncrypts("a.yaml");
    both.theirs("--set", "[\"user\"] \"old way\"", "@our-a.yaml");
    assertThat(both.ours("decrypt", "--extract", "[\"user\"]", "@our-a.yaml")).isEqualTo("old way");
  }

  @Test
  @DisplayName("test_yaml_time")
  void timesKeepTheirOffset() throws Exception {
    both.write("a.yaml", "t: 2006-01-02T15:04:05.120+07:06\nd: 2024-01-01\n");
    assertThat(eachEncrypts("a.yaml")).contains("2006-01-02T15:04:05.12+07:06");
    assertThat(both.read("our-a.yaml")).contains("type:time]");
    both.ours("set", "@our-a.yaml", "[\"x\"]", "1");
    assertThat(both.theirs("decrypt", "@our-a.yaml")).contains("d: 2024-01-01T00:00:00Z");
  }

  @ParameterizedTest(name = "{0}: unset {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "unset_json_file, a.json, ['inner']['password']",
        "unset_json_file, a.json, ['list'][0]",
        "unset_json_file, a.json, ['inner']",
        "unset_yaml_file, a.yaml, ['user']",
        "unset_yaml_file, a.yaml, ['list'][2]['key']",
        "unset_yaml_file, a.yaml, ['list']"
      })
  void bothUnsetTheSame(String scenario, String file, String index) throws Exception {
    both.write(file, file.endsWith("json") ? JSON : YAML);
    eachEncrypts(file);
    String path = index.replace('\'', '"');
    String wanted = changedBySops(file, "unset", path);
    for (String by : new String[] {"@their-", "@our-"}) {
      both.ours("unset", by + file, path);
      assertThat(both.theirs("decrypt", by + file)).as(scenario).isEqualTo(wanted);
      String before = both.read(by.substring(1) + file);
      both.ours("unset", "--idempotent", by + file, "[\"nothing\"][\"here\"]");
      assertThat(both.read(by.substring(1) + file)).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("decrypt_file_no_mac")
  void aFileWithoutMacIsOpenedOnDemandOnly() throws Exception {
    both.write("a.yaml", YAML);
    eachEncrypts("a.yaml");
    both.write("no-mac.yaml", both.read("their-a.yaml").replaceAll("(?m)^ *mac: .*\n", ""));
    assertThat(both.sops("decrypt", "@no-mac.yaml").exit()).isEqualTo(51);
    assertThat(both.secretsync("decrypt", "@no-mac.yaml").exit()).isEqualTo(51);
    assertThat(both.ours("decrypt", "--ignore-mac", "@no-mac.yaml"))
        .isEqualTo(both.theirs("decrypt", "--ignore-mac", "@no-mac.yaml"));
  }

  @Test
  @DisplayName("encrypt_comments, decrypt_comments, decrypt_comments_unencrypted_comments")
  void commentsAreEncryptedAndComeBack() throws Exception {
    both.write("a.yaml", "# CANARY-head\na: 1\nb:\n    # CANARY-inner\n    c: 2\n# CANARY-foot\n");
    assertThat(eachEncrypts("a.yaml")).isEqualTo(both.read("a.yaml"));
    for (String file : new String[] {"their-a.yaml", "our-a.yaml"}) {
      assertThat(both.read(file)).doesNotContain("CANARY").contains("#ENC[AES256_GCM,data:");
      both.write("plain-" + file, both.read(file).replaceAll("#ENC\\[.*", "# in clear"));
      String plain = both.theirs("decrypt", "@plain-" + file);
      assertThat(plain).contains("# in clear").contains("c: 2");
      assertThat(both.ours("decrypt", "@plain-" + file)).isEqualTo(plain);
    }
  }

  @Test
  @DisplayName("encrypt_comments_list: what sops 3.13.2 writes and cannot read, we read (1.7)")
  void commentsOfListsAreReadAndWrittenAsComments() throws Exception {
    both.write("a.yaml", "l:\n    # CANARY-of-a-list\n    - one\n    - two\n");
    both.theirs("encrypt", "--age", AGE, "--output", "@their.yaml", "@a.yaml");
    both.ours("encrypt", "--age", AGE, "--output", "@our.yaml", "@a.yaml");
    assertThat(both.ours("decrypt", "@their.yaml")).isEqualTo(both.read("a.yaml"));
    assertThat(both.ours("decrypt", "@our.yaml")).isEqualTo(both.read("a.yaml"));
    assertThat(both.theirs("decrypt", "@our.yaml")).isEqualTo(both.read("a.yaml"));
    both.ours("set", "@their.yaml", "[\"x\"]", "\"y\"");
    assertThat(both.theirs("decrypt", "@their.yaml")).contains("- two").contains("x: \"y\"");
  }

  @Test
  @DisplayName("extract_string")
  void oneValueIsPrintedAsSopsPrintsIt() throws Exception {
    both.write("a.yaml", YAML + "lines: |\n    one\n    two\nt: 2024-01-01\nf: 1e3\nn: null\n");
    eachEncrypts("a.yaml");
    for (String index :
        new String[] {
          "['user']",
          "['port']",
          "['list']",
          "['list'][2]",
          "['list'][2]['key']",
          "['inner']",
          "['inner']['note_unencrypted']",
          "['lines']",
          "['t']",
          "['f']",
          "['n']"
        }) {
      for (String type : new String[] {"yaml", "json"}) {
        String[] extract = {
          "decrypt", "--output-type", type, "--extract", index.replace('\'', '"'), "@our-a.yaml"
        };
        assertThat(both.ours(extract)).as(index + type).isEqualTo(both.theirs(extract));
      }
    }
  }

  @Test
  @DisplayName("roundtrip_binary")
  void anyBytesComeBack() throws Exception {
    byte[] bytes = new byte[512];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Files.write(folder.resolve("a.bin"), bytes);
    both.theirs("encrypt", "--age", AGE, "--output", "@their.bin", "@a.bin");
    both.ours("encrypt", "--age", AGE, "--output", "@our.bin", "@a.bin");
    assertThat(both.read("our.bin")).startsWith("{\n\t\"data\": \"ENC[");
    for (String file : new String[] {"@their.bin", "@our.bin"}) {
      both.theirs("decrypt", "--output", "@by-sops", file);
      both.ours("decrypt", "--output", "@by-us", file);
      assertThat(folder.resolve("by-sops")).hasBinaryContent(bytes);
      assertThat(folder.resolve("by-us")).hasBinaryContent(bytes);
    }
  }

  @Test
  @DisplayName("output_flag")
  void theOutputGoesToTheFileAndNowhereElse() throws Exception {
    both.write("a.yaml", YAML);
    assertThat(both.ours("encrypt", "--age", AGE, "--output", "@e.yaml", "@a.yaml")).isEmpty();
    assertThat(both.ours("decrypt", "--output", "@d.yaml", "@e.yaml")).isEmpty();
    assertThat(both.read("d.yaml")).isEqualTo(YAML);
    both.ours("encrypt", "--age", AGE, "-i", "@a.yaml");
    assertThat(both.theirs("decrypt", "@a.yaml")).isEqualTo(YAML);
    both.ours("decrypt", "-i", "@a.yaml");
    assertThat(both.read("a.yaml")).isEqualTo(YAML);
  }

  @ParameterizedTest(name = "decrypt_format: {0} as {1}")
  @CsvSource({
    "a.yaml, json",
    "a.yaml, dotenv",
    "a.json, yaml",
    "a.json, dotenv",
    "a.env, yaml",
    "a.env, json",
    "i.yaml, ini",
    "i.ini, yaml",
    "i.ini, json"
  })
  void typesChangeAsInSops(String file, String type) throws Exception {
    both.write("a.yaml", "# note\nb: text\na: two words\nn: 5\nt: true\nf: 0.5\ne: \"\"\n");
    both.write("a.json", "{\"b\": \"text\", \"a\": \"two words\", \"n\": 5, \"t\": true}");
    both.write("a.env", "#note\nb=text\na=two words\ne=\n");
    both.write("i.yaml", "s:\n    k: v\n    long: two words\nt:\n    x: y\n");
    both.write("i.ini", "[s]\nk = v\nlong = two words\n");
    eachEncrypts(file);
    String[] decrypt = {"decrypt", "--output-type", type, "@our-" + file};
    assertThat(both.ours(decrypt)).isEqualTo(both.theirs(decrypt));
  }
}
