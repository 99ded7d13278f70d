package dev.secretsync;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.model.Progress;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the cases of {@code test-fixtures} come to, for tests of what is made of it. */
final class CaseDocuments {
  private static final Path FIXTURES = Path.of("..", "test-fixtures");

  private CaseDocuments() {}

  /** The names of all cases of {@code plan}, or of {@code offline}. */
  static List<String> names(String kind) {
    try (Stream<Path> folders = Files.list(FIXTURES.resolve(kind))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The plan of a case of {@code plan}. */
  static Plan plan(String name) throws IOException {
    Path folder = FIXTURES.resolve("plan").resolve(name);
    Path repository = Files.createTempDirectory("plan-case");
    Map<String, CaseRepository.Commit> commits = new TreeMap<>();
    for (String state : List.of("before", "repo")) {
      if (Files.exists(folder.resolve(state))) {
        commits.put(
            state.equals("repo") ? "now" : state,
            CaseRepository.commit(repository, CaseRepository.files(folder.resolve(state))));
      }
    }
    LiveFixture clusters = new LiveFixture(folder.resolve("live.yaml"), commits);
    try (Planned planned =
        new SecretSync(keys(), workTree -> clusters, Progress.SILENT)
            .plan(new Request(repository, "HEAD", false, Optional.empty(), Optional.empty()))) {
      return planned.plan();
    } finally {
      delete(repository);
    }
  }

  /** The plan of a case of {@code offline}. */
  static OfflinePlan offline(String name) throws IOException {
    Path folder = FIXTURES.resolve("offline").resolve(name);
    Path repository = Files.createTempDirectory("offline-case");
    try {
      String base =
          CaseRepository.commit(repository, CaseRepository.files(folder.resolve("base"))).id();
      CaseRepository.commit(repository, CaseRepository.files(folder.resolve("head")));
      return GitOnly.offline(
          new Request(repository, "HEAD", false, Optional.empty(), Optional.empty()), base);
    } finally {
      delete(repository);
    }
  }

  private static void delete(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static KeyRing keys() throws IOException {
    return KeyRing.of(
        Files.readAllLines(Path.of("..", "examples", "test-age-key.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> AgeIdentity.parse(line).stream())
            .toList());
  }
}
