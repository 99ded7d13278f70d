package dev.secretsync.lock;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the Lease of an installation is called. */
public final class LockName {
  private static final String PREFIX = "secretsync-";

  /** What may be the end of a DNS subdomain that begins with {@link #PREFIX}. */
  private static final String PLAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  private static final int HASH_LENGTH = 16;

  private LockName() {}

  /** By the installation's id, or by a hash of it where that is no name for an object. */
  public static String of(String installation) {
    return PREFIX + (installation.matches(PLAIN) ? installation : hash(installation));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
