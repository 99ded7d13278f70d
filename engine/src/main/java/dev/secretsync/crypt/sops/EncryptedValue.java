package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.crypt.age.StrictBase64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * {@code ENC[AES256_GCM,data:,iv:,tag:,type:]}, stricter than SOPS (formats.md 1.2): nothing may
 * follow the bracket, base64 is canonical, the tag has 16 bytes.
 */
final class EncryptedValue {
  static final int DATA_KEY_SIZE = 32;
  private static final String START = "ENC[";
  private static final String START_OF_DATA = "ENC[AES256_GCM,data:";
  private static final String IV = ",iv:";
  private static final String TAG = ",tag:";
  private static final String TYPE = ",type:";
  private static final int TAG_SIZE = ValueKey.TAG_SIZE;
  private static final int IV_SIZE = 32;
  private static final int MAX_IV_SIZE = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] box;
  private final byte[] iv;
  private final LeafType type;

  private EncryptedValue(byte[] data, byte[] iv, byte[] tag, LeafType type) {
    box = new byte[data.length + tag.length];
    System.arraycopy(data, 0, box, 0, data.length);
    System.arraycopy(tag, 0, box, data.length, tag.length);
    this.iv = iv;
    this.type = type;
  }

  /** Whether {@code text} means to be an encrypted value, well-formed or not. */
  static boolean isClaimedBy(String text) {
    return text.startsWith(START);
  }

  static Optional<EncryptedValue> parse(String text) {
    if (!text.startsWith(START_OF_DATA) || !text.endsWith("]")) {
      return Optional.empty();
    }
    // from the end, where all is short: the data of a large file must not be copied to and fro
    int type = text.lastIndexOf(TYPE);
    int tag = text.lastIndexOf(TAG, type);
    int iv = text.lastIndexOf(IV, tag);
    if (iv < START_OF_DATA.length()) {
      return Optional.empty();
    }
    Optional<byte[]> data =
        StrictBase64.decodePadded(text.substring(START_OF_DATA.length(), iv))
            .filter(b -> b.length > 0);
    Optional<byte[]> nonce =
        StrictBase64.decodePadded(text.substring(iv + IV.length(), tag))
            .filter(b -> b.length > 0 && b.length <= MAX_IV_SIZE);
    Optional<byte[]> tagBytes =
        StrictBase64.decodePadded(text.substring(tag + TAG.length(), type))
            .filter(b -> b.length == TAG_SIZE);
    Optional<LeafType> leafType =
        LeafType.of(text.substring(type + TYPE.length(), text.length() - 1));
    return data.flatMap(d ->
        nonce.flatMap(
            n -> tagBytes.flatMap(g -> leafType.map(t -> new EncryptedValue(d, n, g, t)))));
  }

  /**
   * Encrypts under a fresh nonce of 32 bytes.
   *
   * @param plaintext at least one byte: SOPS leaves nothing as it is
   * @param associated what the value is bound to (formats.md 1.3)
   * @return the value as it stands in a file
   */
  static String encrypt(byte[] plaintext, LeafType type, ValueKey key, String associated) {
    byte[] iv = new byte[IV_SIZE];
    RANDOM.nextBytes(iv);
    try {
      Cipher cipher = key.ready(Cipher.ENCRYPT_MODE, iv, utf8(associated));
      return text(cipher.doFinal(plaintext), iv, type);
    } catch (GeneralSecurityException e) {
      throw ValueKey.missing(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] box, byte[] iv, LeafType type) {
    Base64.Encoder base64 = Base64.getEncoder();
    int size = box.length - TAG_SIZE;
    byte[] data = base64.encode(ByteBuffer.wrap(box, 0, size)).array();
    return START_OF_DATA
        + new String(data, StandardCharsets.ISO_8859_1)
        + IV
        + base64.encodeToString(iv)
        + TAG
        + base64.encodeToString(Arrays.copyOfRange(box, size, box.length))
        + TYPE
        + type.word()
        + "]";
  }

  LeafType type() {
    return type;
  }

  /**
   * The plaintext, in a buffer of {@code memory}.
   *
   * @param associated what the value is bound to (formats.md 1.3)
   * @return nothing when it does not authenticate
   */
  Optional<byte[]> decrypt(ValueKey key, String associated, KeyMemory memory) {
    try {
      Cipher cipher = key.ready(Cipher.DECRYPT_MODE, iv, utf8(associated));
      return Optional.of(memory.keep(cipher.doFinal(box)));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw ValueKey.missing(e);
    }
  }
}
