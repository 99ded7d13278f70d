package dev.secretsync.kargo;

import dev.secretsync.credentials.Finding;
import dev.secretsync.credentials.KnownKeys;
import dev.secretsync.credentials.MetadataName;
import dev.secretsync.model.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What labels, annotations and the names of the keys tell, without any value. */
final class Names {
  private static final MetadataName LABEL =
      new MetadataName("Kargo", "label", "kargo.akuity.io", "cred-type");

  private Names() {}

  static List<Finding> check(
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations,
      Collection<String> keys) {
    String label = labels.get(CredentialType.LABEL);
    if (label == null) {
      return LABEL.misspelt(labels.keySet());
    }
    Optional<CredentialType> type = CredentialType.of(label);
    if (type.isEmpty()) {
      return List.of(LABEL.unknown(label, CredentialType.labels()));
    }
    return Stream.concat(
            type.get().hasRepository() ? keys(type.get(), keys).stream() : Stream.empty(),
            TokenScopes.check(annotations, isGitHubApp(type.get(), keys)).stream())
        .toList();
  }

  private static boolean isGitHubApp(CredentialType type, Collection<String> keys) {
    return Shape.GITHUB_APP.isOf(type) && Shape.GITHUB_APP.isWhole(keys);
  }

  private static List<Finding> keys(CredentialType type, Collection<String> keys) {
    List<Finding> findings = new ArrayList<>();
    if (KnownKeys.spelled(CredentialType.REPO_URL, keys).isEmpty()) {
      findings.add(
          Finding.error(
              type.words() + " needs key repoURL", "add it: Kargo skips a Secret without it"));
    }
    Set<String> meant = meant(type, keys);
    boolean works = type.shapes().stream().anyMatch(shape -> shape.isWhole(keys));
    Set<String> login = new TreeSet<>();
    type.shapes().stream()
        .filter(shape -> shape.isWhole(meant))
        .forEach(shape -> login.addAll(shape.keys()));
    findings.addAll(
        known(type)
            .unknown(
                keys,
                key -> key.equals(CredentialType.REPO_URL) || (!works && login.contains(key)),
                key -> elsewhere(type, key)));
    findings.addAll(shapes(type, keys, meant));
    return findings;
  }

  private static KnownKeys known(CredentialType type) {
    return new KnownKeys("Kargo", type.words(), type.keys());
  }

  /** The keys as they would be with the right capital letters. */
  private static Set<String> meant(CredentialType type, Collection<String> keys) {
    Set<String> known = type.keys();
    Set<String> meant = new TreeSet<>();
    keys.forEach(key -> KnownKeys.spelled(key, known).ifPresent(meant::add));
    return meant;
  }

  private static Optional<String> elsewhere(CredentialType type, String key) {
    // that of Argo CD
    if (key.equals("url")) {
      return Optional.of("did you mean repoURL?");
    }
    List<String> others =
        Arrays.stream(CredentialType.values())
            .filter(other -> other != type && other.hasRepository() && other.keys().contains(key))
            .map(CredentialType::label)
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("remove it: only a " + String.join(" or ", others) + " Secret can have it");
  }

  private static List<Finding> shapes(
      CredentialType type, Collection<String> keys, Set<String> meant) {
    List<Shape> begun = type.shapes().stream().filter(shape -> shape.isBegun(meant)).toList();
    List<Shape> whole = begun.stream().filter(shape -> shape.isWhole(meant)).toList();
    List<Finding> findings = new ArrayList<>();
    if (begun.isEmpty()) {
      findings.add(nothing(type));
    }
    begun.stream()
        .filter(shape -> !whole.contains(shape))
        .forEach(shape -> findings.add(incomplete(shape, keys, meant, whole.isEmpty())));
    whole.stream()
        .skip(1)
        .forEach(shape ->
            findings.add(
                Finding.warning(
                    written(shape, keys),
                    "Kargo does not use key "
                        + written(shape, keys)
                        + " beside "
                        + String.join(" and ", whole.getFirst().read(meant)),
                    "keep one way to log in")));
    if (whole.contains(Shape.SSH)) {
      findings.add(
          Finding.warning(
              written(Shape.SSH, keys),
              "SSH keys are deprecated since Kargo 1.10 and are to go with Kargo 1.13",
              "use an https:// URL with username and password, or with a GitHub App"));
    }
    if (meant.containsAll(List.of("githubAppClientID", "githubAppID"))) {
      findings.add(
          Finding.warning(
              "githubAppID",
              "Kargo does not use key githubAppID beside githubAppClientID",
              "remove it"));
    }
    return findings;
  }

  /** Without keys Kargo still takes what its cloud gives it, and there is such for registries. */
  private static Finding nothing(CredentialType type) {
    String summary = type.words() + " without a login hides others of the same URL";
    return type == CredentialType.GIT
        ? Finding.error(summary, "add username and password, or the keys of a GitHub App")
        : Finding.warning(
            summary, "add username and password; Kargo tries its own cloud identity without them");
  }

  private static Finding incomplete(
      Shape shape, Collection<String> keys, Set<String> meant, boolean isAll) {
    String missing = String.join(" and ", shape.missing(meant));
    String key = written(shape, keys);
    return new Finding(
        isAll ? Severity.ERROR : Severity.WARNING,
        Optional.of(key),
        "key " + key + " does nothing without " + missing,
        "add " + missing);
  }

  /** A key of the shape as it stands there. */
  private static String written(Shape shape, Collection<String> keys) {
    return shape.keys().stream()
        .flatMap(key -> KnownKeys.spelled(key, keys).stream())
        .findFirst()
        .orElseThrow();
  }
}
