package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;

public final class PgpKeys {
  public PgpOpening unwrap(String armored) {
    return new PgpOpening.NoMatch();
  }

  public PgpWrapping wrap(String fingerprint, SecretBytes key) {
    return new PgpWrapping.Refused("no", "no");
  }
}
