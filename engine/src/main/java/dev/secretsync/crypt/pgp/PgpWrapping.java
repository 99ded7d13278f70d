package dev.secretsync.crypt.pgp;

public sealed interface PgpWrapping {
  record Wrapped(String armored) implements PgpWrapping {}

  record Refused(String why, String hint) implements PgpWrapping {}
}
