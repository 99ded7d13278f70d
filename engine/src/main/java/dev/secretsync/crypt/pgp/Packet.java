package dev.secretsync.crypt.pgp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.bcpg.PacketTags;

/** A packet of a message, whole and without its length (RFC 9580, 4.2). */
final class Packet {
  private static final int NEW_FORMAT = 0xc0;
  private static final int FIVE_OCTETS = 0xff;

  /** Those that say nothing (RFC 9580, 5.8 and 5.14). */
  private static final Set<Integer> EMPTY_WORDS = Set.of(PacketTags.MARKER, PacketTags.PADDING);

  private final int tag;
  private final byte[] body;

  Packet(int tag, byte[] body) {
    this.tag = tag;
    this.body = body;
  }

  int tag() {
    return tag;
  }

  int size() {
    return body.length;
  }

  /** The byte at {@code index}, from 0 to 255, or -1 behind the end. */
  int at(int index) {
    return index < body.length ? body[index] & 0xff : -1;
  }

  byte[] from(int index, int length) {
    return Arrays.copyOfRange(body, index, index + length);
  }

  boolean isMeaningful() {
    return !EMPTY_WORDS.contains(tag);
  }

  /** The packet with a header that has one spelling, so that no two readers can differ. */
  byte[] encoded() {
    return ByteBuffer.allocate(2 + Integer.BYTES + body.length)
        .put((byte) (NEW_FORMAT | tag))
        .put((byte) FIVE_OCTETS)
        .putInt(body.length)
        .put(body)
        .array();
  }

  void erase() {
    Arrays.fill(body, (byte) 0);
  }
}
