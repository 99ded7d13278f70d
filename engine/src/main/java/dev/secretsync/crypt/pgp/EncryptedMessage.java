package dev.secretsync.crypt.pgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcSessionKeyDataDecryptorFactory;

/**
 * A session key for each recipient, and data encrypted with it so that changes show: SEIPD of
 * version 1 or 2 (RFC 9580, 5.13), or packet 20 of LibrePGP, which gpg 2.3 and later may write.
 */
final class EncryptedMessage {
  /** Chunks of 4 MiB; a larger one would be allocated before it is read. */
  private static final int MAX_CHUNK = 16;

  private static final int CHUNK_AT = 3;

  private final List<Session> sessions;
  private final Packet data;

  /** The session key, encrypted for one recipient. */
  static final class Session {
    private static final int BY_ID = 3;
    private static final int BY_FINGERPRINT = 6;
    private static final int V4_SIZE = 20;

    private final Packet packet;
    private final long keyId;

    private Session(Packet packet, long keyId) {
      this.packet = packet;
      this.keyId = keyId;
    }

    /** Nothing where it is of a version that cannot stand before that data (RFC 9580, 10.3.2.1). */
    private static Optional<Session> of(Packet packet, Packet data) {
      boolean second = data.tag() == PacketTags.SYM_ENC_INTEGRITY_PRO && data.at(0) == 2;
      if (packet.at(0) != (second ? BY_FINGERPRINT : BY_ID)) {
        return Optional.empty();
      }
      int length = second ? packet.at(1) - 1 : Long.BYTES;
      int start = second ? 1 + 1 + 1 : 1;
      if (second && packet.at(1) == 0) {
        return Optional.of(new Session(packet, 0));
      }
      if (length < Long.BYTES || packet.size() <= start + length) {
        throw UnreadableMessage.damaged(PgpOpening.Part.PACKETS);
      }
      // the id is the end of a fingerprint of version 4, and the beginning of a later one
      int at = length == V4_SIZE ? start + length - Long.BYTES : start;
      return Optional.of(
          new Session(packet, ByteBuffer.wrap(packet.from(at, Long.BYTES)).getLong()));
    }

    /** Whose it is. */
    long keyId() {
      return keyId;
    }

    /** Whether it hides whose it is, so that every key has to be tried. */
    boolean isForAnyKey() {
      return keyId == 0;
    }
  }

  private EncryptedMessage(List<Session> sessions, Packet data) {
    this.sessions = List.copyOf(sessions);
    this.data = data;
  }

  static EncryptedMessage parse(byte[] bytes) {
    List<Packet> packets = PacketReader.read(bytes, PgpOpening.Part.PACKETS);
    if (packets.isEmpty()) {
      throw UnreadableMessage.damaged(PgpOpening.Part.PACKETS);
    }
    Packet data = packets.removeLast();
    refuseWeak(packets, data);
    List<Session> sessions = new ArrayList<>();
    for (Packet packet : packets) {
      switch (packet.tag()) {
        case PacketTags.PUBLIC_KEY_ENC_SESSION -> Session.of(packet, data).ifPresent(sessions::add);
        case PacketTags.SYMMETRIC_KEY_ENC_SESSION -> {
          // a passphrase may open it too, and no file of SOPS has one
        }
        default -> throw UnreadableMessage.damaged(PgpOpening.Part.PACKETS);
      }
    }
    return new EncryptedMessage(sessions, data);
  }

  private static void refuseWeak(List<Packet> before, Packet data) {
    switch (data.tag()) {
      case PacketTags.SYM_ENC_INTEGRITY_PRO -> {
        requireWellFormed(data.at(0) == 1 || data.at(0) == 2);
        requireWellFormed(data.at(0) == 1 || isChunked(data));
      }
      case PacketTags.AEAD_ENC_DATA -> requireWellFormed(data.at(0) == 1 && isChunked(data));
      case PacketTags.SYMMETRIC_KEY_ENC ->
          throw UnreadableMessage.refused(PgpOpening.Reason.NO_INTEGRITY);
      case PacketTags.LITERAL_DATA, PacketTags.COMPRESSED_DATA, PacketTags.SIGNATURE -> {
        requireWellFormed(before.stream().noneMatch(EncryptedMessage::isEncryption));
        throw UnreadableMessage.refused(PgpOpening.Reason.NOT_ENCRYPTED);
      }
      default -> throw UnreadableMessage.damaged(PgpOpening.Part.PACKETS);
    }
  }

  private static boolean isChunked(Packet data) {
    return data.at(CHUNK_AT) >= 0 && data.at(CHUNK_AT) <= MAX_CHUNK;
  }

  private static boolean isEncryption(Packet packet) {
    return packet.tag() == PacketTags.PUBLIC_KEY_ENC_SESSION
        || packet.tag() == PacketTags.SYM_ENC_INTEGRITY_PRO
        || packet.tag() == PacketTags.AEAD_ENC_DATA
        || packet.tag() == PacketTags.SYMMETRIC_KEY_ENC;
  }

  private static void requireWellFormed(boolean wellFormed) {
    if (!wellFormed) {
      throw UnreadableMessage.damaged(PgpOpening.Part.PACKETS);
    }
  }

  List<Session> sessions() {
    return sessions;
  }

  /** The whole message, for {@code gpg}: exactly what was looked at here, and nothing beside it. */
  byte[] encoded() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sessions.forEach(session -> out.writeBytes(session.packet.encoded()));
    out.writeBytes(data.encoded());
    return out.toByteArray();
  }

  /** What the session key for {@code key} gives; nothing is told before all of it is intact. */
  PgpOpening open(Session session, PGPKeyPair key) {
    byte[] content = {};
    try {
      PGPEncryptedDataList encrypted = forLibrary(session);
      content = content(encrypted, sessionKey(encrypted, key));
      return new PgpOpening.Opened(Literal.in(content));
    } catch (UnreadableMessage e) {
      return e.outcome();
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private PGPEncryptedDataList forLibrary(Session session) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(session.packet.encoded());
    out.writeBytes(data.encoded());
    try {
      return new PGPEncryptedDataList(out.toByteArray());
    } catch (IOException | RuntimeException _) { // the library throws any of them
      throw UnreadableMessage.damaged(PgpOpening.Part.PACKETS);
    }
  }

  private static PGPSessionKey sessionKey(PGPEncryptedDataList encrypted, PGPKeyPair key) {
    try {
      return ((PGPPublicKeyEncryptedData) encrypted.get(0))
          .getSessionKey(new BcPublicKeyDataDecryptorFactory(key));
    } catch (PGPException | RuntimeException _) { // the library throws any of them
      throw UnreadableMessage.damaged(PgpOpening.Part.SESSION_KEY);
    }
  }

  private static byte[] content(PGPEncryptedDataList encrypted, PGPSessionKey sessionKey) {
    byte[] content = {};
    try {
      PGPSessionKeyEncryptedData data = encrypted.extractSessionKeyEncryptedData();
      InputStream in = data.getDataStream(new BcSessionKeyDataDecryptorFactory(sessionKey));
      content = in.readAllBytes(); // no more than the message had
      if (data.isAEAD() || data.verify()) { // reading to the end checks the former
        return content;
      }
    } catch (IOException | PGPException | RuntimeException _) { // the library throws any of them
      // as below
    }
    Arrays.fill(content, (byte) 0);
    throw UnreadableMessage.damaged(PgpOpening.Part.CONTENT);
  }
}
