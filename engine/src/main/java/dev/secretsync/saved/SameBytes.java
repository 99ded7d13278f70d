package dev.secretsync.saved;

import dev.secretsync.files.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Takes what is written and only finds out whether it is the same as what was read. */
final class SameBytes extends OutputStream {
  private final byte[] expected;
  private int at;
  private boolean differs;

  private SameBytes(byte[] expected) {
    this.expected = expected;
  }

  /**
   * Nothing was overlooked, and nothing means two things.
   *
   * @throws UnreadablePlan when what is written is anything else
   */
  static void require(byte[] expected, WholeFile.Content written) {
    SameBytes same = new SameBytes(expected);
    try {
      written.writeTo(same);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to", e);
    }
    if (same.differs || same.at != expected.length) {
      throw new UnreadablePlan();
    }
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /** Nothing is thrown where it differs: who writes would take that for a fault of its own. */
  @Override
  public void write(byte[] written, int from, int length) {
    differs =
        differs
            || length > expected.length - at
            || !Arrays.equals(expected, at, at + length, written, from, from + length);
    at += differs ? 0 : length;
  }
}
