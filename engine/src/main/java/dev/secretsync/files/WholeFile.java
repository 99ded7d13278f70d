package dev.secretsync.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

  /** What a file shall hold, for who does not hold all of it at once. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; whatever this throws leaves the file as it was. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes bytes that are all there already.
   *
   * @see #write(Path, Content, Optional)
   */
  public static void write(
      Path target, byte[] bytes, Optional<Set<PosixFilePermission>> permissions)
      throws IOException {
    write(target, out -> out.write(bytes), permissions);
  }

  /**
   * Writes beside the target, so that the last step is a rename. The temporary file is created for
   * its owner alone and only then gets the permissions that the target shall have.
   *
   * @param permissions of the target; empty where the file system has none
   * @throws IOException when it cannot be written; then nothing has changed
   */
  public static void write(
      Path target, Content content, Optional<Set<PosixFilePermission>> permissions)
      throws IOException {
    Path folder = Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(target);
    Path fresh = createTemporary(folder, permissions.isPresent());
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(new Pieces(channel), PIECE);
        content.writeTo(out);
        out.flush();
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
  private static final class Pieces extends OutputStream {
    private final FileChannel channel;

    Pieces(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int at = from; at < from + length; at += PIECE) {
        ByteBuffer left = ByteBuffer.wrap(bytes, at, Math.min(PIECE, from + length - at));
        while (left.hasRemaining()) {
          channel.write(left);
        }
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
