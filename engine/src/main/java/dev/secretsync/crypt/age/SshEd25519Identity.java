package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An SSH private key of type {@code ssh-ed25519} (formats.md 2.3). */
public final class SshEd25519Identity implements AgeIdentity {
  private final byte[] scalar;
  private final SshEd25519Recipient recipient;

  private SshEd25519Identity(byte[] seed) {
    byte[] hash = Primitives.sha512(seed);
    this.scalar = Arrays.copyOf(hash, X25519Key.SIZE);
    Arrays.fill(hash, (byte) 0);
    byte[] edwards = new byte[Ed25519Point.SIZE];
    Ed25519.generatePublicKey(seed, 0, edwards, 0);
    this.recipient = SshEd25519Recipient.of(edwards, X25519Key.publicKey(scalar));
  }

  /**
   * The identity of a private key's 32 bytes (RFC 8032 section 5.1.5), which stay the caller's to
   * overwrite.
   *
   * @return nothing where they are not 32
   */
  public static Optional<SshEd25519Identity> of(byte[] seed) {
    return seed.length == Ed25519.SECRET_KEY_SIZE
        ? Optional.of(new SshEd25519Identity(seed))
        : Optional.empty();
  }

  /** The same for bytes that are kept as a secret. */
  public static Optional<SshEd25519Identity> of(SecretBytes seed) {
    return seed.reveal(bytes -> of(bytes));
  }

  /** Whoever encrypts for it encrypts for this identity. */
  public SshEd25519Recipient toRecipient() {
    return recipient;
  }

  /** X25519 with another public key; nothing where that has small order. */
  Optional<byte[]> agree(byte[] theirs) {
    return X25519Key.agree(scalar, theirs);
  }

  @Override
  public Optional<AgeRecipient> publicHalf() {
    return Optional.of(recipient);
  }

  @Override
  public String toString() {
    return "identity of " + recipient;
  }
}
