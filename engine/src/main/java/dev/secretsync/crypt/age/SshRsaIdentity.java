package dev.secretsync.crypt.age;

import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Optional;

/** An SSH private key of type {@code ssh-rsa} with 2048 bits or more (formats.md 2.3). */
public final class SshRsaIdentity implements AgeIdentity {
  private final RSAPrivateCrtKey key;
  private final SshRsaRecipient recipient;

  private SshRsaIdentity(RSAPrivateCrtKey key, SshRsaRecipient recipient) {
    this.key = key;
    this.recipient = recipient;
  }

  /** The identity of a private key; nothing where that is too short, or no key at all. */
  public static Optional<SshRsaIdentity> of(RSAPrivateCrtKey key) {
    return SshRsaRecipient.of(key.getModulus(), key.getPublicExponent())
        .map(recipient -> new SshRsaIdentity(key, recipient));
  }

  /** Whoever encrypts for it encrypts for this identity. */
  public SshRsaRecipient toRecipient() {
    return recipient;
  }

  RSAPrivateCrtKey key() {
    return key;
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
