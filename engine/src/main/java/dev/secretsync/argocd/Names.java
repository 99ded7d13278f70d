package dev.secretsync.argocd;

import dev.secretsync.model.Nearest;
import dev.secretsync.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;

/** What the label and the names of the keys tell, without any value. */
final class Names {
  private static final String DOMAIN = "argocd.argoproj.io/";
  private static final String WORD = "secret-type";
  private static final String CLUSTER = "cluster";
  private static final Map<SecretKind, SortedSet<String>> KEYS = ofEachKind(SecretKind::keys);
  private static final Map<SecretKind, List<KeyGroup>> GROUPS = ofEachKind(KeyGroup::of);

  /** With any of these, Argo CD asks no template for credentials. */
  static final Set<String> OWN_CREDENTIALS =
      Set.of(
          "username",
          "password",
          "bearerToken",
          "sshPrivateKey",
          "tlsClientCertData",
          "githubAppPrivateKey",
          "azureServicePrincipalClientSecret");

  private Names() {}

  static List<Finding> check(SortedMap<String, String> labels, Collection<String> keys) {
    String label = labels.get(SecretKind.LABEL);
    if (label == null) {
      return misspelt(labels);
    }
    // blocked, and policy says so (R23)
    if (label.equals(CLUSTER)) {
      return List.of();
    }
    Optional<SecretKind> kind = SecretKind.of(label);
    if (kind.isEmpty()) {
      return List.of(
          Finding.error(
              "Argo CD ignores a Secret with " + SecretKind.LABEL + " " + quoted(label),
              Nearest.hint(
                  label,
                  SecretKind.labels(),
                  "it knows " + String.join(", ", SecretKind.labels()))));
    }
    return kind.get().hasUrl() ? keys(kind.get(), keys) : tokens(keys);
  }

  private static List<Finding> misspelt(SortedMap<String, String> labels) {
    return labels.keySet().stream()
        .filter(Names::isNearTheLabel)
        .map(key ->
            Finding.warning(
                "Argo CD does not know label " + key, "did you mean " + SecretKind.LABEL + "?"))
        .toList();
  }

  private static boolean isNearTheLabel(String key) {
    if (!key.contains("argo")) {
      return false;
    }
    String name = key.substring(key.indexOf('/') + 1);
    return key.startsWith(DOMAIN)
        ? !Nearest.hint(name, List.of(WORD), "").isEmpty()
        : name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT).equals("secrettype");
  }

  private static List<Finding> tokens(Collection<String> keys) {
    return keys.isEmpty()
        ? List.of(
            Finding.error(
                "an scm-creds Secret without keys holds no token",
                "add the key that the ApplicationSet names"))
        : List.of();
  }

  private static List<Finding> keys(SecretKind kind, Collection<String> keys) {
    List<Finding> findings = new ArrayList<>();
    if (spelled(SecretKind.URL, keys).isEmpty()) {
      findings.add(
          Finding.error(
              "a " + kind.label() + " Secret needs key url",
              "add it: Argo CD finds the Secret by its url alone"));
    }
    SortedSet<String> known = known(kind);
    keys.stream()
        .filter(key -> !known.contains(key))
        .forEach(key -> findings.add(unknown(kind, key, known, keys)));
    GROUPS
        .getOrDefault(kind, List.of())
        .forEach(group -> incomplete(kind, group, keys).ifPresent(findings::add));
    userWithoutPassword(keys).ifPresent(findings::add);
    return findings;
  }

  private static Finding unknown(
      SecretKind kind, String key, SortedSet<String> known, Collection<String> keys) {
    String summary = "Argo CD does not read key " + key + " of a " + kind.label() + " Secret";
    Optional<String> meant = spelled(key, known);
    if (meant.isPresent()) {
      return keys.contains(meant.get())
          ? Finding.warning(key, summary, "remove it: " + meant.get() + " is there too")
          : new Finding(
              isNothingWithout(kind, meant.get()) ? Severity.ERROR : Severity.WARNING,
              Optional.of(key),
              summary,
              "did you mean " + meant.get() + "?");
    }
    if (kind.repositories().filter(repository -> known(repository).contains(key)).isPresent()) {
      return Finding.warning(
          key,
          summary,
          key.equals(SecretKind.PROJECT)
              ? "a template serves every project; use repository Secrets to keep projects apart"
              : "remove it: only a repository Secret can have it");
    }
    return Finding.warning(key, summary, Nearest.hint(key, known, "remove it"));
  }

  /** Without the URL nothing is found; without all three of Azure's keys nobody logs in (T5). */
  private static boolean isNothingWithout(SecretKind kind, String key) {
    return key.equals(SecretKind.URL)
        || key.equals(kind.azureClient())
        || key.equals(kind.azureTenant());
  }

  private static Optional<Finding> incomplete(
      SecretKind kind, KeyGroup group, Collection<String> keys) {
    List<String> missing =
        group.needed().stream().filter(key -> spelled(key, keys).isEmpty()).toList();
    Optional<String> lonely = group.members().flatMap(k -> spelled(k, keys).stream()).findFirst();
    if (missing.isEmpty() || lonely.isEmpty()) {
      return Optional.empty();
    }
    String wanted = String.join(" and ", missing);
    boolean mayInherit = !kind.isTemplate() && keys.stream().noneMatch(OWN_CREDENTIALS::contains);
    return Optional.of(
        Finding.warning(
            lonely.get(),
            "key " + lonely.get() + " does nothing without " + wanted,
            "add " + wanted + (mayInherit ? ", here or in a template of this url" : "")));
  }

  /** A password alone is enough for Argo CD, a name alone is not even sent. */
  private static Optional<Finding> userWithoutPassword(Collection<String> keys) {
    return keys.contains("username")
            && spelled("password", keys).isEmpty()
            && spelled("bearerToken", keys).isEmpty()
        ? Optional.of(
            Finding.warning(
                "username", "key username does nothing without password", "add password"))
        : Optional.empty();
  }

  private static SortedSet<String> known(SecretKind kind) {
    return KEYS.getOrDefault(kind, Collections.emptySortedSet());
  }

  private static <T> Map<SecretKind, T> ofEachKind(Function<SecretKind, T> of) {
    Map<SecretKind, T> all = new EnumMap<>(SecretKind.class);
    for (SecretKind kind : SecretKind.values()) {
      all.put(kind, of.apply(kind));
    }
    return all;
  }

  /** The key among {@code candidates} that differs in capital letters at most. */
  private static Optional<String> spelled(String key, Collection<String> candidates) {
    return candidates.contains(key)
        ? Optional.of(key)
        : candidates.stream().filter(key::equalsIgnoreCase).findFirst();
  }

  private static String quoted(String label) {
    return label.isEmpty() ? "that is empty" : label;
  }
}
