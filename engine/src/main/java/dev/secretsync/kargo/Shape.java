package dev.secretsync.kargo;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Keys that log in together (R101), in the order in which Kargo tries them. */
enum Shape {
  PASSWORD(
      Set.of(CredentialType.GIT, CredentialType.HELM, CredentialType.IMAGE),
      "username",
      "password"),
  /** For a token of Amazon's registry. */
  ECR(
      Set.of(CredentialType.HELM, CredentialType.IMAGE),
      "awsRegion",
      "awsAccessKeyID",
      "awsSecretAccessKey"),
  /** For a token of Google's registries. */
  GAR(Set.of(CredentialType.HELM, CredentialType.IMAGE), "gcpServiceAccountKey"),
  GITHUB_APP(
      Set.of(CredentialType.GIT),
      "githubAppClientID|githubAppID",
      "githubAppInstallationID",
      "githubAppPrivateKey"),
  SSH(Set.of(CredentialType.GIT), "sshPrivateKey");

  private final Set<CredentialType> types;

  /** One key of each is needed, and the first of it wins. */
  private final List<List<String>> needed;

  Shape(Set<CredentialType> types, String... needed) {
    this.types = types;
    this.needed =
        Arrays.stream(needed).map(keys -> List.of(keys.split("\\|", -1))).toList();
  }

  boolean isOf(CredentialType type) {
    return types.contains(type);
  }

  List<String> keys() {
    return needed.stream().flatMap(List::stream).toList();
  }

  /** What is not among {@code written}. */
  List<String> missing(Collection<String> written) {
    return needed.stream()
        .filter(keys -> keys.stream().noneMatch(written::contains))
        .map(List::getFirst)
        .toList();
  }

  boolean isWhole(Collection<String> written) {
    return missing(written).isEmpty();
  }

  boolean isBegun(Collection<String> written) {
    return keys().stream().anyMatch(written::contains);
  }

  /** The keys that Kargo reads when all of {@code written} are there. */
  List<String> read(Collection<String> written) {
    return needed.stream()
        .flatMap(keys -> keys.stream().filter(written::contains).limit(1))
        .toList();
  }
}
