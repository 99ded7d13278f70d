package dev.secretsync.crypt.age;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The buffers that hold keys or plaintext during one operation; closing it overwrites all of them,
 * also when an exception ends the operation. The garbage collector may have moved copies before, so
 * this narrows the time that they stay in memory, no more (security.md S3).
 */
public final class KeyMemory implements AutoCloseable {
  private final List<byte[]> buffers = new ArrayList<>();

  /** Takes charge of {@code buffer}, and returns the same array. */
  public byte[] keep(byte[] buffer) {
    buffers.add(buffer);
    return buffer;
  }

  /** How many buffers are in its charge. */
  public int size() {
    return buffers.size();
  }

  /** Whether nothing is left in any of them; what the tests ask after {@link #close}. */
  public boolean isErased() {
    return buffers.stream().allMatch(KeyMemory::isZero);
  }

  private static boolean isZero(byte[] buffer) {
    return Arrays.equals(buffer, new byte[buffer.length]);
  }

  @Override
  public void close() {
    buffers.forEach(buffer -> Arrays.fill(buffer, (byte) 0));
  }
}
