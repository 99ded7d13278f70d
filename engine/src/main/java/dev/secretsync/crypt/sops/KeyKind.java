package dev.secretsync.crypt.sops;

import java.util.List;

/** The kinds of keys for which SOPS wraps a data key (formats.md 1.8). */
public enum KeyKind {
  AGE("age", "recipient"),
  AZURE_KV("azure_kv", "vault_url"),
  GCP_KMS("gcp_kms", "resource_id"),
  HC_VAULT("hc_vault", "vault_address"),
  HCKMS("hckms", "key_id"),
  KMS("kms", "arn"),
  PGP("pgp", "fp");

  /** The order in which SOPS puts the keys of a group together when it reads a file. */
  static final List<KeyKind> IN_FILE_ORDER =
      List.of(KMS, GCP_KMS, HCKMS, AZURE_KV, HC_VAULT, PGP, AGE);

  private final String field;
  private final String idField;

  KeyKind(String field, String idField) {
    this.field = field;
    this.idField = idField;
  }

  /** Its name in the {@code sops} block. */
  public String field() {
    return field;
  }

  /** The field of an entry that names the key. */
  String idField() {
    return idField;
  }

  /** Whether this version can wrap and unwrap data keys for it; the others need a cloud service. */
  public boolean isSupported() {
    return this == AGE || this == PGP;
  }
}
