package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.age.AgeFile;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.document.Document;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of changed bytes, the same in every run: whatever comes in, nothing is thrown, nothing
 * is printed that was encrypted, and no value comes out that was not put in.
 */
@DisplayName("S2: hostile bytes end in problems, never in exceptions")
class HostileFilesTest {
  private static final int CHANGED_FILES = 600;
  private static final String CANARY = "CANARY";
  private static final List<String> TOKENS =
      List.of(
          "&a ",
          "*a ",
          "!!binary ",
          "!x ",
          "ENC[",
          "]",
          "\0",
          "? ",
          "- ",
          "{",
          "[",
          "%YAML 9.9\n",
          "'",
          "\"",
          "|\n",
          ">-\n",
          "<<: ",
          "\n---\n",
          "\n...\n",
          "\t",
          "\uFEFF",
          "#",
          ":",
          ": ",
          ",",
          "\\x",
          "\r",
          "sops:\n",
          "\ud83d\ude00",
          "key_groups: [1]\n",
          "99999999999999999999",
          "~");

  private static byte[] changed(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> replaced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> replaced(bytes, at, to, new byte[0]);
            case 2 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 3 -> replaced(bytes, at, at, token(random));
            default -> replaced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1)});
          };
    }
    return bytes;
  }

  private static byte[] token(Random random) {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length + 1);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return Arrays.copyOf(result, result.length - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-documents", "all-types", "comment-regex", "one-key-group"})
  void changedFilesEndInProblemsOrInValuesThatWerePutIn(String folder) throws IOException {
    byte[] original =
        Files.readAllBytes(Path.of("../test-fixtures/crypt/sops", folder, "secret.yaml"));
    KeyRing keys = TestRing.owner();
    Opening.Opened intact =
        (Opening.Opened) open(new String(original, StandardCharsets.UTF_8), keys).orElseThrow();
    Random random = new Random(folder.hashCode());
    int opened = 0;
    for (int i = 0; i < CHANGED_FILES; i++) {
      String text = new String(changed(original, random), StandardCharsets.UTF_8);
      if (open(text, keys).orElse(null) instanceof Opening.Opened changed) {
        opened++;
        assertThat(changed.leaves().values())
            .allMatch(leaf ->
                leaf.bytes().size() == 0
                    || intact.leaves().values().stream()
                        .anyMatch(other -> other.bytes().equals(leaf.bytes())));
      }
    }
    assertThat(opened).isBetween(1, CHANGED_FILES / 2);
  }

  private static Optional<Opening> open(String text, KeyRing keys) {
    Problems problems = new Problems();
    List<Document> documents = YamlReader.read("f.yaml", text, problems);
    if (!SopsFile.isSops(documents)) {
      return Optional.empty();
    }
    Optional<Opening> opening =
        SopsFile.parse("f.yaml", documents, problems).map(file -> file.open(keys));
    opening.ifPresent(o -> problems.addAll(o.problems()));
    assertThat(problems.all() + "" + opening).doesNotContain(CANARY);
    return opening;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changedAgeFilesNeverThrow(long seed) throws IOException {
    List<AgeIdentity> identities = TestRing.owner().identities();
    String text =
        Files.readString(Path.of("../test-fixtures/crypt/sops/encrypted-regex/secret.yaml"));
    int begin = text.indexOf("-----BEGIN");
    String armored =
        text.substring(begin, text.indexOf("recipient:", begin))
            .replace(" ".repeat(12), "")
            .strip();
    assertThat(kind(AgeFile.openArmored(armored, identities))).isEqualTo("Opened");
    byte[] original = armored.getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(seed);
    int opened = 0;
    for (int i = 0; i < CHANGED_FILES; i++) {
      byte[] bytes = changed(original, random);
      String changed = new String(bytes, StandardCharsets.ISO_8859_1);
      if (kind(AgeFile.openArmored(changed, identities)).equals("Opened")) {
        opened++;
        assertThat(changed.replace("\r", "").strip()).isEqualTo(armored);
      }
      assertThat(kind(AgeFile.open(bytes, identities))).isEqualTo("Damaged");
    }
    assertThat(opened).isLessThan(CHANGED_FILES / 4);
  }

  private static String kind(Object opening) {
    return opening.getClass().getSimpleName();
  }
}
