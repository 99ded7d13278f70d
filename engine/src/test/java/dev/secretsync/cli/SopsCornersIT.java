package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The corners of the formats, each in both directions (formats.md 1.16, the scenarios we add). */
class SopsCornersIT {
  private static final Path SSH =
      Playground.PROJECT.resolve("test-fixtures/crypt/ssh").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private TwoPrograms both;

  @BeforeEach
  void begin() {
    both = new TwoPrograms(folder);
  }

  /** Encrypted by each, decrypted by each; all four say the same, which is returned. */
  private String eachEncrypts(String file, String... flags) throws Exception {
    String[] words = new String[flags.length + 4];
    words[0] = "encrypt";
    System.arraycopy(flags, 0, words, 1, flags.length);
    words[flags.length + 1] = "--output";
    words[flags.length + 2] = "@their-" + file;
    words[flags.length + 3] = "@" + file;
    both.theirs(words);
    words[flags.length + 2] = "@our-" + file;
    assertThat(both.secretsync(words).exit()).isZero();
    String plain = both.theirs("decrypt", "@their-" + file);
    assertThat(both.theirs("decrypt", "@our-" + file)).isEqualTo(plain);
    assertThat(both.ours("decrypt", "@their-" + file)).isEqualTo(plain);
    assertThat(both.ours("decrypt", "@our-" + file)).isEqualTo(plain);
    return plain;
  }

