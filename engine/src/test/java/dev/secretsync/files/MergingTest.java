package dev.secretsync.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.sops.MacCheck;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Sealing;
import dev.secretsync.crypt.sops.Selection;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.TreeEdits;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.RandomTrees;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random encrypted files through the merge driver. */
class MergingTest {
  private static final int FILES = 60;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Pattern CIPHERTEXT = Pattern.compile("ENC\\[AES256_GCM,[^]]*]");
  private static final String RECIPIENT =
      "age1jlapqar9atzqx24ljsa6mencs6g3g27eztgwkq9yxwdh8ejh992sm84vaj";

  @TempDir private Path folder;
  private final KeyRing keys = TestRing.owner();

  @ParameterizedTest
  @EnumSource(
      value = FileFormat.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BINARY", "INI"})
  @DisplayName("property: changes apart merge to both, and nothing but the MAC is encrypted anew")
  void changesApartMergeToBoth(FileFormat format) throws IOException {
    int merged = 0;
    for (long seed = 1; seed <= FILES; seed++) {
      Optional<byte[]> base = sealed(format, trees(format, seed));
      merged += base.isPresent() && merge(format, base.get(), seed) ? 1 : 0;
    }
    assertThat(merged).isGreaterThan(FILES / 3);
  }

  private static List<Document> trees(FileFormat format, long seed) {
    return switch (format) {
      case YAML -> RandomTrees.any(seed);
      case JSON -> List.of(new Document(0, RandomTrees.json(seed)));
      case DOTENV, INI, BINARY -> List.of(new Document(0, RandomTrees.flat(seed)));
    };
  }

  /** Nothing for trees that SOPS cannot hold. */
  private Optional<byte[]> sealed(FileFormat format, List<Document> plain) {
    SealSettings settings =
        new SealSettings(
            List.of(List.of(new MasterKey.Age(RECIPIENT))), 0, Selection.Suffix.BY_DEFAULT, false);
    return Sealing.seal("f", plain, settings, keys, NOW, new Problems())
        .map(documents -> Store.writeEncrypted(format, documents, StoreIndent.DEFAULT))
        .filter(bytes -> EncryptedFile.of("f", format, bytes, new Problems()).isPresent());
  }

  /** Whether there was something to merge: SOPS cannot hold what every edit makes. */
  private boolean merge(FileFormat format, byte[] base, long seed) throws IOException {
    List<Document> before = documents(format, base);
    List<TreeEdits.Edit> mine = new ArrayList<>();
    List<TreeEdits.Edit> others = new ArrayList<>();
    TreeEdits.apart(before, 4, seed)
        .forEach(edit -> (mine.size() <= others.size() ? mine : others).add(edit));
    Optional<byte[]> edited = edited(format, base, mine);
    Optional<byte[]> editedByOthers = edited(format, base, others);
    if (edited.isEmpty() || editedByOthers.isEmpty()) {
      return false;
    }
    byte[] ours = edited.get();
    byte[] theirs = editedByOthers.get();
    Files.write(folder.resolve("base"), base);
    Files.write(folder.resolve("ours"), ours);
    Files.write(folder.resolve("theirs"), theirs);

    Problems problems = new Problems();
    Merging.Outcome outcome =
        new Merging(keys, NOW, StoreIndent.DEFAULT, (_, _, _, _) -> false, problems)
            .merge(
                new Merging.Versions(
                    folder.resolve("base"),
                    folder.resolve("ours"),
                    folder.resolve("theirs"),
                    "f." + (format == FileFormat.DOTENV ? "env" : format)));

    assertThat(problems.all()).as("seed %d", seed).isEmpty();
    assertThat(outcome).isEqualTo(Merging.Outcome.CLEAN);
    byte[] result = Files.readAllBytes(folder.resolve("ours"));
    List<Document> both = TreeEdits.apply(documents(format, theirs), mine);
    assertThat(plain(format, documents(format, result)))
        .as("seed %d", seed)
        .isEqualTo(plain(format, both));
    Set<String> fresh = ciphertexts(result);
    fresh.removeAll(ciphertexts(ours));
    fresh.removeAll(ciphertexts(theirs));
    assertThat(fresh).hasSizeLessThanOrEqualTo(1);
    return true;
  }

  /** As text: a comment above the first key of a list's element stands above the element too. */
  private static String plain(FileFormat format, List<Document> documents) {
    return new String(
        Store.writePlain(format, documents, StoreIndent.DEFAULT), StandardCharsets.UTF_8);
  }

  private static Set<String> ciphertexts(byte[] file) {
    return CIPHERTEXT
        .matcher(new String(file, StandardCharsets.UTF_8))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Document> documents(FileFormat format, byte[] file) {
    try (Unsealed unsealed = unsealed(format, file)) {
      return unsealed.documents();
    }
  }

  private Optional<byte[]> edited(FileFormat format, byte[] file, List<TreeEdits.Edit> edits) {
    try (Unsealed unsealed = unsealed(format, file)) {
      return unsealed
          .resealed(TreeEdits.apply(unsealed.documents(), edits), NOW, new Problems())
          .map(documents -> Store.writeEncrypted(format, documents, StoreIndent.DEFAULT));
    }
  }

  private Unsealed unsealed(FileFormat format, byte[] file) {
    Problems problems = new Problems();
    Optional<Unsealed> opened =
        EncryptedFile.of("f", format, file, problems)
            .flatMap(read -> read.sops().unseal(keys, MacCheck.REQUIRED, problems));
    assertThat(problems.all()).isEmpty();
    return opened.orElseThrow();
  }
}
