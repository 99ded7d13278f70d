package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("formats.md 1.11: the recipients of age")
class RecipientTextTest {
  @Test
  void eachKindIsKnown() {
    assertThat(RecipientText.kind(TestRecipients.x25519(9))).contains(RecipientText.Kind.X25519);
    assertThat(RecipientText.kind(TestRecipients.hybrid(9))).contains(RecipientText.Kind.HYBRID);
    assertThat(RecipientText.kind(TestRecipients.plugin("yubikey", 9)))
        .contains(RecipientText.Kind.PLUGIN);
    assertThat(RecipientText.kind(TestRecipients.plugin("tagpq", 9)))
        .contains(RecipientText.Kind.PLUGIN);
    assertThat(RecipientText.kind(TestRecipients.sshEd25519(9))).contains(RecipientText.Kind.SSH);
    assertThat(RecipientText.kind(TestRecipients.sshEd25519(9) + " who@where now"))
        .contains(RecipientText.Kind.SSH);
  }

  static Stream<String> others() {
    String good = TestRecipients.x25519(9);
    String ssh = TestRecipients.sshEd25519(9);
    return Stream.of(
        "",
        "age1",
        "age11",
        "age",
        good.substring(0, good.length() - 1),
        good + "q",
        good.toUpperCase(Locale.ROOT),
        good.substring(0, 10) + good.substring(10).toUpperCase(Locale.ROOT),
        " " + good,
        Bech32.encode("age", new byte[31]),
        Bech32.encode("age1pq", new byte[32]),
        Bech32.encode("age1", new byte[32]),
        Bech32.encode("age1a/b", new byte[32]),
        Bech32.encode("other", new byte[32]),
        "AGE-SECRET-KEY-1",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 ****",
        ssh.replace("ssh-ed25519", "ssh-rsa"),
        ssh.replace("ssh-ed25519", "ecdsa-sha2-nistp256"),
        ssh.substring(0, ssh.length() - 4),
        ssh + "AAAA");
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNoRecipientIsNothing(String text) {
    assertThat(RecipientText.kind(text)).isEmpty();
  }
}
