package dev.secretsync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** S1, S3, S6: a value cannot be shown, kept or hashed by accident. */
class SecretBytesTest {
  private static final String FAKE = "visibly-fake";

  @Test
  void cannotBePrintedEvenInsideOfARecord() {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    data.put("key", SecretBytes.ofUtf8(FAKE));
    SecretContent content =
        new SecretContent("Opaque", false, data, new TreeMap<>(), new TreeMap<>());
    assertThat(content.toString() + "%s".formatted(data))
        .contains("(sensitive value)")
        .doesNotContain(FAKE);
  }

  @Test
  void hasNoHash() {
    SecretBytes value = SecretBytes.ofUtf8(FAKE);
    assertThatThrownBy(value::hashCode)
        .isInstanceOf(UnsupportedOperationException.class)
        .message()
        .doesNotContain(FAKE);
  }

  @Test
  void isEqualByItsBytesAlone() {
    assertThat(SecretBytes.ofUtf8(FAKE).equals(SecretBytes.ofUtf8(FAKE))).isTrue();
    assertThat(SecretBytes.ofUtf8(FAKE).equals(SecretBytes.ofUtf8(FAKE + "2"))).isFalse();
    assertThat(SecretBytes.ofUtf8("").equals(SecretBytes.ofUtf8(""))).isTrue();
  }

  @Test
  void cannotBeSerialized() {
    assertThat(Serializable.class.isAssignableFrom(SecretBytes.class)).isFalse();
  }

  @Test
  void takesACopyAndZeroesItOnClose() {
    byte[] bytes = FAKE.getBytes(StandardCharsets.UTF_8);
    SecretBytes value = SecretBytes.copyOf(bytes);
    bytes[0] = 'X';
    assertThat(value.<String>reveal(b -> new String(b, StandardCharsets.UTF_8))).isEqualTo(FAKE);
    value.close();
    assertThat(value.<Boolean>reveal(b -> isZero(b))).isTrue();
    assertThat(bytes[1]).isEqualTo((byte) 'i');
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return bytes.length == FAKE.length();
  }
}
