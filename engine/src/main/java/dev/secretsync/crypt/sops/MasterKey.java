package dev.secretsync.crypt.sops;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A key that can open a file, as the {@code sops} block and {@code .sops.yaml} name it; public, and
 * only a label: nothing proves that a data key was really wrapped for it (security.md X6).
 */
public sealed interface MasterKey {
  KeyKind kind();

  /** How SOPS spells it, by which it compares keys: equal text, equal key (formats.md 1.14). */
  String text();

  /** The same as messages show it: nothing that a terminal would obey. */
  default String shown() {
    return Place.visible(text());
  }

  /** An age recipient: X25519, hybrid, ssh or of a plugin. */
  record Age(String recipient) implements MasterKey {
    @Override
    public KeyKind kind() {
      return KeyKind.AGE;
    }

    @Override
    public String text() {
      return recipient;
    }
  }

  /**
   * An OpenPGP key by its fingerprint: upper case, without spaces, perhaps with a final {@code !}.
   */
  record Pgp(String fingerprint) implements MasterKey {
    @Override
    public KeyKind kind() {
      return KeyKind.PGP;
    }

    @Override
    public String text() {
      return fingerprint;
    }
  }

  /** AWS KMS; {@code role} and {@code profile} are empty where there is none. */
  record Kms(String arn, String role, SortedMap<String, String> context, String profile)
      implements MasterKey {
    public Kms {
      context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
    }

    @Override
    public KeyKind kind() {
      return KeyKind.KMS;
    }

    @Override
    public String text() {
      String key = role.isEmpty() ? arn : arn + "+" + role;
      String pairs =
          context.entrySet().stream()
              .map(pair -> pair.getKey() + ":" + pair.getValue())
              .collect(Collectors.joining(","));
      if (!profile.isEmpty()) {
        return key + "|" + pairs + "|" + profile;
      }
      return pairs.isEmpty() ? key : key + "|" + pairs;
    }
  }

  /** Google Cloud KMS. */
  record GcpKms(String resourceId) implements MasterKey {
    @Override
    public KeyKind kind() {
      return KeyKind.GCP_KMS;
    }

    @Override
    public String text() {
      return resourceId;
    }
  }

  /** Azure Key Vault; {@code version} is empty where none is pinned yet. */
  record AzureKv(String vaultUrl, String name, String version) implements MasterKey {
    @Override
    public KeyKind kind() {
      return KeyKind.AZURE_KV;
    }

    @Override
    public String text() {
      return vaultUrl + "/keys/" + name + "/" + version;
    }
  }

  /** The transit engine of HashiCorp Vault. */
  record HcVault(String address, String enginePath, String keyName) implements MasterKey {
    @Override
    public KeyKind kind() {
      return KeyKind.HC_VAULT;
    }

    @Override
    public String text() {
      return address + "/v1/" + enginePath + "/keys/" + keyName;
    }
  }

  /** Huawei Cloud KMS. */
  record Hckms(String keyId) implements MasterKey {
    @Override
    public KeyKind kind() {
      return KeyKind.HCKMS;
    }

    @Override
    public String text() {
      return keyId;
    }
  }
}
