package dev.secretsync.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.credentials.Finding;
import dev.secretsync.model.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("systems.md 2.3, T5: labels and keys that Argo CD does not know")
class NamesTest {
  @DisplayName("systems.md 2.3: every key that Argo CD reads is known in its kind")
  @ParameterizedTest
  @EnumSource(SecretKind.class)
  void whatArgoCdReadsIsFine(SecretKind kind) {
    assertThat(Names.check(labels(kind.label()), kind.keys())).isEmpty();
  }

  @DisplayName("systems.md 2.3: what Argo CD would not use at all is an error, the rest a warning")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // argo-cd common/common.go: five types, in this spelling
        "repo-cred        | url           | error   | ''       | did you mean repo-creds?",
        "Repository       | url           | error   | ''       | did you mean repository?",
        "repo-creds-write | url           | error   | ''       | repo-write-creds",
        "scm-cred         | token         | error   | ''       | did you mean scm-creds?",
        "''               | url           | error   | ''       | it knows repository,",
        // it finds them by url alone
        "repository       | password      | error   | ''       | add it",
        "repo-creds       | password      | error   | ''       | add it",
        "repo-write-creds | Url password  | error   | Url      | did you mean url?",
        // case counts
        "repository       | url bearertoken      | warning | bearertoken | did you mean bearerToken?",
        "repository       | url enableLFS        | warning | enableLFS   | did you mean enableLfs?",
        "repository       | url insecureOCIForceHTTP | warning | insecureOCIForceHTTP | did you mean insecureOCIForceHttp?",
        "repository       | url password Password    | warning | Password | remove it: password is there too",
        "repository       | url ca.crt           | warning | ca.crt | remove it",
        // argo-cd#14328: a template has no project
        "repo-creds       | url project   | warning | project  | a template serves every project",
        "repo-creds       | url name      | warning | name     | only a repository Secret can have it",
        "repo-creds       | url depth     | warning | depth    | only a repository Secret can have it",
        // half a credential
        "repository       | url username  | warning | username | add password",
        "repository       | url tlsClientCertData | warning | tlsClientCertData | add tlsClientCertKey",
        "repository       | url tlsClientCertKey  | warning | tlsClientCertKey  | add tlsClientCertData, here or in a template",
        "repo-creds       | url githubAppID       | warning | githubAppID | add githubAppPrivateKey",
        "repository       | url githubAppPrivateKey | warning | githubAppPrivateKey | add githubAppID",
        "repository       | url githubAppInstallationID | warning | githubAppInstallationID | add githubAppID and githubAppPrivateKey, here",
        "repository       | url azureServicePrincipalClientId azureServicePrincipalClientSecret | warning | azureServicePrincipalClientId | add azureServicePrincipalTenantId",
        "repository       | url noProxy   | warning | noProxy  | add proxy",
        "scm-creds        | ''            | error   | ''       | add the key",
      })
  void oneFindingWithANextStep(
      String label, String keys, String severity, String key, String hint) {
    List<Finding> findings = check(label, keys);
    assertThat(findings).hasSize(1);
    Finding finding = findings.getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.valueOf(severity.toUpperCase(Locale.ROOT)));
    assertThat(finding.key().orElse("")).isEqualTo(key);
    assertThat(finding.hint()).contains(hint);
  }

  @DisplayName("T5: Azure's keys end in Id for a repository and in ID for a template")
  @ParameterizedTest
  @CsvSource({
    "repository, ID, Id",
    "repository-write, ID, Id",
    "repo-creds, Id, ID",
    "repo-write-creds, Id, ID"
  })
  void azureKeysAreSpelledByKind(String label, String wrong, String right) {
    assertThat(
            check(
                label,
                "url azureServicePrincipalClientSecret azureServicePrincipalClient%s azureServicePrincipalTenant%s"
                    .formatted(wrong, wrong)))
        .allMatch(finding -> finding.severity() == Severity.ERROR)
        .extracting(Finding::hint)
        .containsExactly(
            "did you mean azureServicePrincipalClient" + right + "?",
            "did you mean azureServicePrincipalTenant" + right + "?");
  }

  @DisplayName("T5: who writes both spellings to be safe is not stopped")
  @Test
  void bothSpellingsAreOnlyRedundant() {
    assertThat(
            check(
                "repository",
                "url azureServicePrincipalClientSecret azureServicePrincipalTenantId"
                    + " azureServicePrincipalClientId azureServicePrincipalClientID"))
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Severity.WARNING);
  }

  @DisplayName("systems.md 2.3: a password, a token or an SSH key needs nothing else")
  @ParameterizedTest
  @ValueSource(strings = {"password", "bearerToken", "username bearerToken", "sshPrivateKey"})
  void wholeCredentialsAreFine(String keys) {
    assertThat(check("repository", "url " + keys)).isEmpty();
  }

  @DisplayName("R23: a cluster Secret is blocked, which policy says")
  @Test
  void clusterSecretsAreNotLookedAt() {
    assertThat(check("cluster", "whatever")).isEmpty();
  }

  @DisplayName("systems.md 2.3: a misspelt label is told")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "argocd.argoproj.io/secret-Type",
        "argocd.argoproj.io/secrettype",
        "argocd.argoproj.io/secret_type",
        "argocd.argoproj.io/secret-typ",
        "argoproj.io/secret-type",
        "argo-cd.argoproj.io/secret-type"
      })
  void aLabelNearlyRightIsTold(String key) {
    assertThat(Names.check(new TreeMap<>(Map.of(key, "repository")), List.of()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(Severity.WARNING);
          assertThat(finding.hint()).isEqualTo("did you mean argocd.argoproj.io/secret-type?");
        });
  }

  @DisplayName("R18: other labels, Argo CD's own among them, are nobody's business")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "argocd.argoproj.io/instance",
        "argocd.argoproj.io/auto-label-cluster-info",
        "example.com/secret-type",
        "secret-type",
        "app.kubernetes.io/part-of"
      })
  void otherLabelsAreLeftAlone(String key) {
    assertThat(Names.check(new TreeMap<>(Map.of(key, "argocd")), List.of())).isEmpty();
  }

  private static List<Finding> check(String label, String keys) {
    return Names.check(
        labels(label),
        keys.isEmpty() ? List.of() : new TreeSet<>(Arrays.asList(keys.split(" ", -1))));
  }

  private static SortedMap<String, String> labels(String label) {
    return new TreeMap<>(Map.of(SecretKind.LABEL, label));
  }
}
