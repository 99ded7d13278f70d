package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, a typed outcome comes of them; and what is read has one spelling. */
@DisplayName("formats.md 2.1-2.5: hostile input ends in a typed outcome")
class AgeFuzzTest {
  private static final X25519Identity X25519 = X25519Identity.parse(TestKeys.OWNER).orElseThrow();
  private static final HybridIdentity HYBRID = HybridIdentity.generate();
  private static final List<AgeIdentity> IDENTITIES =
      List.of(X25519, HYBRID, TestSshKeys.ED25519, TestSshKeys.RSA);

  static Stream<byte[]> files() {
    try (SecretBytes payload = SecretBytes.ofUtf8("CANARY")) {
      AgeRecipient ssh = TestSshKeys.ED25519.toRecipient();
      AgeRecipient rsa = TestSshKeys.RSA.toRecipient();
      return Stream.of(
          AgeFile.encrypt(payload, List.of(X25519.toRecipient(), ssh, rsa)),
          AgeFile.encrypt(payload, List.of(HYBRID.toRecipient())),
          ascii("age-encryption.org/v1\n-> X25519 abc\n\n--- abc\n"),
          ascii("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1\n\n--- \n"));
    }
  }

  static Stream<byte[]> armors() {
    return Stream.concat(
        Stream.of(
            ascii("-----BEGIN AGE ENCRYPTED FILE-----"),
            ascii(TestKeys.HELLO),
            ascii(TestKeys.HELLO.replace("\n", "\r\n"))),
        files().map(file -> ascii(Armor.encode(file))));
  }

  static Stream<byte[]> lines() {
    return Stream.of(
            TestKeys.OWNER,
            TestKeys.OWNER_RECIPIENT,
            HYBRID.toRecipient().text(),
            "AGE-PLUGIN-TEST-1QQQ",
            TestSshKeys.ED25519.toRecipient().text() + " comment",
            TestSshKeys.RSA.toRecipient().text())
        .map(AgeFuzzTest::ascii);
  }

  @MethodSource("files")
  @FuzzTest
  void filesOpenOrNot(byte[] file) {
    assertThat(AgeFile.open(file, IDENTITIES)).isNotNull();
  }

  @MethodSource("files")
  @FuzzTest
  void headersAreWrittenAsTheyWereRead(byte[] file) {
    try {
      Header header = Header.parse(file);
      assertThat(header.write()).isEqualTo(Arrays.copyOf(file, header.size()));
    } catch (DamagedAgeFile e) {
      assertThat(e.part()).isEqualTo(AgeOpening.Part.HEADER);
    }
  }

  /** A good header whatever the payload is: behind the MAC nothing else gets that far. */
  @FuzzTest
  void payloadsDecryptOrNot(byte[] payload) {
    byte[] fileKey = new byte[FileKey.SIZE];
    try (KeyMemory memory = new KeyMemory()) {
      assertThat(Payload.at(fileKey, payload, 0, memory).decrypt()).isNotNull();
    } catch (DamagedAgeFile e) {
      assertThat(e.part()).isIn(AgeOpening.Part.PAYLOAD, AgeOpening.Part.HEADER);
    }
  }

  @MethodSource("armors")
  @FuzzTest
  void armorsHaveOneSpelling(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      String again = Armor.encode(Armor.decode(text));
      assertThat(again).isEqualTo(text.replace("\r\n", "\n").strip() + "\n");
    } catch (DamagedAgeFile e) {
      assertThat(e.part()).isEqualTo(AgeOpening.Part.ARMOR);
    }
    assertThat(AgeFile.openArmored(text, IDENTITIES)).isNotNull();
  }

  @MethodSource("lines")
  @FuzzTest
  void linesAreIdentitiesRecipientsOrNeither(byte[] bytes) {
    String line = new String(bytes, StandardCharsets.UTF_8);
    AgeIdentity.parse(line).ifPresent(identity -> assertThat(identity.toString()).isNotEmpty());
    AgeRecipient.parse(line)
        .ifPresent(recipient -> {
          assertThat(line).startsWith(recipient.text().substring(0, 4));
          assertThat(AgeRecipient.parse(recipient.text()).map(AgeRecipient::text))
              .contains(recipient.text());
        });
  }

  @FuzzTest
  void bech32HasOneSpelling(FuzzedDataProvider data) {
    String prefix = data.consumeAsciiString(10);
    String text = data.consumeRemainingAsString();
    Bech32.decode(prefix, text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String encoded = Bech32.encode("age", bytes);
    assertThat(Bech32.decode("age", encoded))
        .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes));
    Bech32.decode("age", text)
        .ifPresent(decoded -> assertThat(Bech32.encode("age", decoded)).isEqualTo(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
