package dev.secretsync.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.credentials.Finding;
import dev.secretsync.model.Severity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R87, R100, R101, R103: labels, annotations and keys that Kargo does not know")
class NamesTest {
  private static final String APP =
      "repoURL githubAppID githubAppInstallationID githubAppPrivateKey";
  private static final String SCOPES = "kargo.akuity.io/github-token-scopes";

  @DisplayName("R101: each shape is whole by itself in each type that has it")
  @ParameterizedTest
  @CsvSource({
    "git, repoURL repoURLIsRegex username password",
    "git, repoURL githubAppID githubAppInstallationID githubAppPrivateKey",
    "git, repoURL githubAppClientID githubAppInstallationID githubAppPrivateKey",
    "helm, repoURL repoURLIsRegex username password",
    "helm, repoURL awsRegion awsAccessKeyID awsSecretAccessKey",
    "helm, repoURL gcpServiceAccountKey",
    "image, repoURL repoURLIsRegex username password",
    "image, repoURL awsRegion awsAccessKeyID awsSecretAccessKey",
    "image, repoURL gcpServiceAccountKey"
  })
  void wholeShapesAreFine(String label, String keys) {
    assertThat(check(label, keys)).isEmpty();
  }

  @DisplayName("R101: a generic Secret has no schema")
  @ParameterizedTest
  @ValueSource(strings = {"", "anyKey", "url password"})
  void aGenericSecretHoldsAnything(String keys) {
    assertThat(check("generic", keys)).isEmpty();
  }

  @DisplayName("R87, R100, R101: what Kargo would not use at all is an error, the rest a warning")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // R87
        "gitt     | repoURL                   | error   | '' | did you mean git?",
        "Git      | repoURL                   | error   | '' | did you mean git?",
        "registry | repoURL                   | error   | '' | it knows git, helm, image, generic",
        "''       | repoURL                   | error   | '' | it knows git,",
        // R100
        "git      | username password         | error   | ''      | add it",
        "git      | repourl username password | error   | repourl | did you mean repoURL?",
        "git      | repoURL repoUrlIsRegex username password | warning | repoUrlIsRegex | did you mean repoURLIsRegex?",
        // R101
        "git      | repoURL                   | error   | ''       | add username and password, or",
        "image    | repoURL                   | warning | ''       | cloud identity",
        "git      | repoURL username          | error   | username | add password",
        "git      | repoURL password          | error   | password | add username",
        "git      | repoURL username Password | error   | Password | did you mean password?",
        "git      | repoURL githubAppPrivateKey | error | githubAppPrivateKey | add githubAppClientID and githubAppInstallationID",
        "image    | repoURL awsRegion         | error   | awsRegion | add awsAccessKeyID and awsSecretAccessKey",
        "image    | repoURL username password awsRegion | warning | awsRegion | add awsAccessKeyID and awsSecretAccessKey",
        "git      | repoURL sshPrivateKey     | warning | sshPrivateKey | use an https:// URL",
        "helm     | repoURL username password sshPrivateKey | warning | sshPrivateKey | only a git Secret can have it",
        "git      | repoURL username password gcpServiceAccountKey | warning | gcpServiceAccountKey | only a helm or image Secret can have it",
        "git      | repoURL username password passwrd | warning | passwrd | did you mean password?",
        "git      | repoURL username password url | warning | url | did you mean repoURL?",
        "git      | repoURL username password notes | warning | notes | remove it",
        "git      | repoURL username password githubAppID githubAppInstallationID githubAppPrivateKey | warning | githubAppID | keep one way",
        "git      | repoURL githubAppClientID githubAppID githubAppInstallationID githubAppPrivateKey | warning | githubAppID | remove it",
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

