package dev.secretsync.crypt.pgp;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGKey;
import org.bouncycastle.bcpg.ECPublicBCPGKey;
import org.bouncycastle.bcpg.ECSecretBCPGKey;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.RSASecretBCPGKey;
import org.bouncycastle.gpg.SExpression;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * A file of {@code private-keys-v1.d}, in which gpg-agent keeps one secret key as an S-expression,
 * since GnuPG 2.3 behind a few lines of text. It tells the numbers of the public key and not its
 * fingerprint. Keys with a passphrase and keys on cards are left to {@code gpg}.
 */
final class AgentKeyFile {
  private static final int MAX_DEPTH = 8;
  private static final String NAME = "Key:";

  private final SExpression numbers;

  private AgentKeyFile(SExpression numbers) {
    this.numbers = numbers;
  }

  /** Nothing where it is none that can be used without {@code gpg}. */
  static Optional<AgentKeyFile> parse(byte[] file) {
    int start = expression(file);
    if (start == file.length) {
      return Optional.empty();
    }
    byte[] rest = Arrays.copyOfRange(file, start, file.length);
    try {
      SExpression key = SExpression.parse(rest, MAX_DEPTH);
      return "private-key".equals(key.getString(0))
          ? Optional.of(new AgentKeyFile(key.getExpression(1)))
          : Optional.empty();
    } catch (IOException | RuntimeException _) { // the library throws any of them
      return Optional.empty();
    } finally {
      Arrays.fill(rest, (byte) 0);
    }
  }

  private static int expression(byte[] file) {
    int at = 0;
    while (at < file.length && file[at] != '(' && !beginsAt(file, at)) {
      while (at < file.length && file[at] != '\n') {
        at++;
      }
      at = Math.min(at + 1, file.length);
    }
    while (at < file.length && file[at] != '(') {
      at++;
    }
    return at;
  }

  private static boolean beginsAt(byte[] file, int at) {
    byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
    return at + name.length <= file.length
        && Arrays.equals(file, at, at + name.length, name, 0, name.length);
  }

  /** The secret half of {@code key}, where the file holds that. */
  Optional<PGPKeyPair> secretOf(PGPPublicKey key) {
    try {
      return secret(key.getPublicKeyPacket().getKey())
          .map(secret -> new PGPPrivateKey(key.getKeyID(), key.getPublicKeyPacket(), secret))
          .map(secret -> new PGPKeyPair(key, secret));
    } catch (RuntimeException _) { // the library's word for a number that is not there
      return Optional.empty();
    }
  }

  private Optional<BCPGKey> secret(BCPGKey publicKey) {
    return switch (publicKey) {
      case RSAPublicBCPGKey rsa
          when numbers.hasLabel("rsa") && rsa.getModulus().equals(number("n")) ->
          Optional.of(new RSASecretBCPGKey(number("d"), number("p"), number("q")));
      case ECPublicBCPGKey ec
          when numbers.hasLabel("ecc") && ec.getEncodedPoint().equals(number("q")) ->
          Optional.of(new ECSecretBCPGKey(number("d")));
      default -> Optional.empty();
    };
  }

  private BigInteger number(String label) {
    return new BigInteger(1, numbers.getExpressionWithLabelOrFail(label).getBytes(1));
  }
}
