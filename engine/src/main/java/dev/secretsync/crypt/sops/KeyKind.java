package dev.secretsync.crypt.sops;

/** The kinds of keys for which SOPS wraps a data key (formats.md 1.8). */
public enum KeyKind {
  AGE("age"),
  AZURE_KV("azure_kv"),
  GCP_KMS("gcp_kms"),
  HC_VAULT("hc_vault"),
  HCKMS("hckms"),
  KMS("kms"),
  PGP("pgp");

  private final String field;

  KeyKind(String field) {
    this.field = field;
  }

  /** Its name in the {@code sops} block. */
  public String field() {
    return field;
  }
}
