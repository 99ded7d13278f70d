package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPException;

/** What a message holds once it is decrypted: one literal, compressed at most once. */
final class Literal {
  /** What a packet may inflate to (security.md X10). */
  static final int MAX_CONTENT = 64 << 10;

  /** Format, length of the name, time (RFC 9580, 5.9). */
  static final int FIXED = 1 + 1 + 4;

  private Literal() {}

  /** The data of the one literal in {@code content}. */
  static SecretBytes in(byte[] content) {
    List<Packet> packets = packets(content);
    try {
      if (packets.size() == 1 && packets.getFirst().tag() == PacketTags.COMPRESSED_DATA) {
        return inflated(packets.getFirst());
      }
      return only(packets);
    } finally {
      packets.forEach(Packet::erase);
    }
  }

  private static List<Packet> packets(byte[] content) {
    return PacketReader.read(content, PgpOpening.Part.CONTENT);
  }

  private static SecretBytes inflated(Packet compressed) {
    byte[] encoded = compressed.encoded();
    byte[] content = {};
    try (InputStream in = new PGPCompressedData(encoded).getDataStream()) {
      content = in.readNBytes(MAX_CONTENT + 1);
      if (content.length > MAX_CONTENT) {
        throw UnreadableMessage.refused(PgpOpening.Reason.TOO_LARGE);
      }
      List<Packet> packets = packets(content);
      try {
        return only(packets);
      } finally {
        packets.forEach(Packet::erase);
      }
    } catch (UnreadableMessage e) {
      throw e;
    } catch (IOException | PGPException | RuntimeException _) { // the library throws any of them
      throw UnreadableMessage.damaged(PgpOpening.Part.CONTENT);
    } finally {
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(content, (byte) 0);
    }
  }

  private static SecretBytes only(List<Packet> packets) {
    if (packets.size() != 1 || packets.getFirst().tag() != PacketTags.LITERAL_DATA) {
      throw UnreadableMessage.refused(PgpOpening.Reason.NOT_ONE_LITERAL);
    }
    Packet literal = packets.getFirst();
    int start = FIXED + literal.at(1);
    if (start >= literal.size()) { // also where it is empty, as no data key is
      throw UnreadableMessage.damaged(PgpOpening.Part.CONTENT);
    }
    if (literal.size() - start > MAX_CONTENT) {
      throw UnreadableMessage.refused(PgpOpening.Reason.TOO_LARGE);
    }
    byte[] data = literal.from(start, literal.size() - start);
    try {
      return SecretBytes.copyOf(data);
    } finally {
      Arrays.fill(data, (byte) 0);
    }
  }
}
