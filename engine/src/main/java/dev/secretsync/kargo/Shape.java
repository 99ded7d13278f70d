package dev.secretsync.kargo;

import java.util.Collection;
import java.util.List;

/** Keys that log in together (R101), in the order in which Kargo tries them. */
enum Shape {
  PASSWORD,
  /** For a token of Amazon's registry. */
  ECR,
  /** For a token of Google's registries. */
  GAR,
  GITHUB_APP,
  SSH;

  boolean isOf(CredentialType type) {
    return switch (this) {
      case PASSWORD -> type.hasRepository();
      case ECR, GAR -> type == CredentialType.HELM || type == CredentialType.IMAGE;
      case GITHUB_APP, SSH -> type == CredentialType.GIT;
    };
  }

  /** One key of each is needed, and the first of it wins. */
  private List<List<String>> needed() {
    return switch (this) {
      case PASSWORD -> List.of(List.of("username"), List.of("password"));
      case ECR ->
          List.of(List.of("awsRegion"), List.of("awsAccessKeyID"), List.of("awsSecretAccessKey"));
      case GAR -> List.of(List.of("gcpServiceAccountKey"));
      case GITHUB_APP ->
          List.of(
              List.of("githubAppClientID", "githubAppID"),
              List.of("githubAppInstallationID"),
              List.of("githubAppPrivateKey"));
      case SSH -> List.of(List.of("sshPrivateKey"));
    };
  }

  List<String> keys() {
    return needed().stream().flatMap(List::stream).toList();
  }

  /** What is not among {@code written}. */
  List<String> missing(Collection<String> written) {
    return needed().stream()
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
    return needed().stream()
        .flatMap(keys -> keys.stream().filter(written::contains).limit(1))
        .toList();
  }
}
