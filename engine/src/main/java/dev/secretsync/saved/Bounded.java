package dev.secretsync.saved;

import dev.secretsync.files.WholeFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes so many bytes and no more. */
final class Bounded extends FilterOutputStream {
  private int left;

  /** There were more. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private Bounded(OutputStream out, int most) {
    super(out);
    this.left = most;
  }

  /** The same content, whose writing ends where it is larger. */
  static WholeFile.Content by(int most, WholeFile.Content content) {
    return out -> content.writeTo(new Bounded(out, most));
  }

  @Override
  public void write(int one) throws IOException {
    take(1);
    out.write(one);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    take(length);
    out.write(bytes, from, length);
  }

  private void take(int bytes) throws IOException {
    if (bytes > left) {
      throw new Exceeded();
    }
    left -= bytes;
  }
}
