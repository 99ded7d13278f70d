package dev.secretsync.files;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Files of the work tree, read whole and written whole: whoever looks sees the old file or the new
 * one, also when the run is killed (security.md S4).
 */
final class Disk {
  /** What a binary file may have. */
  static final int MAX_BYTES = 1 << 30;

  private static final int BEGINNING = 64;

  private Disk() {}

  /**
   * All bytes of a file.
   *
   * @throws RefusedException when it is not there, is no regular file, or cannot be read
   */
  static byte[] read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw refused(Code.UNREADABLE_FILE, file, "is a folder", "name a file");
      }
      if (Files.exists(file) && !Files.isRegularFile(file) && Files.size(file) > 0) {
        throw refused(Code.UNREADABLE_FILE, file, "is no regular file", "name a file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return read(in, file.toString());
      }
    } catch (NoSuchFileException _) {
      throw refused(Code.FILE_NOT_FOUND, file, "does not exist", "check the path");
    } catch (IOException | SecurityException _) {
      throw refused(Code.UNREADABLE_FILE, file, "cannot be read", "check who may read it");
    }
  }

  /**
   * The first bytes of a file, by which the large files of a folder are told apart.
   *
   * @throws RefusedException when it cannot be read
   */
  static byte[] beginning(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(BEGINNING);
    } catch (IOException | SecurityException _) {
      throw refused(Code.UNREADABLE_FILE, file, "cannot be read", "check who may read it");
    }
  }

  /** All bytes of a stream, such as standard input. */
  static byte[] read(InputStream in, String name) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new RefusedException(
            Diagnostic.error(
                Code.TOO_LARGE, name, "is larger than " + MAX_BYTES + " bytes", "split it"));
      }
      return bytes;
    } catch (IOException _) {
      throw new RefusedException(
          Diagnostic.error(Code.UNREADABLE_FILE, name, "cannot be read", "try again"));
    }
  }

  /**
   * Replaces what a file holds and keeps its permissions; through a link, the file it leads to.
   *
   * @throws RefusedException when it cannot be written; the old file is there then
   */
  static void replace(Path file, byte[] bytes) {
    try {
      Path target = file.toRealPath();
      WholeFile.write(target, bytes, permissions(target));
    } catch (IOException | SecurityException _) {
      throw unwritable(file);
    }
  }

  /**
   * Creates a file that others must not read, or replaces one and keeps its permissions. A device
   * or pipe, such as {@code /dev/null}, is written to and never replaced.
   */
  static void write(Path file, byte[] bytes) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.write(file, bytes, StandardOpenOption.WRITE);
      } else if (Files.exists(file)) {
        replace(file, bytes);
      } else {
        WholeFile.write(file, bytes, Optional.of(WholeFile.OWNER_ONLY));
      }
    } catch (IOException | SecurityException _) {
      throw unwritable(file);
    }
  }

  /** Nothing where the file system has no such permissions. */
  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    try {
      return Optional.of(Files.getPosixFilePermissions(file));
    } catch (UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  private static RefusedException unwritable(Path file) {
    return refused(
        Code.UNWRITABLE_FILE, file, "cannot be written", "check who may write into its folder");
  }

  private static RefusedException refused(Code code, Path file, String summary, String hint) {
    return new RefusedException(Diagnostic.error(code, file.toString(), summary, hint));
  }
}
