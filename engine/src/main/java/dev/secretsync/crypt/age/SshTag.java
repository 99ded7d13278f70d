package dev.secretsync.crypt.age;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a stanza names the SSH key that it is for: its type, and the first four bytes of the hash of
 * the public key (formats.md 2.3). It is public, and known without the passphrase of a key file.
 */
record SshTag(String type, String tag) {
  private static final int TAG_SIZE = 4;
  private static final int MAX_TYPE = 64;

  /** Of a public key as SSH sends it. */
  static Optional<SshTag> of(byte[] wire) {
    if (wire.length < Integer.BYTES) {
      return Optional.empty();
    }
    int length = ByteBuffer.wrap(wire).getInt();
    if (length < 1 || length > MAX_TYPE || length > wire.length - Integer.BYTES) {
      return Optional.empty();
    }
    String type = new String(wire, Integer.BYTES, length, StandardCharsets.ISO_8859_1);
    byte[] tag = Arrays.copyOf(Primitives.sha256(wire), TAG_SIZE);
    return Optional.of(new SshTag(type, StrictBase64.encodeUnpadded(tag)));
  }

  /** Of the first line of a {@code .pub} file. */
  static Optional<SshTag> ofAuthorizedKey(String line) {
    String[] words = line.strip().split("[ \t]+", 3);
    return words.length < 2
        ? Optional.empty()
        : StrictBase64.decodePadded(words[1])
            .flatMap(SshTag::of)
            .filter(tag -> tag.type().equals(words[0]));
  }

  boolean names(Stanza stanza) {
    return stanza.type().equals(type)
        && !stanza.arguments().isEmpty()
        && stanza.arguments().getFirst().equals(tag);
  }
}
