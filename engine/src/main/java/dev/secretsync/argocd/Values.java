package dev.secretsync.argocd;

import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.Plaintext;
import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Argo CD would make of the values of one Secret. Answers are about keys: no value and no part
 * of one is in them.
 */
final class Values {
  private static final Set<String> TYPES = Set.of("", "git", "helm", "oci");

  /** What Go's {@code strconv.ParseBool} takes. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  private Values() {}

  static List<Finding> check(SecretKind kind, Map<String, SecretBytes> data) {
    List<Finding> findings = new ArrayList<>();
    if (!kind.hasUrl()) {
      return findings;
    }
    if (data.containsKey(SecretKind.URL) && Plaintext.of(data, SecretKind.URL).isBlank()) {
      findings.add(
          Finding.error(
              SecretKind.URL, "key url is empty", "Argo CD finds the Secret by its url alone"));
    }
    String type = Plaintext.of(data, SecretKind.TYPE);
    if (!TYPES.contains(type)) {
      findings.add(
          Finding.error(
              SecretKind.TYPE,
              "key type is none of git, helm and oci",
              "Argo CD cannot use it; capital letters and line breaks count"));
    }
    if (!kind.isTemplate()
        && type.equals("helm")
        && Plaintext.of(data, SecretKind.NAME).isEmpty()) {
      findings.add(
          Finding.warning(
              "a helm repository without key name gives no credentials to dependencies of charts",
              "add name"));
    }
    kind.switches().stream()
        .filter(key -> data.containsKey(key) && !isSwitch(Plaintext.of(data, key)))
        .forEach(key ->
            findings.add(
                Finding.error(
                    key,
                    "key " + key + " is neither true nor false",
                    "Argo CD refuses the whole Secret; line breaks count")));
    kind.numbers().stream()
        .filter(key -> data.containsKey(key) && !isNumber(Plaintext.of(data, key)))
        .forEach(key ->
            findings.add(
                Finding.error(
                    key,
                    "key " + key + " is not a whole number",
                    "Argo CD refuses the whole Secret; line breaks count")));
    return findings;
  }

  /** Whether Argo CD asks no template for credentials. */
  static boolean hasOwnCredentials(Map<String, SecretBytes> data) {
    return TRUE.contains(Plaintext.of(data, "useAzureWorkloadIdentity"))
        || Names.OWN_CREDENTIALS.stream()
            .anyMatch(key -> data.containsKey(key) && data.get(key).size() > 0);
  }

  private static boolean isSwitch(String text) {
    return TRUE.contains(text) || FALSE.contains(text);
  }

  private static boolean isNumber(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return false;
    }
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
