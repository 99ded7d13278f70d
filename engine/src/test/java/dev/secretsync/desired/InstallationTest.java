package dev.secretsync.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTest {
  @ParameterizedTest
  @CsvSource({
    "github.com/acme/secrets, '', secrets-[0-9a-f]{8}",
    "github.com/acme/secrets, prod, secrets-[0-9a-f]{8}",
    "github.com/acme/My_Secrets.Repo, '', my-secrets-repo-[0-9a-f]{8}",
    "host/---, '', repository-[0-9a-f]{8}",
    "host/aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee, '',"
        + " aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd-[0-9a-f]{8}"
  })
  void isTheRepositorysNameAndTheStartOfAHash(String remote, String folder, String pattern) {
    assertThat(Installation.of(Optional.of(remote), folder)).matches(pattern);
  }

  @Test
  void withoutARemoteEveryCloneIsTheSame() {
    assertThat(Installation.of(Optional.empty(), "")).isEqualTo("local");
    assertThat(Installation.of(Optional.empty(), "prod"))
        .matches("local-[0-9a-f]{8}")
        .isNotEqualTo(Installation.of(Optional.empty(), "test"));
  }

  @Test
  void twoRepositoriesOrTwoFoldersNeverPruneEachOther() {
    String one = Installation.of(Optional.of("github.com/acme/secrets"), "");
    assertThat(Installation.of(Optional.of("github.com/other/secrets"), "")).isNotEqualTo(one);
    assertThat(Installation.of(Optional.of("github.com/acme/secrets"), "prod")).isNotEqualTo(one);
    assertThat(Installation.of(Optional.of("github.com/acme/secrets"), "")).isEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "github.com/acme/secrets",
    "h/ÄÖÜ",
    "h/a-",
    "h/0123456789012345678901234567890123456789-9"
  })
  void isALabelValue(String remote) {
    assertThat(Installation.of(Optional.of(remote), "a/b"))
        .matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  }
}
