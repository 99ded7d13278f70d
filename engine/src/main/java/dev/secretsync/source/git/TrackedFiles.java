package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.FileMode;

/**
 * The regular files of a work tree that Git knows of, whatever their names: those whose names would
 * not be safe are left out (security.md G1).
 *
 * @param root of the work tree
 * @param paths from the root, with {@code /}, in Git's order
 */
public record TrackedFiles(Path root, List<String> paths) {
  public TrackedFiles {
    paths = List.copyOf(paths);
  }

  /**
   * Reads the index.
   *
   * @throws RefusedException when there is no repository with a work tree, or its index cannot be
   *     read
   */
  public static TrackedFiles in(Path folder) {
    try (GitRepository repository = GitRepository.open(folder)) {
      Path root =
          repository
              .workTree()
              .orElseThrow(() -> refused("a bare repository has no files", "give a clone"));
      DirCache index = repository.index();
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < index.getEntryCount(); i = index.nextEntry(i)) {
        String path = index.getEntry(i).getPathString();
        if (FileMode.REGULAR_FILE.equals(index.getEntry(i).getFileMode())
            && isSafe(path)
            && Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
          paths.add(path);
        }
      }
      return new TrackedFiles(root, paths);
    } catch (IOException _) {
      throw refused("its index cannot be read", "check it with git status");
    }
  }

  private static boolean isSafe(String path) {
    for (String name : path.split("/", -1)) {
      if (SafePath.refusal(name).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** The pattern of {@code .gitattributes} that is for this path alone (gitignore(5)). */
  public static String pattern(String path) {
    return "/" + path.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  private static RefusedException refused(String summary, String hint) {
    return new RefusedException(
        Diagnostic.error(Code.NOT_A_REPOSITORY, "repository", summary, hint));
  }
}
