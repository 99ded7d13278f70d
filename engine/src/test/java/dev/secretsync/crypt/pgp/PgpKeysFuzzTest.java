package dev.secretsync.crypt.pgp;

import static dev.secretsync.crypt.pgp.TestMessages.encrypted;
import static dev.secretsync.crypt.pgp.TestMessages.literal;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.secretsync.crypt.pgp.TestMessages.Protection;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("X10: any bytes end in an outcome")
class PgpKeysFuzzTest {
  private static final TestPgpKey OURS = TestPgpKey.of(TestPgpKey.Kind.CURVE25519_LEGACY);
  private static final TestPgpKey LATEST = TestPgpKey.of(TestPgpKey.Kind.V6);
  private static final PgpKeys KEYS = TestPgpKey.keys(OURS, LATEST);

  static Stream<byte[]> messages() {
    byte[] content = literal("CANARY".getBytes(StandardCharsets.US_ASCII));
    return Stream.of(
        encrypted(content, OURS.subkey(0)),
        encrypted(Protection.LIBREPGP, content, true, OURS.subkey(0)),
        encrypted(Protection.SEIPD_2, content, false, LATEST.subkey(0)),
        content,
        new byte[0]);
  }

  static Stream<byte[]> contents() {
    byte[] literal = literal("CANARY".getBytes(StandardCharsets.US_ASCII));
    return Stream.of(
        literal,
        TestMessages.compressed(1, literal),
        TestMessages.compressed(2, literal),
        TestMessages.compressed(3, literal));
  }

  static Stream<byte[]> texts() {
    return messages().map(message -> Armor.encode(message).getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("messages")
  @FuzzTest
  void anyMessageEndsInAnOutcome(byte[] message) {
    assertThat(KEYS.unwrap(Armor.encode(message))).isNotNull();
  }

  @MethodSource("texts")
  @FuzzTest
  void anyTextEndsInAnOutcome(byte[] text) {
    assertThat(KEYS.unwrap(new String(text, StandardCharsets.UTF_8))).isNotNull();
  }

  @MethodSource("contents")
  @FuzzTest
  void anyContentEndsInAnOutcome(byte[] content) {
    try {
      Literal.in(content).close();
    } catch (UnreadableMessage e) {
      assertThat(e.outcome()).isNotNull();
    }
  }
}
