package dev.secretsync.crypt.age;

import java.security.ProviderException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Optional;

/** An SSH private key of type {@code ssh-rsa} with 2048 bits or more (formats.md 2.3). */
public final class SshRsaIdentity implements AgeIdentity {
  private final RSAPrivateCrtKey key;
  private final SshRsaRecipient recipient;

  private SshRsaIdentity(RSAPrivateCrtKey key, SshRsaRecipient recipient) {
    this.key = key;
    this.recipient = recipient;
  }

  /** The identity of a private key; nothing where that is too short, or its numbers do not fit. */
  public static Optional<SshRsaIdentity> of(RSAPrivateCrtKey key) {
    return SshRsaRecipient.of(key.getModulus(), key.getPublicExponent())
        .map(recipient -> new SshRsaIdentity(key, recipient))
        .filter(SshRsaIdentity::fits);
  }

  /** Numbers that do not fit fail in many ways, and would do so at the first file of somebody. */
  private boolean fits() {
    try (KeyMemory memory = new KeyMemory()) {
      byte[] fileKey = memory.keep(FileKey.create());
      SshRsaStanza stanza = SshRsaStanza.parse(SshRsaStanza.wrap(fileKey, recipient));
      return stanza.unwrap(this, memory).filter(b -> Arrays.equals(b, fileKey)).isPresent();
    } catch (DamagedAgeFile
        | IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | ProviderException _) {
      return false;
    }
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
