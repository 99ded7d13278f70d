package dev.secretsync.desired;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Whose objects a run owns: the value of our label on them. */
public final class Installation {
  private static final int NAME_LENGTH = 40;
  private static final int HASH_LENGTH = 8;

  private Installation() {}

  /**
   * The id of a folder of a repository: the repository's name, for people, and the start of a hash
   * of its address and the folder, so that two repositories never prune each other. Without a
   * remote on a network it is {@code local}, so that every clone of a local repository is the same
   * installation.
   *
   * @param remote normalised address of {@code origin}, such as {@code github.com/acme/secrets}
   * @param folder the folder inside the repository; empty for its root
   */
  public static String of(Optional<String> remote, String folder) {
    if (remote.isEmpty() && folder.isEmpty()) {
      return "local";
    }
    String name = remote.map(address -> address.substring(address.lastIndexOf('/') + 1)).orElse("");
    String readable =
        (name.isEmpty() ? "local" : name)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    String cut = readable.substring(0, Math.min(NAME_LENGTH, readable.length()));
    return (cut.isEmpty() ? "repository" : cut)
        + "-"
        + hash(remote.orElse("") + "\n" + folder).substring(0, HASH_LENGTH);
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
