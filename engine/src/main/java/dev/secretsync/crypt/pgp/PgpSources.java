package dev.secretsync.crypt.pgp;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where OpenPGP keys may be: the environment of the runner and what it names, and nothing that a
 * repository says (security.md X9).
 *
 * <p>{@code SECRETSYNC_PGP_KEY_FILE} and {@code SECRETSYNC_PGP_KEY} are secret keys, {@code
 * SECRETSYNC_PGP_PUBLIC_KEY_FILE} public ones, armored; then comes {@code GNUPGHOME}, which is
 * {@code ~/.gnupg} by default, and at last the program {@code gpg} of the {@code PATH}, or that of
 * {@code SOPS_GPG_EXEC} (formats.md 1.11).
 */
public final class PgpSources {
  static final String KEY_FILE = "SECRETSYNC_PGP_KEY_FILE";
  static final String KEY = "SECRETSYNC_PGP_KEY";
  static final String PUBLIC_KEY_FILE = "SECRETSYNC_PGP_PUBLIC_KEY_FILE";
  private static final String PROGRAM = "SOPS_GPG_EXEC";
  private static final Pattern PATHS = Pattern.compile(Pattern.quote(File.pathSeparator));

  /** Keys and how to get them are nobody else's business (security.md S5). */
  private static final Pattern OURS = Pattern.compile("(?:SOPS_AGE_|SECRETSYNC_).*");

  private final SortedMap<String, String> env;
  private final PgpPassphrase passphrase;

  private PgpSources(Map<String, String> env, PgpPassphrase passphrase) {
    this.env = new TreeMap<>(env);
    this.passphrase = passphrase;
  }

  /**
   * The sources of this environment.
   *
   * @param env with {@code HOME} and {@code PATH}; an empty one names no source
   * @param passphrase for keys that are protected; what it does not know is left to {@code gpg}
   */
  public static PgpSources of(Map<String, String> env, PgpPassphrase passphrase) {
    return new PgpSources(env, passphrase);
  }

  PgpPassphrase passphrase() {
    return passphrase;
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
  }

  /** The folder of GnuPG, where there is one. */
  Optional<Path> gnupgHome() {
    return value("GNUPGHOME")
        .or(() -> value("HOME").map(home -> home + "/.gnupg"))
        .flatMap(PgpSources::path)
        .filter(Files::isDirectory);
  }

  /**
   * The program, as an absolute path. One that was only found is nothing without a folder of GnuPG:
   * it would have no keys, and make the folder.
   */
  Optional<Path> program() {
    Optional<String> named = value(PROGRAM);
    if (named.isEmpty() && gnupgHome().isEmpty()) {
      return Optional.empty();
    }
    String name = named.orElse("gpg");
    return name.contains("/") || name.contains(File.separator)
        ? path(name).map(Path::toAbsolutePath).filter(Files::isExecutable)
        : onPath(name);
  }

  /** Relative entries of the path are passed over: they may lead into the repository. */
  private Optional<Path> onPath(String name) {
    return value("PATH").stream()
        .flatMap(path -> Stream.of(PATHS.split(path, -1)))
        .flatMap(folder -> path(folder).stream())
        .filter(Path::isAbsolute)
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** What a child may see. */
  SortedMap<String, String> childEnvironment() {
    SortedMap<String, String> visible = new TreeMap<>(env);
    visible.keySet().removeIf(name -> OURS.matcher(name).matches());
    return visible;
  }

  @Override
  public String toString() {
    return "PgpSources";
  }
}
