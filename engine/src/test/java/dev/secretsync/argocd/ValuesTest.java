package dev.secretsync.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.Severity;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("systems.md 2.3: values that Argo CD cannot use")
class ValuesTest {
  private static final String HOST = "https://visibly-fake-host.example";

  @DisplayName("systems.md 2.3: what Go cannot parse makes Argo CD refuse the Secret")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "insecure, yes",
        "insecure, tRUE",
        "enableLfs, \"\"",
        "forceHttpBasicAuth, \"true\n\"",
        "depth, \"\"",
        "depth, 1.5",
        "depth, 9223372036854775808",
        "githubAppID, 1_000",
        "githubAppInstallationID, visibly-fake-id",
        "type, Git",
        "type, \"helm\n\"",
        "type, visibly-fake-type",
        "url, \"\"",
        "url, \" \n\""
      })
  void aWrongValueIsAnErrorThatDoesNotShowIt(String key, String value) {
    assertThat(Values.check(SecretKind.REPOSITORY, data(with(key, value))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(Severity.ERROR);
          assertThat(finding.key()).contains(key);
          assertThat(finding.summary() + finding.hint()).contains(key).doesNotContain("visibly");
        });
  }

  @DisplayName("systems.md 2.3: what Go parses is fine")
  @ParameterizedTest
  @CsvSource({
    "insecure, true",
    "insecure, T",
    "insecure, 0",
    "insecure, False",
    "depth, 1",
    "depth, +1",
    "depth, -1",
    "depth, 9223372036854775807",
    "type, ''",
    "type, git",
    "type, oci"
  })
  void aGoodValueIsNotTold(String key, String value) {
    assertThat(Values.check(SecretKind.REPOSITORY, data(with(key, value)))).isEmpty();
  }

  @DisplayName("systems.md 2.3: a template is not read for what only a repository has")
  @ParameterizedTest
  @CsvSource({"insecure, yes", "depth, many", "enableLfs, ''"})
  void whatATemplateDoesNotHaveIsNotParsed(String key, String value) {
    assertThat(Values.check(SecretKind.REPO_CREDS, data(with(key, value)))).isEmpty();
  }

  @DisplayName("systems.md 2.3: only a helm repository with a name serves dependencies of charts")
  @ParameterizedTest
  @EnumSource(SecretKind.class)
  void aHelmRepositoryNeedsAName(SecretKind kind) {
    assertThat(Values.check(kind, data(Map.of("url", HOST, "type", "helm"))))
        .hasSize(kind.templates().isPresent() ? 1 : 0)
        .allMatch(finding -> finding.severity() == Severity.WARNING);
  }

  @DisplayName("systems.md 2.3: a repository has credentials when Argo CD's HasCredentials says so")
  @ParameterizedTest
  @CsvSource({
    "username, visibly-fake-user, true",
    "username, '', false",
    "githubAppPrivateKey, visibly-fake-key, true",
    "githubAppID, 1, false",
    "useAzureWorkloadIdentity, true, true",
    "useAzureWorkloadIdentity, false, false",
    "gcpServiceAccountKey, visibly-fake-key, false"
  })
  void ownCredentials(String key, String value, boolean own) {
    assertThat(Values.hasOwnCredentials(data(with(key, value)))).isEqualTo(own);
  }

  @DisplayName("systems.md 2.3: one repository has many spellings, as in git.NormalizeGitURL")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "git@host.example:team/app",
        "git@host.example:team/app.git",
        "ssh://git@host.example/team/app.git",
        " GIT@Host.example:Team/App.git\n"
      })
  void spellingsOfOneUrl(String url) {
    assertThat(RepositoryUrl.normalized(url)).isEqualTo("git@host.example/team/app");
  }

  @DisplayName("systems.md 2.3: what Argo CD takes for different stays different")
  @ParameterizedTest
  @CsvSource({
    "https://host.example/app, https://host.example/app/",
    "https://host.example/app, http://host.example/app",
    "https://host.example/app, https://host.example/app.git/",
    "ssh://git@host.example:22/app, ssh://git@host.example/app",
    "git@host.example:app, user@host.example:app",
    "host.example:app, host.example/app"
  })
  void differentUrls(String one, String other) {
    assertThat(RepositoryUrl.normalized(one)).isNotEqualTo(RepositoryUrl.normalized(other));
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> values = new TreeMap<>(Map.of("url", HOST));
    values.put(key, value);
    return values;
  }

  private static SortedMap<String, SecretBytes> data(Map<String, String> values) {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    values.forEach((key, value) -> data.put(key, SecretBytes.ofUtf8(value)));
    return data;
  }
}
