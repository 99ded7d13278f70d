package dev.secretsync.crypt.age;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Well-formed recipients to which nobody has the key. */
public final class TestRecipients {
  private TestRecipients() {}

  public static String x25519(int number) {
    return Bech32.encode("age", filled(32, number));
  }

  public static String hybrid(int number) {
    return Bech32.encode("age1pq", filled(1216, number));
  }

  public static String plugin(String name, int number) {
    return Bech32.encode("age1" + name, filled(32, number));
  }

  public static String sshEd25519(int number) {
    byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    byte[] blob =
        ByteBuffer.allocate(4 + type.length + 4 + 32)
            .putInt(type.length)
            .put(type)
            .putInt(32)
            .put(filled(32, number))
            .array();
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
  }

  private static byte[] filled(int size, int number) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }
}
