package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;

public sealed interface PgpOpening {
  record Opened(SecretBytes payload) implements PgpOpening {}

  record NoMatch() implements PgpOpening {}

  record Damaged() implements PgpOpening {}
}
