package dev.secretsync.crypt.pgp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.PacketTags;

/**
 * Takes a message apart into packets (RFC 9580, 4.2). It is done here, before Bouncy Castle sees
 * anything, because there a length is believed before the bytes are there.
 */
final class PacketReader {
  private static final int MAX_PACKETS = 128;
  private static final int INDETERMINATE = 3;
  private static final int TWO_OCTETS = 192;
  private static final int PARTIAL = 224;
  private static final int FOUR_OCTETS = 255;

  /** Only what holds data may come in parts, or without a length. */
  private static final Set<Integer> DATA =
      Set.of(
          PacketTags.COMPRESSED_DATA,
          PacketTags.SYMMETRIC_KEY_ENC,
          PacketTags.LITERAL_DATA,
          PacketTags.SYM_ENC_INTEGRITY_PRO,
          PacketTags.AEAD_ENC_DATA);

  private final byte[] bytes;
  private final PgpOpening.Part part;
  private int next;

  private PacketReader(byte[] bytes, PgpOpening.Part part) {
    this.bytes = bytes;
    this.part = part;
  }

  /**
   * All packets but those that say nothing.
   *
   * @param part what is damaged when these are no packets
   */
  static List<Packet> read(byte[] bytes, PgpOpening.Part part) {
    PacketReader reader = new PacketReader(bytes, part);
    List<Packet> packets = new ArrayList<>();
    for (int count = 0; reader.next < bytes.length; count++) {
      if (count == MAX_PACKETS) {
        throw reader.damaged();
      }
      Packet packet = reader.packet();
      if (packet.isMeaningful()) {
        packets.add(packet);
      }
    }
    return packets;
  }

  private Packet packet() {
    int header = octet();
    if ((header & 0x80) == 0) {
      throw damaged();
    }
    boolean newFormat = (header & 0x40) != 0;
    int tag = newFormat ? header & 0x3f : (header >> 2) & 0x0f;
    return new Packet(tag, newFormat ? newBody(tag) : oldBody(tag, header & 3));
  }

  private byte[] oldBody(int tag, int lengthType) {
    if (lengthType == INDETERMINATE) {
      require(DATA.contains(tag));
      return take(bytes.length - next);
    }
    return take(number(1 << lengthType));
  }

  private byte[] newBody(int tag) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    while (true) {
      int first = octet();
      if (first < PARTIAL || first == FOUR_OCTETS) {
        byte[] last = take(length(first));
        if (parts.size() == 0) {
          return last;
        }
        parts.writeBytes(last);
        return parts.toByteArray();
      }
      require(DATA.contains(tag));
      parts.writeBytes(take(1L << (first & 0x1f)));
    }
  }

  private long length(int first) {
    if (first == FOUR_OCTETS) {
      return number(Integer.BYTES);
    }
    return first < TWO_OCTETS ? first : ((first - TWO_OCTETS) << Byte.SIZE) + octet() + TWO_OCTETS;
  }

  private long number(int octets) {
    long number = 0;
    for (int i = 0; i < octets; i++) {
      number = (number << Byte.SIZE) | octet();
    }
    return number;
  }

  private int octet() {
    require(next < bytes.length);
    return bytes[next++] & 0xff;
  }

  private byte[] take(long length) {
    require(length <= bytes.length - next);
    byte[] taken = new byte[(int) length];
    System.arraycopy(bytes, next, taken, 0, taken.length);
    next += taken.length;
    return taken;
  }

  private void require(boolean wellFormed) {
    if (!wellFormed) {
      throw damaged();
    }
  }

  private UnreadableMessage damaged() {
    return UnreadableMessage.damaged(part);
  }
}