  @ParameterizedTest(name = "{0} is {2}, written {1}")
  @DisplayName("formats.md 1.4, 1.9: each row of the types")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "text|text|str",
        "\"42\"|\"42\"|str",
        "yes|\"yes\"|str",
        "!!str 5|\"5\"|str",
        "12:30|\"12:30\"|str",
        "1e400|1e400|str",
        "!!binary /+8=|!!binary /+8=|str",
        "-42|-42|int",
        "010|8|int",
        "0o17|15|int",
        "0x1F|31|int",
        "0b11|3|int",
        "1_000|1000|int",
        "9223372036854775807|9223372036854775807|int",
        "1.5|1.5|float",
        "1000000.0|1e+06|float",
        "5.0|5|float",
        "1e21|1e+21|float",
        "1e-7|1e-07|float",
        "5e-324|5e-324|float",
        "-0.0|-0|float",
        ".inf|.inf|float",
        "-.INF|-.inf|float",
        ".nan|.nan|float",
        "true|true|bool",
        "FALSE|false|bool",
        "2024-01-01|2024-01-01T00:00:00Z|time",
        "2006-01-02T15:04:05.120+07:06|2006-01-02T15:04:05.12+07:06|time",
        "2001-1-2 3:4:5|2001-01-02T03:04:05Z|time"
      })
  void everyTypeIsEncryptedAndWrittenAsSopsDoes(String given, String written, String type)
      throws Exception {
    both.write("a.yaml", "a: " + given + "\nl: [" + given + "]\n");
    assertThat(eachEncrypts("a.yaml", "--age", TwoPrograms.recipient()))
        .isEqualTo("a: " + written + "\nl:\n    - " + written + "\n");
    for (String file : new String[] {"their-a.yaml", "our-a.yaml"}) {
      assertThat(both.read(file)).containsPattern("(?m)^a: ENC\\[.*,type:" + type + "]$");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "unencrypted_suffix, _unencrypted",
    "encrypted_suffix, s",
    "unencrypted_regex, ^(kind|metadata)$",
    "encrypted_regex, ^(data|notes)$",
    "unencrypted_comment_regex, plain",
    "encrypted_comment_regex, secret"
  })
  @DisplayName("formats.md 1.5: each selection rule")
  void bothEncryptTheSameLeaves(String rule, String value) throws Exception {
    both.write(
        "a.yaml",
        """
        kind: Secret
        # plain words
        metadata:
            name: n
            labels:
                x_unencrypted: y
        # secret words
        data:
            password: CANARY
            keys:
                - a
                - b
        notes: # secret
            - 1
        """);
    both.env().put("SOPS_CONFIG", both.file(".sops.yaml").toString());
    for (boolean macOnly : new boolean[] {false, true}) {
      both.write(
          ".sops.yaml",
          "creation_rules:\n  - age: %s\n    mac_only_encrypted: %s\n    %s: %s\n"
              .formatted(TwoPrograms.recipient(), macOnly, rule, value));
      eachEncrypts("a.yaml");
      assertThat(shape("our-a.yaml")).isEqualTo(shape("their-a.yaml")).contains(rule);
      assertThat(both.read("our-a.yaml").contains("mac_only_encrypted: true")).isEqualTo(macOnly);
    }
  }

  /** The file without what differs from run to run. */
  private String shape(String file) throws IOException {
    return both.read(file)
        .replaceAll("data:[^,]*,iv:[^,]*,tag:[^,]*", "...")
        .replaceAll("(?s)-----BEGIN.*?END AGE", "...")
        .replaceAll("lastmodified: .*", "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "two documents|a.yaml|a: 1\\n---\\nb: CANARY\\n---\\nc: [x]\\n",
        "an empty document|a.yaml|a: 1\\n---\\n---\\nc: 2\\n",
        "merge keys|a.yaml|base: &b {x: 1}\\nuse:\\n    <<: *b\\n    y: 2\\n",
        "anchors|a.yaml|a: &v CANARY\\nb: *v\\n",
        "CRLF|a.yaml|a: 1\\r\\nb: |\\r\\n  two\\r\\n  lines\\r\\n",
        "CRLF|a.env|A=1\\r\\nB=two words\\r\\n",
        "CRLF|a.json|{\\r\\n\"a\": 1}\\r\\n",
        "comments|a.env|# head\\nA=1\\n#foot\\n",
        "escapes|a.env|A=one\\\\ntwo\\nB=a=b==\\n",
        "nothing|a.env|",
        "nothing|a.bin|",
        "empty values|a.yaml|a: \"\"\\nb: null\\nc: {}\\nd: []\\ne: ~\\n",
        "empty values|a.json|{\"a\":\"\",\"b\":null,\"c\":{},\"d\":[]}",
        "numbers|a.json|{\"a\":9007199254740993,\"b\":1.0,\"c\":1e3,\"d\":-0,\"e\":1e-7}",
        "an empty object|a.json|{}"
      })
  @DisplayName("formats.md 1.8, 1.9: what files may hold")
  void oddFilesComeThroughBothPrograms(String what, String file, String content) throws Exception {
    String text = content == null ? "" : content.replace("\\\\", "\u0000");
    both.write(file, text.replace("\\n", "\n").replace("\\r", "\r").replace("\u0000", "\\"));
    eachEncrypts(file, "--age", TwoPrograms.recipient());
    assertThat(both.read("our-" + file)).as(what).doesNotContain("CANARY");
  }

  @ParameterizedTest(name = "keygen {0}")
  @CsvSource({"age1, ''", "age1pq1, --pq"})
  @DisplayName("formats.md 2.3: X25519 and hybrid keys of ours and of theirs")
  void keysOfEitherProgramServeBoth(String prefix, String flag) throws Exception {
    both.write("a.yaml", "a: CANARY\n");
    String[] make = flag.isEmpty() ? new String[] {"keygen"} : new String[] {"keygen", flag};
    both.write("our-key.txt", both.secretsync(make).out());
    String theirKey =
        flag.isEmpty()
            ? Tool.find("age-keygen").attempt(folder, both.env(), "").out()
            : Tool.find("age-keygen").attempt(folder, both.env(), "", "-pq").out();
    both.write("their-key.txt", theirKey);
    for (String key : new String[] {"our-key.txt", "their-key.txt"}) {
      String recipient = both.ours("keygen", "-y", "@" + key).strip();
      assertThat(recipient).startsWith(prefix);
      assertThat(Tool.find("age-keygen").run(folder, both.env(), "-y", key).strip())
          .isEqualTo(recipient);
      both.env().put("SOPS_AGE_KEY_FILE", both.file(key).toString());
      assertThat(eachEncrypts("a.yaml", "--age", recipient)).isEqualTo("a: CANARY\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"id_ed25519", "rsa_pkcs1"})
  @DisplayName("formats.md 1.12: ssh recipients")
  void sshKeysOpenFiles(String key) throws Exception {
    both.write("a.yaml", "a: CANARY\n");
    Path file = both.file(key);
    Files.copy(SSH.resolve(key), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String recipient = Tool.find("ssh-keygen").run(folder, both.env(), "-y", "-f", key).strip();
    both.env().remove("SOPS_AGE_KEY_FILE");
    both.env().put("SOPS_AGE_SSH_PRIVATE_KEY_FILE", file.toString());
    assertThat(eachEncrypts("a.yaml", "--age", recipient)).isEqualTo("a: CANARY\n");
  }
}
