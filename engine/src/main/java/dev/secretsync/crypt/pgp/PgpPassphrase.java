package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;
import java.util.Optional;

/** Knows, or asks somebody for, the passphrases of secret keys. */
@FunctionalInterface
public interface PgpPassphrase {
  /**
   * The passphrase in UTF-8, which the asker closes, or nothing where there is none; asked at most
   * once for each key.
   *
   * @param fingerprint of the key that it protects, in upper case; safe to show
   */
  Optional<SecretBytes> of(String fingerprint);
}
