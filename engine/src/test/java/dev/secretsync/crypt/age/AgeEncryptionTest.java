package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeEncryptionTest {
  private final X25519Identity owner = X25519Identity.generate();
  private final X25519Identity other = X25519Identity.generate();

  @ParameterizedTest
  @DisplayName("formats.md 2.2: payloads around the size of a chunk come back")
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 1_000_000})
  void payloadsComeBackForEachRecipient(int size) {
    byte[] plaintext = new byte[size];
    new Random(size).nextBytes(plaintext);
    List<AgeRecipient> recipients = List.of(owner.toRecipient(), other.toRecipient());
    try (SecretBytes payload = SecretBytes.copyOf(plaintext)) {
      byte[] file = AgeFile.encrypt(payload, recipients);
      assertOpens(AgeFile.open(file, List.of(owner)), plaintext);
      assertOpens(AgeFile.open(file, List.of(other)), plaintext);
      String armored = AgeFile.encryptArmored(payload, recipients);
      assertOpens(AgeFile.openArmored(armored, List.of(other)), plaintext);
    }
  }

  @Test
  @DisplayName("X12: nothing is used twice, so the same payload never gives the same file")
  void twoFilesOfOnePayloadHaveNothingInCommon() {
    try (SecretBytes payload = SecretBytes.ofUtf8("CANARY")) {
      byte[] one = AgeFile.encrypt(payload, List.of(owner.toRecipient()));
      byte[] two = AgeFile.encrypt(payload, List.of(owner.toRecipient()));
      assertThat(one).isNotEqualTo(two).hasSameSizeAs(two);
      assertThat(Header.parse(one).stanzas().getFirst().arguments())
          .isNotEqualTo(Header.parse(two).stanzas().getFirst().arguments());
    }
  }

  @Test
  void withoutARecipientNothingIsEncrypted() {
    assertThat(AgeRecipient.mayStandTogether(List.of())).isFalse();
    try (SecretBytes payload = SecretBytes.ofUtf8("CANARY")) {
      assertThatThrownBy(() -> AgeFile.encrypt(payload, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("CANARY");
    }
  }

  @Test
  void aNewIdentityIsReadBackFromItsLine() {
    try (SecretBytes line = owner.secretLine()) {
      String text = line.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
      assertThat(text).startsWith("AGE-SECRET-KEY-1");
      X25519Identity again = X25519Identity.parse(text).orElseThrow();
      assertThat(again.recipient()).isEqualTo(owner.recipient()).startsWith("age1");
      assertThat(AgeRecipient.parse(owner.recipient()).orElseThrow().text())
          .isEqualTo(owner.recipient());
    }
  }

  @Test
  @DisplayName("formats.md 2.3: a point of small order is no recipient")
  void pointsOfSmallOrderAreNoRecipients() {
    for (int first : new int[] {0, 1}) {
      byte[] point = new byte[32];
      point[0] = (byte) first;
      assertThat(AgeRecipient.parse(Bech32.encode("age", point))).isEmpty();
    }
  }

  static void assertOpens(AgeOpening opening, byte[] plaintext) {
    assertThat(opening).isInstanceOf(AgeOpening.Opened.class);
    String hex = ((AgeOpening.Opened) opening).payload().reveal(HexFormat.of()::formatHex);
    assertThat(hex).isEqualTo(HexFormat.of().formatHex(plaintext));
  }
}
