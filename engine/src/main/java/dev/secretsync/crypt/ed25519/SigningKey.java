package dev.secretsync.crypt.ed25519;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private Ed25519 key without a passphrase. Its bytes are overwritten on {@link #close}. */
public final class SigningKey implements AutoCloseable {
  private static final String HINT =
      "make one with openssl genpkey -algorithm ed25519 -out FILE, or ssh-keygen -t ed25519";
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final SecretBytes seed;
  private final VerifyingKey publicHalf;

  private SigningKey(SecretBytes seed) {
    this.seed = seed;
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    seed.reveal(bytes -> {
      Ed25519.generatePublicKey(bytes, 0, key, 0);
      return key;
    });
    this.publicHalf = new VerifyingKey(key);
  }

  /**
   * The key in a file: PKCS#8 as {@code openssl genpkey} writes it, or OpenSSH's own form.
   *
   * @param problems takes a warning when others may read or change it
   * @throws RefusedException when there is no such key in it
   */
  public static SigningKey read(Path file, Problems problems) {
    byte[] bytes = KeyFile.read(file);
    try {
      SigningKey key = read(file, new String(bytes, StandardCharsets.ISO_8859_1));
      warnOfOthers(file, problems);
      return key;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static SigningKey read(Path file, String text) {
    List<Pem> blocks = Pem.read(text).orElse(List.of());
    if (blocks.size() != 1) {
      throw KeyFile.refused(file, "is no private Ed25519 key", HINT);
    }
    Pem pem = blocks.getFirst();
    try {
      return new SigningKey(seed(file, pem));
    } finally {
      Arrays.fill(pem.body(), (byte) 0);
    }
  }

  private static SecretBytes seed(Path file, Pem pem) {
    if (pem.label().equals("ENCRYPTED PRIVATE KEY")) {
      throw locked(file);
    }
    AsymmetricKeyParameter key;
    try {
      key =
          switch (pem.label()) {
            case "PRIVATE KEY" -> PrivateKeyFactory.createKey(pem.body());
            case "OPENSSH PRIVATE KEY" -> OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(pem.body());
            default -> throw KeyFile.refused(file, "is no private Ed25519 key", HINT);
          };
    } catch (RefusedException refused) {
      throw refused;
    } catch (IOException | RuntimeException _) { // the library has no one type for what it dislikes
      throw locked(file);
    }
    if (!(key instanceof Ed25519PrivateKeyParameters ed25519)) {
      throw KeyFile.refused(file, "is a key of another kind than Ed25519", HINT);
    }
    byte[] seed = ed25519.getEncoded();
    try {
      return SecretBytes.copyOf(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static RefusedException locked(Path file) {
    return KeyFile.refused(
        file, "is no private Ed25519 key without a passphrase", "sign with a key that has none");
  }

  private static void warnOfOthers(Path file, Problems problems) {
    try {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      permissions.addAll(Files.getPosixFilePermissions(file));
      if (permissions.removeAll(OF_OTHERS)) {
        problems.add(
            Diagnostic.warning(
                Code.SIGNING_KEY,
                file.toString(),
                "others than its owner may read or change this private key",
                "chmod 600 it; whoever has it can approve plans"));
      }
    } catch (IOException | UnsupportedOperationException _) {
      // a file system without such permissions
    }
  }

  /** The signature of a message (RFC 8032): 64 bytes, always the same. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    return seed.reveal(bytes -> {
      Ed25519.sign(bytes, 0, message, 0, message.length, signature, 0);
      return signature;
    });
  }

  /** What tells whether a signature is of this key. */
  public VerifyingKey publicHalf() {
    return publicHalf;
  }

  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "the private half of " + publicHalf;
  }
}
