package dev.secretsync.cluster.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/** The body of a request. It holds values, so it can be cleared and cannot be printed. */
final class Payload implements AutoCloseable {
  private final String contentType;
  private final byte[] bytes;

  /** Keeps the given array and clears it on close. */
  Payload(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes;
  }

  String contentType() {
    return contentType;
  }

  int length() {
    return bytes.length;
  }

  /** Starts again when closed: the HTTP client may have to send a request twice. */
  InputStream open() {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        reset();
      }
    };
  }

  /**
   * Also after a request that is still being sent: what follows is then NUL bytes, which no JSON
   * may hold, so the server refuses the whole of it.
   */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
