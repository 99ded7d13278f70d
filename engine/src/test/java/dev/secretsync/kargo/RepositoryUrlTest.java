package dev.secretsync.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R102: Kargo compares normalised URLs, as in its package urls")
class RepositoryUrlTest {
  @DisplayName("R102: one repository has many spellings")
  @ParameterizedTest
  @CsvSource({
    "GIT, https://host.example/team/app, https://host.example/team/app",
    "GIT, HTTPS://Host.example/Team/App.git, https://host.example/team/app",
    "GIT, https://user:visibly-fake@host.example/app/, https://host.example/app",
    "GIT, https://host.example/app.git/, https://host.example/app",
    "GIT, https://host.example/App?x=y, https://host.example/App?x=y",
    "GIT, https://host.example/app?x=y, https://host.example/app?x=y",
    "GIT, ssh://git@host.example:22/app.git, ssh://git@host.example:22/app",
    "GIT, git@host.example:team/app.git, ssh://git@host.example/team/app",
    "GIT, host.example, ssh://host.example",
    "GIT, not a URL, not a URL",
    "HELM, OCI://Host.example/Charts, host.example/charts",
    "HELM, https://host.example/charts, https://host.example/charts",
    "IMAGE, nginx, nginx",
    "IMAGE, docker.io/library/nginx:1.27, nginx",
    "IMAGE, index.docker.io/team/app, team/app",
    "IMAGE, Host.example:5000/App:v1, host.example:5000/app",
    "IMAGE, host.example/app@sha256:00, host.example/app",
    "IMAGE, host.example/A?, host.example/A?"
  })
  void spellings(CredentialType type, String url, String normalized) {
    assertThat(RepositoryUrl.normalized(type, url)).isEqualTo(normalized);
  }

  @DisplayName("R102: what a clipboard adds does not count")
  @ParameterizedTest
  @CsvSource({
    "GIT, https://host.example/app",
    "HELM, host.example/charts",
    "IMAGE, host.example/app"
  })
  void invisibleLetters(CredentialType type, String url) {
    assertThat(RepositoryUrl.normalized(type, "\ufeff " + url + "\u200b\r\n")).isEqualTo(url);
  }
}
