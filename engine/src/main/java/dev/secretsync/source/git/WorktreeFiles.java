package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/**
 * Reads the uncommitted YAML files below a folder, for local trials ({@code --worktree}). No link
 * is followed, at any component; {@code .git} is left out and nothing else is (security.md G1).
 */
final class WorktreeFiles {
  private static final int SEARCHED = 64 << 20;
  private final FileIntake intake;

  WorktreeFiles(FileIntake intake) {
    this.intake = intake;
  }

  /** Reads everything below {@code folder}, which is {@code path} in the repository. */
  void read(Path folder, String path) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    entries.sort(null);
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      if (!name.equals(Constants.DOT_GIT) && !intake.isFull()) {
        entry(entry, name, path.isEmpty() ? name : path + "/" + name);
      }
    }
  }

  /** Reads the {@code .sops.yaml} of every folder that {@code folder} lies in. */
  void readSopsConfigsAbove(Path root, String folder) throws IOException {
    for (String above : FileIntake.foldersAbove(folder)) {
      Path entry = root.resolve(above).resolve(FileIntake.SOPS_CONFIG);
      if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
        sopsConfig(entry, above + FileIntake.SOPS_CONFIG);
      }
    }
  }

  private void sopsConfig(Path entry, String path) throws IOException {
    try (InputStream in = Files.newInputStream(entry, LinkOption.NOFOLLOW_LINKS)) {
      byte[] content = in.readNBytes(FileIntake.MAX_FILE + 1);
      intake.takeSopsConfig(path, blobId(content), content);
    }
  }

  private void entry(Path entry, String name, String path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      if (intake.isSafe(path, name)) {
        read(entry, path);
      }
    } else if (FileIntake.isSopsConfig(name) && attributes.isRegularFile()) {
      sopsConfig(entry, path);
    } else if (FileIntake.isRelevant(name)) {
      if (!attributes.isRegularFile()) {
        intake.refuse(
            Code.NOT_A_FILE,
            path,
            attributes.isSymbolicLink() ? "a symbolic link" : "not a regular file",
            "put the file itself in its place");
      } else if (intake.isSafe(path, name)) {
        file(entry, path, attributes.size());
      }
    } else if (attributes.isSymbolicLink() && Files.isDirectory(entry)) {
      intake.warn(
          Code.NOT_A_FILE,
          path,
          "a symbolic link that is not followed",
          "declarations behind it are not read; put the files themselves here");
    }
  }

  private void file(Path entry, String path, long size) throws IOException {
    try (InputStream in = Files.newInputStream(entry, LinkOption.NOFOLLOW_LINKS)) {
      if (size > FileIntake.MAX_FILE) {
        intake.tooLarge(path, in.readNBytes(SEARCHED));
      } else {
        byte[] content = in.readNBytes(FileIntake.MAX_FILE + 1);
        intake.take(path, blobId(content), content);
      }
    }
  }

  /** The id that Git would give the bytes if they were committed as they are. */
  static String blobId(byte[] content) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, content).name();
    }
  }
}
