package dev.secretsync.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.sops.SopsConfig;
import dev.secretsync.document.Limits;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("formats.md 1.13: where .sops.yaml is found")
class ConfigSearchTest {
  private static final String RULE = "creation_rules: [{path_regex: \"^a/b$\"}]\n";

  @TempDir private Path temporary;
  private Path outside;
  private Path repository;
  private Path deep;
  private final Problems problems = new Problems();

  @BeforeEach
  void layOut() throws IOException {
    outside = temporary.toRealPath();
    repository = Files.createDirectories(outside.resolve("repository"));
    deep = Files.createDirectories(repository.resolve("one/two"));
    Files.createDirectory(repository.resolve(".git"));
  }

  private static void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(".sops.yaml"), RULE);
  }

  private ConfigSearch.Outcome search() {
    return ConfigSearch.upwards(deep, ConfigSearch.Reach.REPOSITORY, problems);
  }

  private void assertFound(ConfigSearch.Outcome outcome, Path folder) {
    assertThat(outcome).isInstanceOf(ConfigSearch.Outcome.Found.class);
    assertThat(((ConfigSearch.Outcome.Found) outcome).file().path())
        .isEqualTo(folder.resolve(".sops.yaml"));
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void theNearestUpwardsIsTaken() throws IOException {
    write(repository);
    assertFound(search(), repository);
    write(deep);
    assertFound(search(), deep);
  }

  @Test
  void theFolderOfTheEncryptedFileDoesNotMatter() throws IOException {
    write(deep);
    assertThat(ConfigSearch.upwards(repository, ConfigSearch.Reach.REPOSITORY, problems))
        .isInstanceOf(ConfigSearch.Outcome.None.class);
  }

  @Test
  void nothingAboveTheRepositoryIsTakenUnlessAskedFor() throws IOException {
    write(outside);
    assertThat(search()).isInstanceOf(ConfigSearch.Outcome.None.class);
    assertFound(ConfigSearch.upwards(deep, ConfigSearch.Reach.FILE_SYSTEM, problems), outside);
  }

  @Test
  void aWorkTreeOrSubmoduleEndsTheSearchToo() throws IOException {
    write(repository);
    Files.writeString(deep.resolve(".git"), "gitdir: elsewhere\n");
    assertThat(search()).isInstanceOf(ConfigSearch.Outcome.None.class);
  }

  @Test
  void outsideOfRepositoriesTheSearchGoesOn() throws IOException {
    Files.delete(repository.resolve(".git"));
    write(outside);
    assertFound(search(), outside);
  }

  @Test
  void theSearchEndsAfterAHundredFolders() throws IOException {
    Files.delete(repository.resolve(".git"));
    Path folder = repository;
    for (int i = 1; i < 100; i++) {
      folder = folder.resolve("d");
    }
    Files.createDirectories(folder.resolve("d"));
    write(repository);
    assertFound(ConfigSearch.upwards(folder, ConfigSearch.Reach.REPOSITORY, problems), repository);
    assertThat(ConfigSearch.upwards(folder.resolve("d"), ConfigSearch.Reach.REPOSITORY, problems))
        .isInstanceOf(ConfigSearch.Outcome.None.class);
  }

  @Test
  void theOtherNameEarnsAWarning() throws IOException {
    Files.writeString(deep.resolve(".sops.yml"), RULE);
    assertThat(search()).isInstanceOf(ConfigSearch.Outcome.None.class);
    assertThat(problems.all())
        .singleElement()
        .satisfies(one -> assertThat(one.isError()).isFalse())
        .satisfies(one -> assertThat(one.subject()).isEqualTo("one/two/.sops.yml"));
    write(repository);
    assertThat(search()).isInstanceOf(ConfigSearch.Outcome.Found.class);
    assertThat(problems.hasErrors()).isFalse();
  }

  @Test
  void aLinkOutOfTheRepositoryIsRefused() throws IOException {
    Files.writeString(outside.resolve("theirs.yaml"), RULE);
    Files.createSymbolicLink(repository.resolve(".sops.yaml"), outside.resolve("theirs.yaml"));
    assertRefused("a link that leads out of the repository or nowhere", ".sops.yaml");
  }

  @Test
  void aLinkToNowhereIsRefused() throws IOException {
    Files.createSymbolicLink(deep.resolve(".sops.yaml"), repository.resolve("missing"));
    write(repository);
    assertRefused("a link that leads out of the repository or nowhere", "one/two/.sops.yaml");
  }

  @Test
  void aLinkInsideOfTheRepositoryIsFollowed() throws IOException {
    Files.writeString(repository.resolve("ours.yaml"), RULE);
    Files.createSymbolicLink(deep.resolve(".sops.yaml"), repository.resolve("ours.yaml"));
    assertFound(search(), deep);
  }

  @Test
  void aFolderOfThisNameIsRefused() throws IOException {
    Files.createDirectory(deep.resolve(".sops.yaml"));
    assertRefused("there is no such file", "one/two/.sops.yaml");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws IOException {
    Files.write(deep.resolve(".sops.yaml"), new byte[] {'#', (byte) 0xff});
    assertRefused("not UTF-8", "one/two/.sops.yaml");
  }

  @Test
  @DisplayName("G4: a file larger than the limit is refused")
  void aLargeFileIsRefused() throws IOException {
    Files.writeString(deep.resolve(".sops.yaml"), "#" + "é".repeat(Limits.REPOSITORY.bytes() / 2));
    assertRefused("larger than 1048576 bytes", "one/two/.sops.yaml");
  }

  private void assertRefused(String summary, String subject) {
    assertThat(search()).isInstanceOf(ConfigSearch.Outcome.Refused.class);
    assertThat(problems.all())
        .singleElement()
        .satisfies(one -> assertThat(one.code()).isEqualTo(Code.SOPS_CONFIG))
        .satisfies(one -> assertThat(one.summary()).isEqualTo(summary))
        .satisfies(one -> assertThat(one.subject()).isEqualTo(subject));
  }

  @Test
  void aFileWithMistakesIsRefusedAndNotPassedOver() throws IOException {
    Files.writeString(deep.resolve(".sops.yaml"), "creation_rules: 1\n");
    write(repository);
    assertThat(search()).isInstanceOf(ConfigSearch.Outcome.Refused.class);
    assertThat(problems.all())
        .singleElement()
        .extracting(Diagnostic::at)
        .asString()
        .contains("one/two/.sops.yaml:1:17");
  }

  @Test
  void aNamedFileIsReadWhereverItStands() throws IOException {
    Path named = Files.writeString(outside.resolve("other.yaml"), RULE);
    Path link = Files.createSymbolicLink(repository.resolve("link"), named);
    assertThat(ConfigSearch.named(link, problems)).isInstanceOf(ConfigSearch.Outcome.Found.class);
    assertThat(problems.all()).isEmpty();
    assertThat(ConfigSearch.named(outside.resolve("missing"), problems))
        .isInstanceOf(ConfigSearch.Outcome.Refused.class);
    assertThat(problems.hasErrors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/r/.sops.yaml, /r/a/b, a/b",
    "/r/.sops.yaml, /r/x/../a/./b, a/b",
    "/r/.sops.yaml, /rest/a, /rest/a",
    "/r/x/.sops.yaml, /r/a, /r/a",
    "/r/x/../.sops.yaml, /r/a, a",
    "/.sops.yaml, /r/a, /r/a"
  })
  void rulesAreMatchedWithThePathFromTheConfig(String config, String file, String path) {
    SopsConfig empty = SopsConfig.parse("f", "", problems).orElseThrow();
    assertThat(new ConfigFile(Path.of(config), empty).pathOf(Path.of(file))).isEqualTo(path);
  }

  @Test
  void theRuleOfAFileIsTheOneOfItsPath() throws IOException {
    write(repository);
    ConfigFile config = ((ConfigSearch.Outcome.Found) search()).file();
    assertThat(config.ruleFor(repository.resolve("a/b")))
        .isInstanceOf(SopsConfig.Answer.Rule.class);
    assertThat(config.ruleFor(repository.resolve("one/a/b")))
        .isInstanceOf(SopsConfig.Answer.NoRuleMatches.class);
  }
}
