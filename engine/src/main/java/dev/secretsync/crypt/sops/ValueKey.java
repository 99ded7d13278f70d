package dev.secretsync.crypt.sops;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The data key of one file at work: AES-256-GCM (formats.md 1.2). Looking for the cipher costs more
 * than a short value does, so it is done once for a file. For one thread.
 */
final class ValueKey {
  static final int TAG_SIZE = 16;

  private final SecretKeySpec key;
  private final Cipher cipher;

  ValueKey(byte[] dataKey) {
    key = new SecretKeySpec(dataKey, "AES");
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** The cipher, ready for one value. */
  Cipher ready(int mode, byte[] iv, byte[] associated) {
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_SIZE * Byte.SIZE, iv));
      cipher.updateAAD(associated);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("this Java lacks AES-GCM", cause);
  }
}
