package dev.secretsync.crypt.age;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A stanza of type {@code X25519} (formats.md 2.3). */
final class X25519Stanza implements KnownStanza {
  static final String TYPE = "X25519";
  private static final String INFO = "age-encryption.org/v1/X25519";

  private final byte[] share;
  private final byte[] body;

  private X25519Stanza(byte[] share, byte[] body) {
    this.share = share;
    this.body = body;
  }

  static X25519Stanza parse(Stanza stanza) {
    return new X25519Stanza(stanza.onlyArgument(X25519Key.SIZE), stanza.body(FileKey.WRAPPED_SIZE));
  }

  static Stanza wrap(byte[] fileKey, X25519Recipient recipient, KeyMemory memory) {
    byte[] ephemeral = memory.keep(X25519Key.newScalar());
    byte[] share = X25519Key.publicKey(ephemeral);
    // the recipient was checked when it was read, so this cannot be a point of small order
    byte[] secret = memory.keep(X25519Key.agree(ephemeral, recipient.publicKey()).orElseThrow());
    byte[] key = wrappingKey(secret, share, recipient.publicKey(), memory);
    return new Stanza(
        TYPE, List.of(StrictBase64.encodeUnpadded(share)), FileKey.seal(fileKey, key));
  }

  /** The file key, if this is for {@code identity}. */
  Optional<byte[]> unwrap(X25519Identity identity, KeyMemory memory) {
    byte[] secret = memory.keep(identity.agree(share).orElseThrow(Header::damaged));
    byte[] key = wrappingKey(secret, share, identity.toRecipient().publicKey(), memory);
    return FileKey.open(body, key).map(memory::keep);
  }

  private static byte[] wrappingKey(
      byte[] secret, byte[] share, byte[] recipient, KeyMemory memory) {
    byte[] salt = Arrays.copyOf(share, 2 * X25519Key.SIZE);
    System.arraycopy(recipient, 0, salt, X25519Key.SIZE, X25519Key.SIZE);
    return memory.keep(Primitives.hkdf(secret, salt, INFO));
  }
}
