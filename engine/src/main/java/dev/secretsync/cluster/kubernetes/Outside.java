package dev.secretsync.cluster.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps everything that leads to a cluster out of the repository, where a pull request could change
 * it (security.md K1).
 */
final class Outside {
  private final Optional<Path> workTree;

  /**
   * @param workTree root of the repository's work tree; empty when there is none, as in a bare one
   */
  Outside(Optional<Path> workTree) {
    this.workTree = workTree;
  }

  /** Whether the file, or what its symbolic links lead to, or a link on the way, lies inside. */
  boolean refuses(Path file) {
    return workTree
        .filter(root ->
            file.toAbsolutePath().normalize().startsWith(root.toAbsolutePath().normalize())
                || real(file).startsWith(real(root)))
        .isPresent();
  }

  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      Path parent = absolute.getParent();
      // what does not exist cannot be a link, but its folder can
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }
}
