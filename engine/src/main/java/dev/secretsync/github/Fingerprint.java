package dev.secretsync.github;

import dev.secretsync.github.DriftReport.DriftedField;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Whether it is still the same drift: a hash of (address, key, cause, manager), never of values,
 * for a report has none.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** Of fields in order. Each word is preceded by its length, so that no two lists look alike. */
  static String of(Collection<DriftedField> drifted) {
    MessageDigest digest = sha256();
    drifted.stream()
        .map(DriftedField::identity)
        .distinct()
        .forEach(words ->
            words.forEach(word -> {
              byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
              digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
              digest.update(bytes);
            }));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
