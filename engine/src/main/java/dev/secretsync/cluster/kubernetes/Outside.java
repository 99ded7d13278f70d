package dev.secretsync.cluster.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Keeps everything that leads to a cluster out of the repository, where a pull request could change
 * it (security.md K1).
 */
final class Outside {
  /** As many as Linux follows. */
  private static final int LINKS = 40;

  private final Optional<Path> workTree;

  /**
   * @param workTree root of the repository's work tree; empty when there is none, as in a bare one
   */
  Outside(Optional<Path> workTree) {
    this.workTree = workTree.map(Outside::real);
  }

  /** Whether the file lies inside, or any step or symbolic link on the way to it does. */
  boolean refuses(Path file) {
    return workTree.filter(root -> passes(file, root)).isPresent();
  }

  /** Walks as the kernel does, so that a link of the repository that leads out of it is seen. */
  private static boolean passes(Path file, Path root) {
    Deque<Path> ahead = new ArrayDeque<>();
    file.toAbsolutePath().forEach(ahead::addLast);
    Path here = root.getFileSystem().getPath("/");
    int links = 0;
    while (!ahead.isEmpty()) {
      Path step = here.resolve(ahead.removeFirst());
      if (step.startsWith(root) || links > LINKS) {
        return true;
      }
      Optional<Path> link = link(step);
      if (link.isPresent()) {
        links++;
        Deque<Path> names = new ArrayDeque<>();
        link.get().forEach(names::addLast);
        names.descendingIterator().forEachRemaining(ahead::addFirst);
        here = link.get().isAbsolute() ? root.getFileSystem().getPath("/") : here;
      } else {
        here = step.normalize();
      }
    }
    return false;
  }

  private static Optional<Path> link(Path step) {
    try {
      return Files.isSymbolicLink(step)
          ? Optional.of(Files.readSymbolicLink(step))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }
}
