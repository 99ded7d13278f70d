package dev.secretsync.cli;

import dev.secretsync.files.WholeFile;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Files that a command line names for what a command has to say. They are replaced as a whole or
 * added to, and never take away what is read by the same line.
 */
final class OutputFile {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  /** Names of what this process has open. */
  private static final List<Path> HELD_OPEN =
      Stream.of("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd", "/proc")
          .map(Path::of)
          .toList();

  private OutputFile() {}

  /** Refuses what cannot be written before anything is done. */
  static void refuseUnwritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw unwritable(file);
    }
  }

  static RefusedException unwritable(Path file) {
    return Invocation.usage("cannot write " + file, "choose a file in a folder that exists");
  }

  /** Replaces it by what is written, as a whole. */
  static void replace(Path file, Consumer<Writer> content) throws IOException {
    StringWriter text = new StringWriter();
    content.accept(text);
    replace(file, text.toString());
  }

  /** A pipe or a terminal cannot be replaced; behind a link, what it leads to is. */
  static void replace(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(file) && !isReplaced(file)) {
      Files.write(file, bytes, StandardOpenOption.APPEND);
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file;
    WholeFile.write(target, bytes, permissions(target));
  }

  /**
   * Whether it is a file of its own. {@code /dev/stdout} can lead to one, but what else this
   * process says goes on into that one, and not into what would replace it.
   */
  static boolean isReplaced(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return Files.isRegularFile(file) && HELD_OPEN.stream().noneMatch(whole::startsWith);
  }

  /** All of it or nothing: {@code exitcode=6} is another output than {@code exitcode=65}. */
  static void append(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.writeString(file, text, StandardOpenOption.APPEND);
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long end = channel.size();
      ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      try {
        while (left.hasRemaining()) {
          channel.write(left);
        }
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    }
  }

  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Optional.empty();
    }
    return Optional.of(Files.exists(file) ? Files.getPosixFilePermissions(file) : READABLE);
  }

  /** Whether one of these names leads to that file as well. */
  static boolean isAmong(List<String> files, String file) {
    try {
      Path target = target(Path.of(file));
      return files.stream().map(Path::of).map(OutputFile::target).anyMatch(target::equals);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /** The same for all names of one file, whether it is there or not. */
  static Path target(Path file) {
    try {
      Path whole = file.toAbsolutePath();
      Path folder = whole.getParent();
      return folder == null || Files.exists(whole)
          ? whole.toRealPath()
          : folder.toRealPath().resolve(whole.getFileName());
    } catch (IOException _) {
      return file.toAbsolutePath().normalize();
    }
  }
}
