package dev.secretsync.crypt.sops;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-512 over the leaves of a file in their order, without separators (formats.md 1.6). */
final class FileMac {
  /** SHA-256 of {@code sops}: keeps the two kinds of MAC apart. */
  private static final String ONLY_ENCRYPTED_START =
      "8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69";

  private final MessageDigest hash = sha512();
  private final boolean onlyEncrypted;

  FileMac(boolean onlyEncrypted) {
    this.onlyEncrypted = onlyEncrypted;
    if (onlyEncrypted) {
      hash.update(HexFormat.of().parseHex(ONLY_ENCRYPTED_START));
    }
  }

  void addPlain(byte[] bytes) {
    if (!onlyEncrypted) {
      hash.update(bytes);
    }
  }

  void addEncrypted(byte[] bytes) {
    hash.update(bytes);
  }

  /** The MAC as SOPS writes it. To be asked once. */
  String hex() {
    return HexFormat.of().withUpperCase().formatHex(hash.digest());
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-512", e);
    }
  }
}
