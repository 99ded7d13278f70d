package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeFileTest {
  private static final AgeIdentity OWNER = AgeIdentity.parse(TestKeys.OWNER).orElseThrow();
  private static final AgeIdentity STRANGER = AgeIdentity.parse(TestKeys.STRANGER).orElseThrow();

  @Test
  void theFirstIdentityThatMatchesOpensTheFile() {
    List<AgeIdentity> ring = List.of(STRANGER, OWNER);
    AgeOpening opening = AgeFile.openArmored(TestKeys.HELLO, ring);
    assertThat(opening).isInstanceOf(AgeOpening.Opened.class);
    assertThat(opening.toString()).doesNotContain("hello");
    String text =
        ((AgeOpening.Opened) opening)
            .payload()
            .reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
    assertThat(text).isEqualTo("hello");
  }

  @Test
  void aFileForOthersDoesNotMatch() {
    assertThat(AgeFile.openArmored(TestKeys.HELLO, List.of(STRANGER)))
        .isEqualTo(new AgeOpening.NoMatch());
    assertThat(AgeFile.openArmored(TestKeys.HELLO, List.of())).isEqualTo(new AgeOpening.NoMatch());
  }

  @Test
  @DisplayName("S3: keys and plaintext are overwritten, also when the file turns out to be damaged")
  void buffersAreOverwrittenWhateverHappens() {
    byte[] good = Armor.decode(TestKeys.HELLO);
    KeyMemory afterSuccess = new KeyMemory();
    AgeFile.open(good, List.of(OWNER), afterSuccess);
    assertThat(afterSuccess.isErased()).isFalse();
    afterSuccess.close();
    assertThat(afterSuccess.isErased()).isTrue();
    assertThat(afterSuccess.size()).isEqualTo(5);

    byte[] bad = good.clone();
    bad[bad.length - 1] ^= 1;
    KeyMemory afterFailure = new KeyMemory();
    assertThatThrownBy(
            () -> {
              try (afterFailure) {
                AgeFile.open(bad, List.of(OWNER), afterFailure);
              }
            })
        .isInstanceOf(DamagedAgeFile.class)
        .hasNoCause();
    assertThat(afterFailure.isErased()).isTrue();
    assertThat(afterFailure.size()).isEqualTo(5);
  }

  @Test
  void recipientsAreSpelledAsAgeKeygenSpellsThem() {
    assertThat(((X25519Identity) OWNER).recipient()).isEqualTo(TestKeys.OWNER_RECIPIENT);
    assertThat(OWNER.toString()).doesNotContain(TestKeys.OWNER);
  }

  @ParameterizedTest
  @DisplayName("formats.md 2.3: Bech32 has one spelling")
  @ValueSource(
      strings = {
        "",
        "1",
        "AGE-SECRET-KEY-1",
        "AGE-SECRET-KEY-PQ-1",
        "AGE-SECRET-KEY-PQ-1QQQ",
        "age-secret-key-1" + "qqqqqq",
        "AGE-SECRET-KEY-1QQQQQQ",
        "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
        "TEST"
      })
  void malformedIdentitiesAreNone(String line) {
    assertThat(AgeIdentity.parse(line)).isEmpty();
  }

  @Test
  void oneWrongOrTrailingCharacterSpoilsAnIdentity() {
    for (int i = 0; i < TestKeys.OWNER.length(); i++) {
      char other = TestKeys.OWNER.charAt(i) == 'Q' ? 'P' : 'Q';
      String changed = TestKeys.OWNER.substring(0, i) + other + TestKeys.OWNER.substring(i + 1);
      assertThat(AgeIdentity.parse(changed)).isEmpty();
    }
    assertThat(AgeIdentity.parse(TestKeys.OWNER + " ")).isEmpty();
    assertThat(AgeIdentity.parse(TestKeys.OWNER.toLowerCase(Locale.ROOT))).isEmpty();
  }

  @Test
  void bech32RoundTripsAllLengths() {
    for (int length = 0; length < 80; length++) {
      byte[] data = new byte[length];
      for (int i = 0; i < length; i++) {
        data[i] = (byte) (i * 37 + length);
      }
      String text = Bech32.encode("age", data);
      assertThat(Bech32.decode("age", text).map(HexFormat.of()::formatHex))
          .contains(HexFormat.of().formatHex(data));
      assertThat(Bech32.decode("other", text)).isEmpty();
    }
  }
}
