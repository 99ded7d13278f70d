package dev.secretsync.crypt.sops;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.secretsync.crypt.age.AgeRecipient;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads keys as {@code .sops.yaml}, flags and variables spell them (formats.md 1.11, 1.13). Data
 * only: no key is looked up and no address is asked (security.md X9).
 */
final class KeyTexts {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[0-9A-Za-z_-]*:kms:[^:\\s]+:[0-9]+:(?:key|alias)/\\S+");
  private static final Pattern ROLE = Pattern.compile("arn:aws[0-9A-Za-z_-]*:(?:iam|sts):\\S+");
  private static final Pattern FINGERPRINT = Pattern.compile("(?:[0-9A-F]{40}|[0-9A-F]{64})!?");
  private static final Pattern GCP =
      Pattern.compile("projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+/cryptoKeys/[^/\\s]+");
  private static final Pattern HUAWEI = Pattern.compile("[^:,\\s]+:[^,\\s]+");
  private static final Pattern AZURE =
      Pattern.compile("(https://[^/\\s?#@]+)/keys/([^/\\s?#]+)(?:/([^/\\s?#]*))?");
  private static final Pattern AZURE_VAULT = Pattern.compile("https://[^/\\s?#@]+/?");
  private static final Pattern AZURE_NAME = Pattern.compile("[^/\\s?#]*");
  private static final Pattern VAULT_PATH = Pattern.compile("/v[0-9]+/([^?#]+)/[^/]+/([^/]+)/?");

  private KeyTexts() {}

  /** What stands in a list of keys of this kind, as messages call it. */
  static String expected(KeyKind kind) {
    return switch (kind) {
      case AGE -> "age recipient";
      case AZURE_KV -> "URL of an Azure Key Vault key";
      case GCP_KMS -> "resource id of a Google Cloud KMS key";
      case HC_VAULT -> "URL of a Vault transit key";
      case HCKMS -> "region and id of a Huawei Cloud KMS key";
      case KMS -> "ARN of an AWS KMS key";
      case PGP -> "OpenPGP fingerprint";
    };
  }

  /** How to write such a key. */
  static String example(KeyKind kind) {
    return switch (kind) {
      case AGE -> "write age1..., age1pq1..., ssh-ed25519 ... or ssh-rsa ...";
      case AZURE_KV -> "write https://VAULT/keys/NAME/VERSION";
      case GCP_KMS -> "write projects/P/locations/L/keyRings/R/cryptoKeys/K";
      case HC_VAULT -> "write https://HOST:8200/v1/transit/keys/NAME";
      case HCKMS -> "write REGION:KEY-UUID";
      case KMS -> "write arn:aws:kms:REGION:ACCOUNT:key/ID, perhaps with +ROLE-ARN";
      case PGP -> "write all 40 hexadecimal digits of the fingerprint, in quotes";
    };
  }

  /** The texts of a list with commas; SOPS skips empty ones. */
  static List<String> split(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  /**
   * One key.
   *
   * @param context of AWS KMS; ignored by other kinds, as is {@code profile}
   */
  static Optional<MasterKey> parse(
      KeyKind kind, String text, SortedMap<String, String> context, String profile) {
    String stripped = text.strip();
    return switch (kind) {
      case AGE -> AgeRecipient.parse(stripped).map(_ -> new MasterKey.Age(stripped));
      case AZURE_KV -> azure(stripped);
      case GCP_KMS ->
          Optional.of(withoutBlanks(text)).filter(GCP::matches).map(MasterKey.GcpKms::new);
      case HC_VAULT -> vault(stripped);
      case HCKMS -> Optional.of(stripped).filter(HUAWEI::matches).map(MasterKey.Hckms::new);
      case KMS -> kms(withoutBlanks(text), context, profile);
      case PGP ->
          Optional.of(withoutBlanks(text).toUpperCase(Locale.ROOT))
              .filter(FINGERPRINT::matches)
              .map(MasterKey.Pgp::new);
    };
  }

  private static String withoutBlanks(String text) {
    return text.strip().replace(" ", "");
  }

  /** {@code ARN+ROLE}: an ARN has no {@code +arn:} in it. */
  private static Optional<MasterKey> kms(
      String text, SortedMap<String, String> context, String profile) {
    int plus = text.indexOf("+arn:");
    return plus < 0
        ? kms(text, "", context, profile)
        : kms(text.substring(0, plus), text.substring(plus + 1), context, profile);
  }

  /** An AWS KMS key in its parts; {@code role} may be empty. */
  static Optional<MasterKey> kms(
      String arn, String role, SortedMap<String, String> context, String profile) {
    return ARN.matches(arn) && (role.isEmpty() || ROLE.matches(role))
        ? Optional.of(new MasterKey.Kms(arn, role, context, profile))
        : Optional.empty();
  }

  private static Optional<MasterKey> azure(String url) {
    Matcher parts = AZURE.matcher(url);
    return parts.matches()
        ? Optional.of(
            new MasterKey.AzureKv(
                parts.group(1), parts.group(2), Optional.ofNullable(parts.group(3)).orElse("")))
        : Optional.empty();
  }

  /** An Azure key in its parts; {@code version} may be empty. */
  static Optional<MasterKey> azure(String vaultUrl, String name, String version) {
    return AZURE_VAULT.matches(vaultUrl)
            && !name.isEmpty()
            && AZURE_NAME.matches(name)
            && AZURE_NAME.matches(version)
        ? Optional.of(new MasterKey.AzureKv(vaultUrl, name, version))
        : Optional.empty();
  }

  private static Optional<MasterKey> vault(String url) {
    try {
      URI uri = new URI(url);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      String host = Optional.ofNullable(uri.getRawAuthority()).orElse("");
      Matcher path = VAULT_PATH.matcher(Optional.ofNullable(uri.getRawPath()).orElse(""));
      boolean sound =
          (scheme.equals("https") || scheme.equals("http"))
              && !host.isEmpty()
              && !host.contains("@") // a password would stand in every encrypted file
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && path.matches();
      if (!sound || !isPlain(path.group(1)) || !isPlain(path.group(2))) {
        return Optional.empty();
      }
      return Optional.of(
          new MasterKey.HcVault(scheme + "://" + host, path.group(1), path.group(2)));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** Whether no part of a path would lead elsewhere. */
  private static boolean isPlain(String path) {
    return Arrays.stream(path.split("/", -1))
        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
