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

  /** The base point, for Ed25519 has few points that are so easy to write. */
  public static String sshEd25519() {
    byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    byte[] point = filled(32, 0x66);
    point[0] = 0x58;
    byte[] blob =
        ByteBuffer.allocate(4 + type.length + 4 + point.length)
            .putInt(type.length)
            .put(type)
            .putInt(point.length)
            .put(point)
            .array();
    return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
  }

  private static byte[] filled(int size, int number) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }
}
