package dev.secretsync.files;

import dev.secretsync.crypt.sops.SopsConfig;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A {@code .sops.yaml} and where it stands, by which its rules are matched.
 *
 * @param path its path, absolute
 * @param config what it says
 */
public record ConfigFile(Path path, SopsConfig config) {
  public ConfigFile {
    path = path.toAbsolutePath().normalize();
  }

  /** The rule for a new file at {@code file}. */
  public SopsConfig.Answer ruleFor(Path file) {
    return config.ruleFor(pathOf(file));
  }

  /**
   * The path that rules are matched with: from the config's folder, with {@code /} on all systems.
   * A file outside keeps its absolute path, and so does any file where the config stands in the
   * root of the file system. Links are not resolved (formats.md 1.13).
   */
  String pathOf(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = path.resolveSibling("").normalize();
    boolean inside = folder.getNameCount() > 0 && absolute.startsWith(folder);
    Path shown = inside ? folder.relativize(absolute) : absolute;
    String root = inside ? "" : String.valueOf(shown.getRoot()).replace('\\', '/');
    return StreamSupport.stream(shown.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/", root, ""));
  }
}
