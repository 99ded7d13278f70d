package dev.secretsync.files;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that the paths of a command line mean: a file itself, and of a folder all regular files
 * below it, sorted. Links are not followed and {@code .git} is not entered, so that no folder is
 * seen twice and nothing outside is reached.
 */
public final class FileSearch {
  private static final String REPOSITORY = ".git";

  /**
   * A file.
   *
   * @param path as it was named, or below the folder that was
   * @param named whether somebody named the file itself, so that it has to be an encrypted one
   */
  record Found(Path path, boolean named) {}

  private FileSearch() {}

  /**
   * The files to work on: those that are named, and of folders those that look encrypted, also when
   * they are damaged.
   *
   * @param problems takes every folder and file that cannot be read; the others are returned
   */
  public static List<Path> encrypted(List<Path> paths, Problems problems) {
    return all(paths, problems).stream()
        .filter(found -> found.named() || looksEncrypted(found.path(), problems))
        .map(Found::path)
        .toList();
  }

  private static boolean looksEncrypted(Path file, Problems problems) {
    try {
      return switch (Recognition.ofFound(file, new Problems())) {
        case Recognition.Encrypted _, Recognition.Broken _ -> true;
        case Recognition.Plain _ -> false;
      };
    } catch (RefusedException e) {
      problems.addAll(e.diagnostics());
      return false;
    }
  }

  /** All files; each once, whatever the number of paths that lead to it. */
  static List<Found> all(List<Path> paths, Problems problems) {
    SequencedMap<Path, Found> found = new LinkedHashMap<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        below(path, problems)
            .forEach(file -> found.putIfAbsent(identity(file), new Found(file, false)));
      } else {
        found.put(identity(path), new Found(path, true));
      }
    }
    return List.copyOf(found.values());
  }

  private static Path identity(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static List<Path> below(Path folder, Problems problems) {
    List<Path> files = new ArrayList<>();
    Path start = folder.equals(Path.of(".")) ? Path.of("") : folder;
    try {
      Files.walkFileTree(start.toRealPath(), new Visitor(start, files, problems));
    } catch (IOException | SecurityException _) {
      problems.add(unreadable(folder));
    }
    Collections.sort(files);
    return files;
  }

  private static Diagnostic unreadable(Path path) {
    return Diagnostic.error(
        Code.UNREADABLE_FILE, path.toString(), "cannot be read", "check who may read it");
  }

  /** Goes on where something cannot be read. */
  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path shown;
    private final List<Path> files;
    private final Problems problems;
    private @Nullable Path root;

    Visitor(Path shown, List<Path> files, Problems problems) {
      this.shown = shown;
      this.files = files;
      this.problems = problems;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (root == null) {
        root = folder;
      }
      Path name = folder.getFileName();
      return name != null && name.toString().equals(REPOSITORY)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(shown(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unsaid) {
      problems.add(unreadable(shown(file)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException unsaid) {
      if (unsaid != null) {
        problems.add(unreadable(shown(folder)));
      }
      return FileVisitResult.CONTINUE;
    }

    private Path shown(Path file) {
      return root == null ? file : shown.resolve(root.relativize(file));
    }
  }
}
