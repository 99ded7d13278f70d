package dev.secretsync.crypt.age;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A public key as SSH writes it (RFC 4253 section 6.6; RFC 8709 section 4): a type and fields, each
 * with its length before it.
 */
final class SshWire {
  private static final int TAG_SIZE = 4;

  private final String type;
  private final byte[] bytes;

  private SshWire(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  static SshWire of(String type, byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, type.getBytes(StandardCharsets.US_ASCII));
    for (byte[] field : fields) {
      write(out, field);
    }
    return new SshWire(type, out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, byte[] field) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    out.writeBytes(field);
  }

  /** A line of an {@code authorized_keys} file without options; the comment is not kept. */
  static Optional<SshWire> parseLine(String type, String line) {
    String[] words = line.split("[ \t]+", 3);
    if (words.length < 2 || !words[0].equals(type)) {
      return Optional.empty();
    }
    return StrictBase64.decodePadded(words[1]).map(bytes -> new SshWire(type, bytes));
  }

  /** The field of this number after the type; nothing where the whole is not well-formed. */
  Optional<byte[]> field(int number, int count) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    Optional<byte[]> wanted = Optional.empty();
    for (int i = -1; i < count; i++) {
      if (rest.remaining() < Integer.BYTES) {
        return Optional.empty();
      }
      int length = rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        return Optional.empty();
      }
      byte[] field = new byte[length];
      rest.get(field);
      if (i < 0 && !Arrays.equals(field, type.getBytes(StandardCharsets.US_ASCII))) {
        return Optional.empty();
      }
      if (i == number) {
        wanted = Optional.of(field);
      }
    }
    return rest.hasRemaining() ? Optional.empty() : wanted;
  }

  /** The same as a positive number in its only spelling. */
  Optional<BigInteger> number(int number, int count) {
    return field(number, count)
        .filter(field -> field.length > 0)
        .filter(field -> Arrays.equals(new BigInteger(field).toByteArray(), field))
        .map(BigInteger::new)
        .filter(value -> value.signum() > 0);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** How a recipient line spells it, without a comment. */
  String text() {
    return type + " " + Base64.getEncoder().encodeToString(bytes);
  }

  /** The short hash by which a stanza says whose it is (formats.md 2.3). */
  String tag() {
    return StrictBase64.encodeUnpadded(Arrays.copyOf(Primitives.sha256(bytes), TAG_SIZE));
  }

  /** Refuses an argument that cannot be a tag. */
  static String parseTag(String argument) {
    Stanza.decode(argument, TAG_SIZE);
    return argument;
  }
}