  @DisplayName("R101: SSH keys go with Kargo 1.13, and the warning says so")
  @ParameterizedTest
  @ValueSource(strings = {"1.10", "1.13"})
  void theVersionsAreNamed(String version) {
    assertThat(check("git", "repoURL sshPrivateKey"))
        .singleElement()
        .extracting(Finding::summary)
        .asString()
        .contains(version);
  }

  @DisplayName("R87: a misspelt label is told")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kargo.akuity.io/cred-Type",
        "kargo.akuity.io/credtype",
        "kargo.akuity.io/cred_type",
        "kargo.akuity.io/cred-typ",
        "kargo.io/cred-type"
      })
  void aLabelNearlyRightIsTold(String key) {
    assertThat(Names.check(sorted(key, "git"), Collections.emptySortedMap(), List.of()))
        .singleElement()
        .extracting(Finding::hint)
        .isEqualTo("did you mean kargo.akuity.io/cred-type?");
  }

  @DisplayName("R87: other labels, Kargo's own among them, are nobody's business")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kargo.akuity.io/secret-sync",
        "kargo.akuity.io/project",
        "kargo.akuity.io/replicated-from",
        "example.com/cred-type",
        "argocd.argoproj.io/secret-type",
        "cred-type"
      })
  void otherLabelsAreLeftAlone(String key) {
    assertThat(Names.check(sorted(key, "git"), Collections.emptySortedMap(), List.of())).isEmpty();
  }

  @DisplayName("R103: scopes that Kargo cannot read are an error: no project gets a token")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo: [app]",
        "[\"app\"]",
        "{\"demo\": \"app\"}",
        "{\"demo\": {\"app\": true}}",
        "{\"demo\": [1]}",
        "{\"demo\": [\"app\"]} and more",
        "{\"demo\": [\"app\"], \"demo\": []}",
        "{"
      })
  void wrongScopesAreAnError(String json) {
    assertThat(scopes(json))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(Severity.ERROR);
          assertThat(finding.hint()).startsWith("no project gets a token");
        });
  }

  @DisplayName("R103: scopes that do not do what they seem to are a warning")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | limits nothing",
        "{}                        | to no project",
        "{\"demo\": null}          | to no project",
        "{\"demo\": []}            | to no project",
        "{\"demo\": [\"team/app\"]} | never finds",
        "{\"demo\": [\"App\"]}     | never finds",
        "{\"demo\": [\"app.git\"]} | never finds"
      })
  void idleScopesAreAWarning(String json, String summary) {
    assertThat(scopes(json))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(Severity.WARNING);
          assertThat(finding.summary()).contains(summary);
        });
  }

  @DisplayName("R103: good scopes are not told")
  @ParameterizedTest
  @ValueSource(
      strings = {"{\"demo\": [\"app\"]}", " {\"demo\": [\"app\", \"charts\"], \"other\": null}\n"})
  void goodScopesAreFine(String json) {
    assertThat(scopes(json)).isEmpty();
  }

  @DisplayName("R103: scopes do nothing where there is no GitHub App")
  @ParameterizedTest
  @CsvSource({"git, repoURL username password", "generic, anyKey"})
  void scopesNeedAnApp(String label, String keys) {
    assertThat(
            Names.check(
                sorted(CredentialType.LABEL, label),
                sorted(SCOPES, "{\"demo\": [\"app\"]}"),
                keys(keys)))
        .singleElement()
        .extracting(Finding::summary)
        .asString()
        .contains("does nothing");
  }

  private static List<Finding> scopes(String json) {
    return Names.check(sorted(CredentialType.LABEL, "git"), sorted(SCOPES, json), keys(APP));
  }

  private static List<Finding> check(String label, String keys) {
    return Names.check(
        sorted(CredentialType.LABEL, label), Collections.emptySortedMap(), keys(keys));
  }

  private static SortedSet<String> keys(String keys) {
    return keys.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(keys.split(" ", -1)));
  }

  private static SortedMap<String, String> sorted(String key, String value) {
    return new TreeMap<>(Map.of(key, value));
  }
}
