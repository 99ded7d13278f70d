package dev.secretsync.argocd;

import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.KnownKeys;
import dev.secretsync.credentials.MetadataName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/** What the label and the names of the keys tell, without any value. */
final class Names {
  private static final MetadataName LABEL =
      new MetadataName("Argo CD", "label", "argocd.argoproj.io", "secret-type");
  private static final String CLUSTER = "cluster";
  private static final Map<SecretKind, KnownKeys> KEYS =
      ofEachKind(kind -> new KnownKeys("Argo CD", "a " + kind.label() + " Secret", kind.keys()));
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
      return LABEL.misspelt(labels.keySet());
    }
    // blocked, and policy says so (R23)
    if (label.equals(CLUSTER)) {
      return List.of();
    }
    Optional<SecretKind> kind = SecretKind.of(label);
    if (kind.isEmpty()) {
      return List.of(LABEL.unknown(label, SecretKind.labels()));
    }
    return kind.get().hasUrl() ? keys(kind.get(), keys) : tokens(keys);
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
    if (KnownKeys.spelled(SecretKind.URL, keys).isEmpty()) {
      findings.add(
          Finding.error(
              "a " + kind.label() + " Secret needs key url",
              "add it: Argo CD finds the Secret by its url alone"));
    }
    Optional.ofNullable(KEYS.get(kind))
        .map(known ->
            known.unknown(keys, key -> isNothingWithout(kind, key), key -> elsewhere(kind, key)))
        .ifPresent(findings::addAll);
    GROUPS
        .getOrDefault(kind, List.of())
        .forEach(group -> incomplete(kind, group, keys).ifPresent(findings::add));
    userWithoutPassword(keys).ifPresent(findings::add);
    return findings;
  }

  /** What only a repository has. */
  private static Optional<String> elsewhere(SecretKind kind, String key) {
    return kind.repositories()
        .filter(repository -> repository.keys().contains(key))
        .map(repository ->
            key.equals(SecretKind.PROJECT)
                ? "a template serves every project; use repository Secrets to keep projects apart"
                : "remove it: only a repository Secret can have it");
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
        group.needed().stream().filter(key -> KnownKeys.spelled(key, keys).isEmpty()).toList();
    Optional<String> lonely =
        group.members().flatMap(k -> KnownKeys.spelled(k, keys).stream()).findFirst();
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
            && KnownKeys.spelled("password", keys).isEmpty()
            && KnownKeys.spelled("bearerToken", keys).isEmpty()
        ? Optional.of(
            Finding.warning(
                "username", "key username does nothing without password", "add password"))
        : Optional.empty();
  }

  private static <T> Map<SecretKind, T> ofEachKind(Function<SecretKind, T> of) {
    Map<SecretKind, T> all = new EnumMap<>(SecretKind.class);
    for (SecretKind kind : SecretKind.values()) {
      all.put(kind, of.apply(kind));
    }
    return all;
  }
}
