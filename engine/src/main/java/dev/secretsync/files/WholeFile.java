package dev.secretsync.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
 * A file that is there whole or not at all: on a full disk and after a kill, what was there before
 * is there still (security.md S4).
 */
public final class WholeFile {
  /** What nobody but its owner may read. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final int PIECE = 1 << 16;

  private WholeFile() {}

  /**
   * Writes beside the target, so that the last step is a rename. The temporary file is created for
   * its owner alone and only then gets the permissions that the target shall have.
   *
   * @param permissions of the target; empty where the file system has none
   * @throws IOException when it cannot be written; then nothing has changed
   */
  public static void write(
      Path target, byte[] bytes, Optional<Set<PosixFilePermission>> permissions)
      throws IOException {
    Path folder = Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(target);
    Path fresh = createTemporary(folder, permissions.isPresent());
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        writeAll(channel, bytes);
      }
      if (permissions.isPresent()) {
        Files.setPosixFilePermissions(fresh, permissions.get());
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
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(EnumSet.copyOf(OWNER_ONLY))
            }
            : new FileAttribute<?>[0];
    return Files.createTempFile(folder, ".secretsync-", ".tmp", attributes);
  }
}
