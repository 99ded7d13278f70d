package dev.secretsync.files;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
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

  private static final int PIECE = 1 << 16;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

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
      write(target, bytes, permissions(target));
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
        write(file.toAbsolutePath(), bytes, Optional.of(OWNER_ONLY));
      }
    } catch (IOException | SecurityException _) {
      throw unwritable(file);
    }
  }

  /**
   * Beside the target, so that the last step is a rename. The temporary file is created for its
   * owner alone and only then gets the permissions that the target has.
   */
  private static void write(Path target, byte[] bytes, Optional<Set<PosixFilePermission>> kept)
      throws IOException {
    Path folder = Optional.ofNullable(target.getParent()).orElse(Path.of(""));
    Path fresh = createTemporary(folder, kept.isPresent());
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        writeAll(channel, bytes);
      }
      if (kept.isPresent()) {
        Files.setPosixFilePermissions(fresh, kept.get());
      }
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** In pieces: the channel copies each of them into memory outside of the heap. */
  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; from += PIECE) {
      ByteBuffer left = ByteBuffer.wrap(bytes, from, Math.min(PIECE, bytes.length - from));
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }
  }

  private static Path createTemporary(Path folder, boolean posix) throws IOException {
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    return Files.createTempFile(folder, ".secretsync-", ".tmp", attributes);
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
