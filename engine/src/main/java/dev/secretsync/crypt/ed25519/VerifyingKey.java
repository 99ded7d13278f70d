package dev.secretsync.crypt.ed25519;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** A public Ed25519 key. */
public final class VerifyingKey {
  private static final String SSH_TYPE = "ssh-ed25519";

  /** What stands before the key in a SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] INFO_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** What stands before it where SSH writes it (RFC 8709): the type and both lengths. */
  private static final byte[] WIRE_PREFIX =
      HexFormat.of().parseHex("0000000b7373682d6564323535313900000020");

  private final byte[] point;

  VerifyingKey(byte[] point) {
    this.point = point.clone();
  }

  /** A SubjectPublicKeyInfo, which for this kind of key has one spelling. */
  static Optional<VerifyingKey> ofSubjectPublicKeyInfo(byte[] der) {
    return behind(INFO_PREFIX, der);
  }

  /** A line of a {@code .pub} file: type, key and perhaps a comment. */
  static Optional<VerifyingKey> ofSshLine(String line) {
    String[] words = line.split("[ \t]+", 3);
    if (words.length < 2 || !words[0].equals(SSH_TYPE)) {
      return Optional.empty();
    }
    try {
      return behind(WIRE_PREFIX, Base64.getDecoder().decode(words[1]));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Nothing where the rest is no point that a private key could lead to. */
  private static Optional<VerifyingKey> behind(byte[] prefix, byte[] bytes) {
    if (bytes.length != prefix.length + Ed25519.PUBLIC_KEY_SIZE
        || !Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)) {
      return Optional.empty();
    }
    byte[] point = Arrays.copyOfRange(bytes, prefix.length, bytes.length);
    return Ed25519.validatePublicKeyFull(point, 0)
        ? Optional.of(new VerifyingKey(point))
        : Optional.empty();
  }

  /** Whether a signature is good: of this message, and made by the private half of this key. */
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, 0, message, 0, message.length);
  }

  /** What {@code ssh-keygen -l} shows of it, as {@code SHA256:} and unpadded base64. */
  public String fingerprint() {
    try {
      return "SHA256:"
          + Base64.getEncoder()
              .withoutPadding()
              .encodeToString(MessageDigest.getInstance("SHA-256").digest(wire()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private byte[] wire() {
    byte[] wire = Arrays.copyOf(WIRE_PREFIX, WIRE_PREFIX.length + point.length);
    System.arraycopy(point, 0, wire, WIRE_PREFIX.length, point.length);
    return wire;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifyingKey that && Arrays.equals(point, that.point);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(point);
  }

  /** As in a {@code .pub} file. */
  @Override
  public String toString() {
    return SSH_TYPE + " " + Base64.getEncoder().encodeToString(wire());
  }
}
