package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SopsFileTest {
  private static final List<String> PASSWORD = List.of("stringData", "password");
  private final Problems problems = new Problems();

  private static String text(String folder) throws IOException {
    return Files.readString(Path.of("../test-fixtures/crypt/sops", folder, "secret.yaml"));
  }

  private SopsFile parse(String text) {
    return SopsFile.parse("f.yaml", YamlReader.read("f.yaml", text, problems), problems)
        .orElseThrow();
  }

  @Test
  void theStructureIsKnownWithoutKeys() throws IOException {
    SopsFile file = parse(text("two-recipients"));
    assertThat(problems.all()).isEmpty();
    assertThat(file.recipients()).hasSize(2).allMatch(r -> r.startsWith("age1"));
    assertThat(file.kinds()).containsExactly(KeyKind.AGE);
    assertThat(file.lastModified()).isBetween(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(file.isEncrypted(0, PASSWORD)).isTrue();
    assertThat(file.isEncrypted(0, List.of("metadata", "name"))).isFalse();
    assertThat(file.isEncrypted(1, PASSWORD)).isFalse();
  }

  @Test
  void valuesAreFoundByDocumentAndPathAndTextsOnly() throws IOException {
    Opening opening = parse(text("all-types")).open(TestRing.owner());
    try (Opening.Opened opened = (Opening.Opened) opening) {
      assertThat(opened.value(0, List.of("text"))).contains(SecretBytes.ofUtf8("CANARY-text"));
      assertThat(opened.value(0, List.of("list", "0"))).contains(SecretBytes.ofUtf8("CANARY-1"));
      assertThat(opened.value(0, List.of("empty"))).contains(SecretBytes.ofUtf8(""));
      assertThat(opened.value(0, List.of("int"))).isEmpty();
      assertThat(opened.leaf(0, List.of("int")).map(DecryptedLeaf::type)).contains(LeafType.INT);
      assertThat(opened.value(1, List.of("text"))).isEmpty();
      assertThat(opened.value(0, List.of("sops", "mac"))).isEmpty();
    }
  }

  @Test
  @DisplayName("S3: closing what was opened overwrites the values")
  void closingOverwritesTheValues() throws IOException {
    Opening.Opened opened = (Opening.Opened) parse(text("encrypted-regex")).open(TestRing.owner());
    SecretBytes password = opened.value(0, PASSWORD).orElseThrow();
    opened.close();
    assertThat(password.<String>reveal(b -> new String(b, StandardCharsets.US_ASCII)))
        .isEqualTo("\0".repeat("CANARY-password".length()));
  }

  @ParameterizedTest
  @DisplayName("S3: data key and plaintexts are overwritten, also of files that turn out damaged")
  @ValueSource(strings = {"encrypted-regex", "mac-removed", "key-renamed", "relabelled-as-int"})
  void buffersAreOverwrittenWhateverHappens(String folder) throws IOException {
    KeyMemory memory = new KeyMemory();
    parse(text(folder)).decrypt(TestRing.owner(), MacCheck.REQUIRED, memory);
    assertThat(memory.size()).isGreaterThanOrEqualTo(2);
    assertThat(memory.isErased()).isFalse();
    memory.close();
    assertThat(memory.isErased()).isTrue();
  }

  @Test
  @DisplayName("X7: values in clear are found without any key, each with its place")
  void plaintextIsFoundWithoutKeys() throws IOException {
    String text =
        text("encrypted-regex").replaceAll("ENC\\[[^]]*type:str]\n(?!sops|    mac)", "CANARY\n");
    SopsFile file = parse(text);
    assertThat(problems.all())
        .isNotEmpty()
        .allMatch(d -> d.code() == Code.PLAINTEXT_VALUE && d.at().isPresent());
    assertThat(file.open(KeyRing.of(List.of()))).isInstanceOf(Opening.Damaged.class);
    assertThat(problems.all().toString()).contains("stringData.user").doesNotContain("CANARY");
  }

  @Test
  @DisplayName("S2: what a terminal would obey in a key is not repeated")
  void messagesShowNoControlCharactersOfKeys() {
    assertThat(new Place(0, List.of("a\u001b[31m\u202e\n\ud83d\ude00", "é")).shown())
        .isEqualTo("a\uFFFD[31m\uFFFD\uFFFD\ud83d\ude00.é");
    assertThat(new Place(0, List.of("k".repeat(100_000))).shown()).hasSize(512);
  }

  @Test
  @DisplayName("X1: a sops block that is wrong in part is not used at all")
  void aSopsBlockThatIsWrongInPartIsNotUsed() throws IOException {
    for (String part : List.of("encrypted_suffix: [x]", "key_groups: [1]", "age: 5", "mac: [1]")) {
      Problems wrong = new Problems();
      String text =
          text("other-keys-only")
              .replaceAll("(?m)^    (mac|encrypted_regex): .*\n", "")
              .replace("sops:\n", "sops:\n    " + part + "\n");
      assertThat(SopsFile.parse("f", YamlReader.read("f", text, wrong), wrong).isPresent())
          .as(part)
          .isEqualTo(part.startsWith("key_groups"));
      assertThat(wrong.hasErrors()).as(part).isTrue();
    }
  }

  @Test
  void aNumberThatSopsCannotHoldIsAProblem() throws IOException {
    parse(text("encrypted-regex").replace("name: registry", "name: 18446744073709551615"));
    assertThat(problems.all()).extracting(Diagnostic::code).containsExactly(Code.BAD_VALUE);
  }

  @Test
  void identitiesAreAskedForOnlyWhenAFileMustBeOpened() throws IOException {
    Problems ringProblems = new Problems();
    KeyRing ring = KeyRing.fromEnvironment(Map.of("SOPS_AGE_KEY", "TEST"), ringProblems);
    parse(text("other-keys-only")).recipients();
    parse(text("plaintext-value")).open(ring);
    assertThat(ringProblems.all()).isEmpty();
    parse(text("encrypted-regex")).open(ring);
    assertThat(ringProblems.all()).extracting(Diagnostic::code).containsExactly(Code.BAD_IDENTITY);
  }

  @Test
  @DisplayName("G3: recipients, at the limit and over it")
  void recipientsAreLimited() {
    String entry = "    - {recipient: age1x, enc: x}\n";
    String rest = "  lastmodified: \"2026-01-01T00:00:00Z\"\n  mac: x\n";
    parse("a: b\nsops:\n  age:\n" + entry.repeat(256) + rest);
    assertThat(problems.all()).extracting(Diagnostic::code).containsOnly(Code.PLAINTEXT_VALUE);
    Problems over = new Problems();
    String text = "a: \"\"\nsops:\n  age:\n" + entry.repeat(257) + rest;
    SopsFile.parse("f", YamlReader.read("f", text, over), over);
    assertThat(over.all()).extracting(Diagnostic::code).containsExactly(Code.SOPS_METADATA);
  }

  @Test
  @DisplayName("G8: a regex that makes backtracking engines run for ever ends at once")
  void regexesOfTheRepositoryRunInLinearTime() {
    String sops =
        """
        sops:
          age: [{recipient: age1x, enc: x}]
          encrypted_regex: (a+)+$
          lastmodified: "2026-01-01T00:00:00Z"
        """;
    Instant start = Instant.now();
    parse("a".repeat(900) + "b: x\n" + sops);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(problems.all()).isEmpty();
    Problems tooLong = new Problems();
    String text = "a: x\n" + sops.replace("(a+)+$", "a".repeat(513));
    assertThat(SopsFile.parse("f", YamlReader.read("f", text, tooLong), tooLong)).isEmpty();
    assertThat(tooLong.all()).extracting(Diagnostic::code).containsExactly(Code.SOPS_METADATA);
  }
}
