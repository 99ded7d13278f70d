package dev.secretsync.crypt.age;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A stanza of type {@code ssh-ed25519} (formats.md 2.3). */
final class SshEd25519Stanza implements KnownStanza {
  static final String TYPE = "ssh-ed25519";
  static final String INFO = "age-encryption.org/v1/ssh-ed25519";

  private final String tag;
  private final byte[] share;
  private final byte[] body;

  private SshEd25519Stanza(String tag, byte[] share, byte[] body) {
    this.tag = tag;
    this.share = share;
    this.body = body;
  }

  static SshEd25519Stanza parse(Stanza stanza) {
    List<String> arguments = stanza.arguments(2);
    return new SshEd25519Stanza(
        SshWire.parseTag(arguments.getFirst()),
        Stanza.decode(arguments.getLast(), X25519Key.SIZE),
        stanza.body(FileKey.WRAPPED_SIZE));
  }

  static Stanza wrap(byte[] fileKey, SshEd25519Recipient recipient, KeyMemory memory) {
    byte[] ephemeral = memory.keep(X25519Key.newScalar());
    byte[] share = X25519Key.publicKey(ephemeral);
    // the recipient was checked when it was read, so this cannot be a point of small order
    byte[] secret = memory.keep(X25519Key.agree(ephemeral, recipient.publicKey()).orElseThrow());
    byte[] key = wrappingKey(secret, share, recipient, memory);
    return new Stanza(
        TYPE,
        List.of(recipient.tag(), StrictBase64.encodeUnpadded(share)),
        FileKey.seal(fileKey, key));
  }

  /** Throws {@link DamagedAgeFile} where the tag is of this identity, and the rest is not. */
  Optional<byte[]> unwrap(SshEd25519Identity identity, KeyMemory memory) {
    SshEd25519Recipient recipient = identity.toRecipient();
    if (!tag.equals(recipient.tag())) {
      return Optional.empty();
    }
    byte[] secret = memory.keep(identity.agree(share).orElseThrow(Header::damaged));
    byte[] key = wrappingKey(secret, share, recipient, memory);
    return Optional.of(memory.keep(FileKey.open(body, key).orElseThrow(Header::damaged)));
  }

  private static byte[] wrappingKey(
      byte[] secret, byte[] share, SshEd25519Recipient recipient, KeyMemory memory) {
    byte[] bound =
        memory.keep(X25519Key.agree(recipient.tweak(), secret).orElseThrow(Header::damaged));
    byte[] salt = Arrays.copyOf(share, 2 * X25519Key.SIZE);
    System.arraycopy(recipient.publicKey(), 0, salt, X25519Key.SIZE, X25519Key.SIZE);
    return memory.keep(Primitives.hkdf(bound, salt, INFO));
  }
}
