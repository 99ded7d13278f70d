package dev.secretsync.saved;

import java.io.Writer;
import java.util.function.Consumer;

/** Takes what is written and only finds out whether it is the same as what was read. */
final class SameBytes extends Writer {
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
  static void require(byte[] expected, Consumer<Writer> written) {
    SameBytes same = new SameBytes(expected);
    written.accept(same);
    if (same.differs || same.at != expected.length) {
      throw new UnreadablePlan();
    }
  }

  @Override
  public void write(char[] written, int from, int length) {
    for (int i = from; i < from + length && !differs; i++) {
      differs = at == expected.length || expected[at] != written[i];
      at++;
    }
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    // nothing is open
  }
}
