package dev.secretsync.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.credentials.Finding;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R100, R101, R102: values that Kargo cannot use")
class ValuesTest {
  private static final String HOST = "https://visibly-fake-host.example/team/app";
  private static final String PEM =
      "-----BEGIN RSA PRIVATE KEY-----\nvisibly-fake\n-----END RSA PRIVATE KEY-----\n";
  private static final Map<String, String> LOGIN =
      Map.of("username", "visibly-fake-user", "password", "visibly-fake-password");
  private static final Map<String, String> APP =
      Map.of(
          "repoURL",
          HOST,
          "githubAppClientID",
          "visibly-fake-id",
          "githubAppInstallationID",
          "17",
          "githubAppPrivateKey",
          PEM);
  private static final Map<String, String> ECR =
      Map.of(
          "repoURL", "123456789012.dkr.ecr.visibly-fake.amazonaws.com/app",
          "awsRegion", "visibly-fake",
          "awsAccessKeyID", "visibly-fake",
          "awsSecretAccessKey", "visibly-fake");
  private static final Map<String, String> GAR =
      Map.of(
          "repoURL",
          "visibly-fake-docker.pkg.dev/team/app",
          "gcpServiceAccountKey",
          base64("{\"visibly\": \"fake\"}"));

  @DisplayName("R100: URLs as Kargo's user interface wants them are not told")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "GIT, https://visibly-fake.example/app.git",
        "GIT, ssh://git@visibly-fake.example/app",
        "GIT, git@visibly-fake.example:team/app",
        "GIT, \"https://visibly-fake.example/app\n\"",
        "HELM, https://visibly-fake.example/charts",
        "HELM, oci://visibly-fake.example/charts",
        "IMAGE, visibly-fake.example:5000/team/app",
        "IMAGE, visibly-fake"
      })
  void goodUrls(CredentialType type, String url) {
    assertThat(Values.check(type, data(LOGIN, "repoURL", url))).isEmpty();
  }

  @DisplayName("R100: another URL may never be found")
  @ParameterizedTest
  @CsvSource({
    "GIT, visibly-fake.example/app",
    "GIT, https://visibly fake.example",
    "HELM, visibly-fake.example/charts",
    "HELM, ftp://visibly-fake.example/charts",
    "IMAGE, https://visibly-fake.example/app",
    "IMAGE, visibly-fake.example/app:v1",
    "IMAGE, oci://visibly-fake.example/app"
  })
  void strangeUrlsAreAWarning(CredentialType type, String url) {
    told(Values.check(type, data(LOGIN, "repoURL", url)), Severity.WARNING, "repoURL");
  }

  @DisplayName("R100: an empty URL finds nothing, and as a regex everything")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"\"\", false", "\" \n\", false", "\"\", true"})
  void anEmptyUrlIsAnError(String url, String isRegex) {
    SortedMap<String, SecretBytes> data = data(LOGIN, "repoURL", url);
    data.put("repoURLIsRegex", SecretBytes.ofUtf8(isRegex));
    told(Values.check(CredentialType.GIT, data), Severity.ERROR, "repoURL");
  }

  @DisplayName("R100: a regex is one of Go, and no URL is checked then")
  @ParameterizedTest
  @ValueSource(strings = {"^https://visibly-fake.example/", "(?:a|b).*", "(?P<visibly>fake)"})
  void goodRegexes(String regex) {
    assertThat(Values.check(CredentialType.IMAGE, regex(regex))).isEmpty();
  }

  @DisplayName("R100: Kargo skips a Secret with a bad regex")
  @ParameterizedTest
  @ValueSource(strings = {"https://visibly-fake.example/(", "(?=visibly-fake)", "[visibly-fake"})
  void badRegexesAreAnError(String regex) {
    told(Values.check(CredentialType.GIT, regex(regex)), Severity.ERROR, "repoURL");
  }

  @DisplayName("R100: a regex that no URL can fit, or that is too large to look at, is a warning")
  @ParameterizedTest
  @ValueSource(strings = {"^https://visibly-fake.example/\n", "((a{1000}){1000}){1000}"})
  void idleRegexesAreAWarning(String regex) {
    told(Values.check(CredentialType.GIT, regex(regex)), Severity.WARNING, "repoURL");
  }

  @DisplayName("R100: only true in this spelling makes a regex")
  @ParameterizedTest
  @ValueSource(strings = {"True", "TRUE", "1", "yes", "on", "t", "true\n", "visibly-fake"})
  void otherSpellingsOfTrue(String isRegex) {
    SortedMap<String, SecretBytes> data = data(LOGIN, "repoURL", HOST);
    data.put("repoURLIsRegex", SecretBytes.ofUtf8(isRegex));
    told(Values.check(CredentialType.GIT, data), Severity.WARNING, "repoURLIsRegex");
  }

  @DisplayName("R100: whatever says no is no regex, and is not told")
  @ParameterizedTest
  @ValueSource(strings = {"", "false", "False", "0", "no"})
  void spellingsOfFalse(String isRegex) {
    SortedMap<String, SecretBytes> data = data(LOGIN, "repoURL", HOST);
    data.put("repoURLIsRegex", SecretBytes.ofUtf8(isRegex));
    assertThat(Values.check(CredentialType.GIT, data)).isEmpty();
  }

  @DisplayName("R102: http:// gets no credentials, as a URL and as a regex")
  @Test
  void httpIsAWarning() {
    for (SortedMap<String, SecretBytes> data :
        List.of(
            data(LOGIN, "repoURL", "http://visibly-fake.example/app"),
            regex("^http://visibly-fake"))) {
      assertThat(Values.check(CredentialType.GIT, data))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.hint()).contains("ALLOW_CREDENTIALS_OVER_HTTP");
          });
    }
  }

  @DisplayName("R101: whole and well-formed shapes are not told")
  @Test
  void goodShapes() {
    assertThat(Values.check(CredentialType.GIT, data(APP))).isEmpty();
    assertThat(Values.check(CredentialType.GIT, data(APP, "githubAppPrivateKey", base64(PEM))))
        .isEmpty();
    assertThat(Values.check(CredentialType.IMAGE, data(ECR))).isEmpty();
    assertThat(Values.check(CredentialType.IMAGE, data(GAR))).isEmpty();
    assertThat(
            Values.check(
                CredentialType.HELM, data(GAR, "repoURL", "oci://eu.gcr.io/visibly-fake/charts")))
        .isEmpty();
  }

  @DisplayName("R101: a shape that cannot log in is an error that does not show why by value")
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "githubAppInstallationID, visibly-fake",
        "githubAppInstallationID, \"17\n\"",
        "githubAppInstallationID, \"\"",
        "githubAppInstallationID, 9223372036854775808",
        "githubAppPrivateKey, visibly-fake",
        "githubAppPrivateKey, dmlzaWJseS1mYWtl",
        "githubAppPrivateKey, -----BEGIN PUBLIC KEY-----",
        "githubAppClientID, \"\""
      })
  void aBrokenAppIsAnError(String key, String value) {
    told(Values.check(CredentialType.GIT, data(APP, key, value)), Severity.ERROR, key);
  }

  @DisplayName("R101: Kargo stops at an empty password, whatever else there is")
  @Test
  void anEmptyPasswordIsAnError() {
    SortedMap<String, SecretBytes> data = data(APP, "username", "visibly-fake");
    data.put("password", SecretBytes.ofUtf8(""));
    told(Values.check(CredentialType.GIT, data), Severity.ERROR, "password");
  }

  @DisplayName("R101: a shape works for its own addresses only")
  @Test
  void aShapeElsewhereIsAnError() {
    told(
        Values.check(CredentialType.GIT, data(APP, "repoURL", "git@visibly-fake.example:team/app")),
        Severity.ERROR,
        "githubAppClientID");
    told(
        Values.check(CredentialType.GIT, data(APP, "repoURL", "https://visibly-fake.example/app")),
        Severity.ERROR,
        "githubAppClientID");
    told(
        Values.check(CredentialType.IMAGE, data(ECR, "repoURL", "visibly-fake.example/app")),
        Severity.ERROR,
        "awsRegion");
    told(
        Values.check(CredentialType.IMAGE, data(GAR, "repoURL", "visibly-fake.example/app")),
        Severity.ERROR,
        "gcpServiceAccountKey");
  }

  @DisplayName("R101: beside a password that works it is only a warning")
  @Test
  void aShapeElsewhereBesideAPassword() {
    SortedMap<String, SecretBytes> data = data(LOGIN, "repoURL", "visibly-fake.example/app");
    data.put("gcpServiceAccountKey", SecretBytes.ofUtf8("visibly-fake"));
    told(Values.check(CredentialType.IMAGE, data), Severity.WARNING, "gcpServiceAccountKey");
  }

  @DisplayName("R101: a service account key is base64, not the JSON itself")
  @ParameterizedTest
  @ValueSource(strings = {"{\"visibly\": \"fake\"}", "dmlzaWJseS1mYWtl"})
  void plainJsonIsAnError(String value) {
    told(
        Values.check(CredentialType.IMAGE, data(GAR, "gcpServiceAccountKey", value)),
        Severity.ERROR,
        "gcpServiceAccountKey");
  }

  private static void told(List<Finding> findings, Severity severity, String key) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(severity);
          assertThat(finding.key()).contains(key);
          assertThat(finding.summary() + finding.hint()).contains(key).doesNotContain("visibly");
        });
  }

  private static SortedMap<String, SecretBytes> regex(String regex) {
    SortedMap<String, SecretBytes> data = data(LOGIN, "repoURL", regex);
    data.put("repoURLIsRegex", SecretBytes.ofUtf8("true"));
    return data;
  }

  private static SortedMap<String, SecretBytes> data(
      Map<String, String> values, String key, String value) {
    SortedMap<String, SecretBytes> data = data(values);
    data.put(key, SecretBytes.ofUtf8(value));
    return data;
  }

  private static SortedMap<String, SecretBytes> data(Map<String, String> values) {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    values.forEach((key, value) -> data.put(key, SecretBytes.ofUtf8(value)));
    return data;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
