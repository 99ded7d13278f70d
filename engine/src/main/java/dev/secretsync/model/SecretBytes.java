package dev.secretsync.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The only holder of plaintext. It cannot be printed, serialized or hashed; equality takes the same
 * time whatever the bytes are. {@code LayersTest} lists the packages that may call {@link #reveal}.
 *
 * <p>{@link #close} overwrites the bytes. The garbage collector may have moved copies before that,
 * so this narrows the time a value stays in memory, no more (security.md S3).
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes a copy; the caller still has to clear its own array. */
  public static SecretBytes copyOf(byte[] plaintext) {
    return new SecretBytes(plaintext.clone());
  }

  /** For text that stands unencrypted in a file or in a test. */
  public static SecretBytes ofUtf8(String text) {
    return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Hands the bytes to {@code use}, which must neither keep the array nor change it, nor let any of
   * it reach an output.
   */
  public <T extends @Nullable Object> T reveal(Function<byte[], T> use) {
    return use.apply(bytes);
  }

  /** Bytes that this value takes in a Secret; for the 1 MiB limit only, never for an output. */
  public int size() {
    return bytes.length;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** Always throws: a hash of a short password can be guessed (security.md S6). */
  @Override
  public int hashCode() {
    throw new UnsupportedOperationException("a secret value has no hash");
  }

  @Override
  public String toString() {
    return "(sensitive value)";
  }
}
