package dev.secretsync.files;

import dev.secretsync.crypt.sops.SopsConfig;
import dev.secretsync.document.Limits;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the {@code .sops.yaml} that encrypts new files (formats.md 1.13). As in SOPS the search
 * starts in the working directory, not beside the file, and goes upwards. Other than in SOPS it
 * ends at the root of the repository: what lies above belongs to somebody else.
 */
public final class ConfigSearch {
  /** How far a search goes. */
  public enum Reach {
    /** Up to the first folder with a {@code .git}; where there is none, as far as SOPS. */
    REPOSITORY,
    /** Up to the root of the file system, as SOPS. */
    FILE_SYSTEM
  }

  /** What came of a search. */
  public sealed interface Outcome {
    /** There is one, and it can be used. */
    record Found(ConfigFile file) implements Outcome {}

    /** There is none. */
    record None() implements Outcome {}

    /** There is one that cannot be used; nothing may be encrypted without it. */
    record Refused() implements Outcome {}
  }

  private static final String NAME = ".sops.yaml";
  private static final String OTHER_NAME = ".sops.yml";
  private static final String REPOSITORY = ".git";
  private static final int MAX_LEVELS = 100;

  private final Problems problems;

  private ConfigSearch(Problems problems) {
    this.problems = problems;
  }

  /**
   * Searches from {@code start} upwards.
   *
   * @param problems takes what is wrong with the file that was found, and a warning about a {@code
   *     .sops.yml}, which nobody reads
   */
  public static Outcome upwards(Path start, Reach reach, Problems problems) {
    return new ConfigSearch(problems).search(start.toAbsolutePath().normalize(), reach);
  }

  /**
   * Reads the file that somebody named ({@code --config}, {@code SOPS_CONFIG}), wherever it stands.
   *
   * @return never {@link Outcome.None}
   */
  public static Outcome named(Path file, Problems problems) {
    return new ConfigSearch(problems).read(file, file.toString());
  }

  private Outcome search(Path start, Reach reach) {
    Optional<Path> repository = reach == Reach.REPOSITORY ? repository(start) : Optional.empty();
    boolean warned = false;
    Optional<Path> folder = Optional.of(start);
    for (int level = 0; level < MAX_LEVELS && folder.isPresent(); level++) {
      Path here = folder.get();
      Path config = here.resolve(NAME);
      if (Files.exists(config, LinkOption.NOFOLLOW_LINKS)) {
        return inside(config, repository.orElse(here))
            ? read(config, shown(config, repository))
            : refused(
                shown(config, repository),
                "a link that leads out of the repository or nowhere",
                "put the file itself here, or name it with --config");
      }
      if (!warned && Files.exists(here.resolve(OTHER_NAME), LinkOption.NOFOLLOW_LINKS)) {
        warned = true;
        problems.add(
            Diagnostic.warning(
                Code.SOPS_CONFIG,
                shown(here.resolve(OTHER_NAME), repository),
                "this name is ignored",
                "call the file " + NAME));
      }
      folder =
          repository.filter(here::equals).isPresent()
              ? Optional.empty()
              : Optional.ofNullable(here.getParent());
    }
    return new Outcome.None();
  }

  private static Optional<Path> repository(Path start) {
    Optional<Path> folder = Optional.of(start);
    for (int level = 0; level < MAX_LEVELS && folder.isPresent(); level++) {
      if (Files.exists(folder.get().resolve(REPOSITORY), LinkOption.NOFOLLOW_LINKS)) {
        return folder;
      }
      folder = folder.flatMap(here -> Optional.ofNullable(here.getParent()));
    }
    return Optional.empty();
  }

  /** Whether the file itself stands below {@code root}, once links are followed. */
  private static boolean inside(Path config, Path root) {
    try {
      return config.toRealPath().startsWith(root.toRealPath());
    } catch (IOException _) {
      return false;
    }
  }

  private static String shown(Path file, Optional<Path> repository) {
    return repository
        .map(root -> root.relativize(file).toString().replace('\\', '/'))
        .orElse(file.toString());
  }

  private Outcome read(Path file, String name) {
    if (!Files.isRegularFile(file)) { // a pipe would never end
      return refused(name, "there is no such file", "name a " + NAME + " file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Limits.REPOSITORY.bytes() + 1);
      if (bytes.length > Limits.REPOSITORY.bytes()) {
        return refused(
            name, "larger than " + Limits.REPOSITORY.bytes() + " bytes", "use fewer rules");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return SopsConfig.parse(name, text, problems)
          .<Outcome>map(config -> new Outcome.Found(new ConfigFile(file, config)))
          .orElseGet(Outcome.Refused::new);
    } catch (CharacterCodingException _) {
      return refused(name, "not UTF-8", "save the file as UTF-8");
    } catch (IOException | SecurityException _) {
      return refused(name, "the file cannot be read", "check who may read it");
    }
  }

  private Outcome refused(String name, String summary, String hint) {
    problems.add(Diagnostic.error(Code.SOPS_CONFIG, name, summary, hint));
    return new Outcome.Refused();
  }
}
