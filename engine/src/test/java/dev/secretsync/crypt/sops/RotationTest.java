package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private final Problems problems = new Problems();

  private SopsFile read(byte[] bytes) {
    List<Document> documents = Store.readEncrypted(FileFormat.YAML, "f.yaml", bytes, problems);
    return SopsFile.parse("f.yaml", documents, problems).orElseThrow();
  }

  private SopsFile original() throws IOException {
    return read(Files.readAllBytes(Path.of("../test-fixtures/crypt/sops/all-types/secret.yaml")));
  }

  private SopsFile again(List<Document> documents) {
    return read(Store.writeEncrypted(FileFormat.YAML, documents, StoreIndent.DEFAULT));
  }

  private SopsFile rotated(SopsFile file) {
    try (Unsealed unsealed =
        file.unseal(TestRing.owner(), MacCheck.REQUIRED, problems).orElseThrow()) {
      return again(
          unsealed.rotated(file.settings(), TestRing.owner(), NOW, problems).orElseThrow());
    }
  }

  @Test
  @DisplayName("X8: the old data key opens no value of a rotated file, and not its MAC")
  void theOldDataKeyOpensNothing() throws IOException {
    SopsFile before = original();
    SopsFile after = rotated(before);
    try (KeyMemory memory = new KeyMemory()) {
      byte[] old =
          before.decrypt(TestRing.owner(), MacCheck.REQUIRED, memory).dataKey().orElseThrow();
      Opening opening = decrypt(after, old, memory);
      assertThat(opening).isInstanceOf(Opening.Damaged.class);
      assertThat(opening.problems())
          .extracting(Diagnostic::code)
          .containsOnly(Code.DAMAGED_CIPHERTEXT);
      assertThat(opening.problems()).hasSameSizeAs(after.addresses());
      assertThat(decrypt(before, old, memory).problems()).isEmpty();
    }
    assertThat(after.open(TestRing.owner()).problems()).isEmpty();
  }

  private static Opening decrypt(SopsFile file, byte[] dataKey, KeyMemory memory) {
    return file.decrypt(dataKey, MacCheck.REQUIRED, memory);
  }

  @Test
  @DisplayName("X2: files with one data key are seen as such, and rotated ones are not")
  void sharedDataKeysAreSeen() throws IOException {
    SharedDataKeys shared = new SharedDataKeys();
    SopsFile file = original();
    file.open(TestRing.owner(), shared);
    assertThat(shared.groups()).isEmpty();
    Problems none = new Problems();
    List<Document> documents =
        Store.readEncrypted(
            FileFormat.YAML,
            "copy.yaml",
            Files.readAllBytes(Path.of("../test-fixtures/crypt/sops/all-types/secret.yaml")),
            none);
    SopsFile.parse("copy.yaml", documents, none).orElseThrow().open(TestRing.owner(), shared);
    rotated(file).open(TestRing.owner(), shared);
    assertThat(shared.groups())
        .extracting(SortedSet::toString)
        .containsExactly("[copy.yaml, f.yaml]");
    assertThat(shared).hasToString("SharedDataKeys[1 groups]");
  }

  @Test
  void theVersionGoesUpOnly() {
    assertThat(Sealing.newerVersion("3.9.4")).isEqualTo(Sealing.VERSION);
    assertThat(Sealing.newerVersion("3.13.10")).isEqualTo("3.13.10");
    assertThat(Sealing.newerVersion("4.0.0")).isEqualTo("4.0.0");
    assertThat(Sealing.newerVersion("")).isEqualTo(Sealing.VERSION);
    assertThat(Sealing.newerVersion("99999999999.0.0")).isEqualTo(Sealing.VERSION);
  }

  @Test
  void aFileMayBeResealedTwiceAndKeepsItsCiphertextsBothTimes() throws IOException {
    SopsFile file = original();
    try (Unsealed unsealed =
        file.unseal(TestRing.owner(), MacCheck.REQUIRED, problems).orElseThrow()) {
      List<Document> first = unsealed.resealed(unsealed.documents(), NOW, problems).orElseThrow();
      List<Document> second = unsealed.edited(unsealed.documents(), NOW, problems).orElseThrow();
      assertThat(values(second)).isEqualTo(values(first));
    }
  }

  private static List<String> values(List<Document> documents) {
    byte[] bytes = Store.writeEncrypted(FileFormat.YAML, documents, StoreIndent.DEFAULT);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .takeWhile(line -> !line.startsWith("sops:"))
        .toList();
  }
}
