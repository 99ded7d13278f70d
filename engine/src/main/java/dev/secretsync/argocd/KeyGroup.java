package dev.secretsync.argocd;

import java.util.List;
import java.util.stream.Stream;

/**
 * Keys that Argo CD uses together or not at all.
 *
 * @param needed all of them have to be there
 * @param extra these change nothing without {@code needed}
 */
record KeyGroup(List<String> needed, List<String> extra) {
  KeyGroup {
    needed = List.copyOf(needed);
    extra = List.copyOf(extra);
  }

  static List<KeyGroup> of(SecretKind kind) {
    return List.of(
        new KeyGroup(List.of("tlsClientCertData", "tlsClientCertKey"), List.of()),
        new KeyGroup(
            List.of("githubAppID", "githubAppPrivateKey"),
            List.of("githubAppInstallationID", "githubAppEnterpriseBaseUrl")),
        new KeyGroup(
            List.of(kind.azureClient(), "azureServicePrincipalClientSecret", kind.azureTenant()),
            List.of("azureActiveDirectoryEndpoint")),
        new KeyGroup(List.of("proxy"), List.of("noProxy")));
  }

  Stream<String> members() {
    return Stream.concat(needed.stream(), extra.stream());
  }
}
