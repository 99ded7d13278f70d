package dev.secretsync.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * The quickstart example as a Git repository of one commit, always the same one.
 *
 * @param repository its work tree
 * @param ageKey the public test key that opens its files
 */
record Quickstart(Path repository, Path ageKey) {
  private static final String EXAMPLES = "/dev/secretsync/examples";
  private static final String KEY = "test-age-key.txt";
  private static final PersonIdent AUTHOR =
      new PersonIdent(
          "secretsync demo",
          "demo@secretsync.invalid",
          Instant.parse("2026-01-01T00:00:00Z"),
          ZoneOffset.UTC);

  static Quickstart unpack(Path folder) throws IOException {
    Path repository = folder.resolve("quickstart");
    Path key = folder.resolve(KEY);
    withExamples(examples -> {
      copy(examples.resolve("quickstart"), repository);
      Files.copy(examples.resolve(KEY), key);
    });
    try (Git git = Git.init().setDirectory(repository.toFile()).setInitialBranch("main").call()) {
      commit(git, "Declare the quickstart's Secrets");
    } catch (GitAPIException e) {
      throw new IOException("the demo's repository could not be made", e);
    }
    return new Quickstart(repository, key);
  }

  /** Commits whatever was changed. */
  void commit(String message) throws IOException {
    try (Git git = Git.open(repository.toFile())) {
      commit(git, message);
    } catch (GitAPIException e) {
      throw new IOException("the demo's repository could not be changed", e);
    }
  }

  /** Does something with the folder of examples. */
  @FunctionalInterface
  private interface WithFolder {
    void run(Path examples) throws IOException;
  }

  private static void withExamples(WithFolder use) throws IOException {
    URL url = Quickstart.class.getResource(EXAMPLES);
    if (url == null) {
      throw new IllegalStateException("built without its examples");
    }
    URI uri = uri(url);
    if (uri.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        use.run(jar.getPath(EXAMPLES));
      }
    } else {
      use.run(Path.of(uri));
    }
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry that is no URI", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void commit(Git git, String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.commit()
        .setMessage(message)
        .setAuthor(AUTHOR)
        .setCommitter(AUTHOR)
        .setSign(false)
        .setNoVerify(true)
        .call();
  }
}
