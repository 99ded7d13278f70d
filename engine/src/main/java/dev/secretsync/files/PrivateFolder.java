package dev.secretsync.files;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the plaintext that an editor needs in a file (security.md S4): nobody else may look
 * into it, it stands in memory where the system has such a place, and everything in it, also what
 * the editor put there, is overwritten and deleted on {@link #close}.
 */
final class PrivateFolder implements AutoCloseable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
  private static final int CHUNK = 64 * 1024;

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /**
   * A new one, in {@code XDG_RUNTIME_DIR}, else in shared memory, else where temporary files go.
   *
   * @param problems takes a warning when it may stand on a disk
   * @throws RefusedException when none can be made
   */
  static PrivateFolder create(Map<String, String> env, Problems problems) {
    return Stream.of(runtimeFolder(env), Optional.of(SHARED_MEMORY).filter(PrivateFolder::isMemory))
        .flatMap(Optional::stream)
        .flatMap(parent -> in(parent).stream())
        .findFirst()
        .orElseGet(() -> amongTemporaryFiles(problems));
  }

  /** It is ours alone, by its specification; what is not is somebody's trap. */
  private static Optional<Path> runtimeFolder(Map<String, String> env) {
    String name = env.getOrDefault("XDG_RUNTIME_DIR", "");
    return Optional.of(name)
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute)
        .filter(PrivateFolder::isOwnersAlone);
  }

  private static boolean isOwnersAlone(Path folder) {
    try {
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && PosixFilePermissions.fromString("rwx------").containsAll(permissions);
    } catch (IOException | UnsupportedOperationException | SecurityException _) {
      return false;
    }
  }

  private static boolean isMemory(Path folder) {
    try {
      return IN_MEMORY.contains(Files.getFileStore(folder).type());
    } catch (IOException | SecurityException _) {
      return false;
    }
  }

  private static PrivateFolder amongTemporaryFiles(Problems problems) {
    Path parent = Path.of(System.getProperty("java.io.tmpdir", ""));
    PrivateFolder folder =
        in(parent)
            .orElseThrow(() ->
                new RefusedException(
                    Diagnostic.error(
                        Code.UNWRITABLE_FILE,
                        parent.toString(),
                        "no folder can be made there for the editor",
                        "set XDG_RUNTIME_DIR to a folder of yours that nobody else may enter")));
    if (!isMemory(parent)) {
      problems.add(
          Diagnostic.warning(
              Code.PLAINTEXT_ON_DISK,
              parent.toString(),
              "the editor's file may reach a disk: there is no folder in memory for it",
              "set XDG_RUNTIME_DIR to a folder of yours in memory"));
    }
    return folder;
  }

  private static Optional<PrivateFolder> in(Path parent) {
    try {
      boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] ownersAlone =
          posix ? new FileAttribute<?>[] {attribute("rwx------")} : new FileAttribute<?>[0];
      return Optional.of(
          new PrivateFolder(
              Files.createTempDirectory(parent, "secretsync-", ownersAlone).toRealPath()));
    } catch (IOException | SecurityException _) {
      return Optional.empty();
    }
  }

  private static FileAttribute<?> attribute(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  Path path() {
    return path;
  }

  /**
   * A new file in it, for its owner alone.
   *
   * @throws RefusedException when it cannot be written
   */
  void write(String name, byte[] bytes) {
    Path file = path.resolve(name);
    try {
      boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] ownersAlone =
          posix ? new FileAttribute<?>[] {attribute("rw-------")} : new FileAttribute<?>[0];
      try (FileChannel channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersAlone)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }
    } catch (IOException | SecurityException _) {
      throw new RefusedException(
          Diagnostic.error(
              Code.UNWRITABLE_FILE,
              file.toString(),
              "the editor's file cannot be written",
              "look for room in its folder"));
    }
  }

  /** Goes as far as it can: one file that cannot be removed must not keep the others. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Eraser());
    } catch (IOException | SecurityException _) {
      // the next run of a cleaner finds zeros
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static final class Eraser extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        overwrite(file, attributes.size());
      }
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unsaid) {
      return delete(file);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException unsaid) {
      return delete(folder);
    }

    private static FileVisitResult delete(Path file) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException _) {
        return FileVisitResult.CONTINUE;
      }
      return FileVisitResult.CONTINUE;
    }

    /** In place; where a file system keeps old blocks this reaches less than it says. */
    private static void overwrite(Path file, long size) {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
        for (long left = size; left > 0; left -= zeros.limit()) {
          zeros.clear().limit((int) Math.min(left, CHUNK));
          while (zeros.hasRemaining()) {
            channel.write(zeros);
          }
        }
        channel.force(false);
      } catch (IOException _) {
        return; // it is deleted all the same
      }
    }
  }
}
