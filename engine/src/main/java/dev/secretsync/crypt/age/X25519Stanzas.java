package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;

/** Stanzas of type {@code X25519} (formats.md 2.3). */
final class X25519Stanzas {
  private static final String TYPE = "X25519";
  private static final String INFO = "age-encryption.org/v1/X25519";
  private static final int BODY_SIZE = AgeFile.FILE_KEY_SIZE + Primitives.TAG_SIZE;

  private final List<Stanza> stanzas;

  /** Takes those of this type, and refuses the file if one of them is malformed. */
  X25519Stanzas(Header header) {
    stanzas = header.stanzas().stream().filter(s -> s.type().equals(TYPE)).toList();
    stanzas.forEach(X25519Stanzas::share);
  }

  /** The file key, if one of them is for this identity. */
  Optional<byte[]> unwrap(X25519Identity identity, KeyMemory memory) {
    return stanzas.stream().flatMap(s -> unwrap(s, identity, memory).stream()).findFirst();
  }

  private static Optional<byte[]> unwrap(Stanza stanza, X25519Identity identity, KeyMemory memory) {
    byte[] share = share(stanza);
    Optional<byte[]> agreed = identity.agree(share);
    byte[] secret = memory.keep(agreed.orElseThrow(X25519Stanzas::damaged));
    byte[] salt = new byte[2 * X25519Identity.SIZE];
    System.arraycopy(share, 0, salt, 0, X25519Identity.SIZE);
    System.arraycopy(identity.publicKey(), 0, salt, X25519Identity.SIZE, X25519Identity.SIZE);
    byte[] key = memory.keep(Primitives.hkdf(secret, salt, INFO));
    byte[] body = stanza.body();
    return Primitives.decrypt(key, new byte[Primitives.NONCE_SIZE], body, 0, body.length)
        .map(memory::keep);
  }

  /** The ephemeral share; the place where a malformed stanza is found. */
  private static byte[] share(Stanza stanza) {
    if (stanza.arguments().size() != 1 || stanza.body().length != BODY_SIZE) {
      throw damaged();
    }
    Optional<byte[]> share = StrictBase64.decodeUnpadded(stanza.arguments().getFirst());
    return share.filter(s -> s.length == X25519Identity.SIZE).orElseThrow(X25519Stanzas::damaged);
  }

  private static DamagedAgeFile damaged() {
    return new DamagedAgeFile(AgeOpening.Part.HEADER);
  }
}
