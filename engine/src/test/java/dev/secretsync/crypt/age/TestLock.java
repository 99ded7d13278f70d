package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;

/** Recipients that cost a test less than a second. */
public final class TestLock {
  /** Its number, as it stands in a header. */
  public static final int WORK_FACTOR = 10;

  private TestLock() {}

  /** A passphrase with a small work factor. */
  public static AgeRecipient of(SecretBytes passphrase) {
    return ScryptRecipient.of(passphrase, WORK_FACTOR).orElseThrow();
  }
}
