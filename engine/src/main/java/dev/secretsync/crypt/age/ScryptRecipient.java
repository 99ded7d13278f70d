package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Optional;

/** A passphrase to encrypt with; the only recipient of its file (formats.md 2.3). */
public final class ScryptRecipient implements AgeRecipient {
  private static final int WORK_FACTOR = 18;

  private final SecretBytes passphrase;
  private final int workFactor;

  private ScryptRecipient(SecretBytes passphrase, int workFactor) {
    this.passphrase = passphrase;
    this.workFactor = workFactor;
  }

  /**
   * Encrypts with {@code passphrase}, which stays the caller's to close, after the last use of
   * this.
   *
   * @return nothing for an empty passphrase
   */
  public static Optional<ScryptRecipient> of(SecretBytes passphrase) {
    return of(passphrase, WORK_FACTOR);
  }

  static Optional<ScryptRecipient> of(SecretBytes passphrase, int workFactor) {
    return passphrase.size() == 0
        ? Optional.empty()
        : Optional.of(new ScryptRecipient(passphrase, workFactor));
  }

  SecretBytes passphrase() {
    return passphrase;
  }

  int workFactor() {
    return workFactor;
  }

  /** No recipient file names a passphrase, so this says only that it is one. */
  @Override
  public String text() {
    return "(passphrase)";
  }

  @Override
  public String toString() {
    return text();
  }
}
