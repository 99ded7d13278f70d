package dev.secretsync.files;

import dev.secretsync.model.RefusedException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of one file, or of standard input, that a command works on. May hold plaintext. */
public final class Input implements AutoCloseable {
  private final String name;
  private final byte[] bytes;

  private Input(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /**
   * A file of the work tree.
   *
   * @throws RefusedException when it is not there or cannot be read
   */
  public static Input of(Path file) {
    return new Input(file.toString(), Disk.read(file));
  }

  /** The same under another name. */
  static Input of(Path file, String name) {
    return new Input(name, Disk.read(file));
  }

  /** A stream; {@code name} is what messages call it. */
  public static Input of(InputStream in, String name) {
    return new Input(name, Disk.read(in, name));
  }

  /** A word of the command line, which other processes can see; files and streams are better. */
  public static Input ofArgument(String word, String name) {
    return new Input(name, word.getBytes(StandardCharsets.UTF_8));
  }

  /** What messages call it. */
  public String name() {
    return name;
  }

  /** The array itself, for reading only. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return name;
  }
}
