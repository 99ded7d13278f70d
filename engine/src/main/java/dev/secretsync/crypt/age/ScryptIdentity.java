package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Optional;

/** A passphrase that opens files (formats.md 2.3; limits in security.md X10). */
public final class ScryptIdentity implements AgeIdentity {
  /** 1 GiB of memory and some seconds. */
  private static final int DEFAULT_LIMIT = 20;

  private final SecretBytes passphrase;
  private final int maxWorkFactor;

  private ScryptIdentity(SecretBytes passphrase, int maxWorkFactor) {
    this.passphrase = passphrase;
    this.maxWorkFactor = maxWorkFactor;
  }

  /**
   * Opens files with {@code passphrase}, which stays the caller's to close, after the last use of
   * this, up to work factor 20.
   *
   * @return nothing for an empty passphrase
   */
  public static Optional<ScryptIdentity> of(SecretBytes passphrase) {
    return of(passphrase, DEFAULT_LIMIT);
  }

  /** The same up to work factor 22, which takes 4 GiB of memory: by explicit choice only. */
  public static Optional<ScryptIdentity> withHighLimit(SecretBytes passphrase) {
    return of(passphrase, ScryptStanza.MAX_WORK_FACTOR);
  }

  private static Optional<ScryptIdentity> of(SecretBytes passphrase, int maxWorkFactor) {
    return passphrase.size() == 0
        ? Optional.empty()
        : Optional.of(new ScryptIdentity(passphrase, maxWorkFactor));
  }

  SecretBytes passphrase() {
    return passphrase;
  }

  int maxWorkFactor() {
    return maxWorkFactor;
  }

  @Override
  public Optional<AgeRecipient> publicHalf() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "passphrase";
  }
}
