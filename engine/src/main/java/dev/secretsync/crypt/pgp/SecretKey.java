package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.PBESecretKeyDecryptor;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/** A secret key or subkey of ours. It is unlocked when a message needs it, and tried only once. */
final class SecretKey {
  private final long id;
  private final Unlocking unlocking;
  private boolean tried;
  private Optional<PGPKeyPair> unlocked = Optional.empty();

  /** How to get at it. */
  @FunctionalInterface
  private interface Unlocking {
    Optional<PGPKeyPair> unlock();
  }

  private SecretKey(long id, Unlocking unlocking) {
    this.id = id;
    this.unlocking = unlocking;
  }

  /** One that no passphrase protects. */
  static SecretKey of(PGPKeyPair key) {
    return new SecretKey(key.getKeyID(), () -> Optional.of(key));
  }

  /** One of a key file. */
  static SecretKey of(PGPSecretKey key, PgpPassphrase passphrase) {
    return new SecretKey(key.getKeyID(), () -> unlock(key, passphrase));
  }

  long id() {
    return id;
  }

  /** Nothing where the passphrase is not known, or is another. */
  synchronized Optional<PGPKeyPair> unlock() {
    if (!tried) {
      tried = true;
      unlocked = unlocking.unlock();
    }
    return unlocked;
  }

  private static Optional<PGPKeyPair> unlock(PGPSecretKey key, PgpPassphrase passphrase) {
    if (key.getKeyEncryptionAlgorithm() == SymmetricKeyAlgorithmTags.NULL) {
      return extract(key, null);
    }
    Optional<SecretBytes> given =
        passphrase.of(HexFormat.of().withUpperCase().formatHex(key.getFingerprint()));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try (SecretBytes secret = given.get()) {
      return secret.reveal(bytes -> unlock(key, bytes));
    }
  }

  private static Optional<PGPKeyPair> unlock(PGPSecretKey key, byte[] passphrase) {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(passphrase));
    char[] characters = Arrays.copyOf(decoded.array(), decoded.limit());
    try {
      return extract(
          key,
          new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
              .build(characters));
    } finally {
      Arrays.fill(characters, '\0');
      Arrays.fill(decoded.array(), '\0');
    }
  }

  private static Optional<PGPKeyPair> extract(
      PGPSecretKey key, @Nullable PBESecretKeyDecryptor decryptor) {
    try {
      return Optional.ofNullable(key.extractKeyPair(decryptor));
    } catch (PGPException | RuntimeException _) { // the library throws any of them
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "secret key " + HexFormat.of().withUpperCase().toHexDigits(id);
  }
}
