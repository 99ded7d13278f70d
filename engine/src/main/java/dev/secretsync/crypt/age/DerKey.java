package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/** Private keys in DER: PKCS#1 (RFC 8017) and PKCS#8 (RFC 5958), also encrypted by PBES2. */
final class DerKey {
  /** OpenSSL makes 2,048; a file that asks for more than this would stop us for minutes. */
  private static final int MAX_ITERATIONS = 10_000_000;

  private DerKey() {}

  static SshKeyFile.Content pkcs1(byte[] der) {
    RSAPrivateKey key;
    try {
      key = RSAPrivateKey.getInstance(der);
    } catch (RuntimeException _) { // the library has no one type for what it does not like
      return unusable(SshKeyFile.Why.MALFORMED);
    }
    return rsa(
        new RSAPrivateCrtKeySpec(
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient()));
  }

  static SshKeyFile.Content rsa(RSAPrivateCrtKeyParameters key) {
    return rsa(
        new RSAPrivateCrtKeySpec(
            key.getModulus(),
            key.getPublicExponent(),
            key.getExponent(),
            key.getP(),
            key.getQ(),
            key.getDP(),
            key.getDQ(),
            key.getQInv()));
  }

  private static SshKeyFile.Content rsa(KeySpec spec) {
    try {
      return content(KeyFactory.getInstance("RSA").generatePrivate(spec));
    } catch (InvalidKeySpecException _) {
      return unusable(SshKeyFile.Why.MALFORMED);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  static SshKeyFile.Content pkcs8(byte[] der) {
    return pkcs8(new PKCS8EncodedKeySpec(der));
  }

  private static SshKeyFile.Content pkcs8(PKCS8EncodedKeySpec spec) {
    for (String algorithm : new String[] {"Ed25519", "RSA"}) {
      try {
        return content(KeyFactory.getInstance(algorithm).generatePrivate(spec));
      } catch (InvalidKeySpecException _) {
        // perhaps it is a key of the other kind
      } catch (GeneralSecurityException e) {
        throw missing(e);
      }
    }
    return unusable(SshKeyFile.Why.UNSUPPORTED_TYPE);
  }

  static SshKeyFile.Content lockedPkcs8(byte[] der, SecretBytes passphrase) {
    EncryptedPrivateKeyInfo info;
    String algorithm;
    try {
      info = new EncryptedPrivateKeyInfo(der);
      algorithm = info.getAlgParameters().toString();
      int iterations =
          info.getAlgParameters().getParameterSpec(PBEParameterSpec.class).getIterationCount();
      if (iterations > MAX_ITERATIONS) {
        return unusable(SshKeyFile.Why.UNSUPPORTED_LOCK);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException _) {
      // where nothing is said of the parameters, the JDK gives null
      return unusable(SshKeyFile.Why.UNSUPPORTED_LOCK);
    }
    Optional<PBEKeySpec> password = passphrase.reveal(DerKey::password);
    if (password.isEmpty()) {
      return unusable(SshKeyFile.Why.WRONG_PASSPHRASE);
    }
    try {
      SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(password.get());
      return pkcs8(info.getKeySpec(key));
    } catch (GeneralSecurityException | RuntimeException _) {
      return unusable(SshKeyFile.Why.WRONG_PASSPHRASE);
    } finally {
      password.get().clearPassword();
    }
  }

  private static Optional<PBEKeySpec> password(byte[] utf8) {
    CharBuffer chars = CharBuffer.allocate(utf8.length);
    boolean malformed =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8), chars, true).isError();
    char[] password = Arrays.copyOf(chars.array(), chars.position());
    try {
      return malformed ? Optional.empty() : Optional.of(new PBEKeySpec(password));
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(chars.array(), '\0');
    }
  }

  private static SshKeyFile.Content content(PrivateKey key) {
    return switch (key) {
      case RSAPrivateCrtKey rsa -> SshKeyFile.rsa(rsa);
      case EdECPrivateKey ed25519 when isEd25519(ed25519) -> {
        byte[] seed = ed25519.getBytes().orElseThrow();
        try {
          yield SshKeyFile.ed25519(seed);
        } finally {
          Arrays.fill(seed, (byte) 0);
        }
      }
      case PrivateKey _ -> unusable(SshKeyFile.Why.UNSUPPORTED_TYPE);
    };
  }

  private static boolean isEd25519(EdECPrivateKey key) {
    return key.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
  }

  private static SshKeyFile.Content unusable(SshKeyFile.Why why) {
    return new SshKeyFile.Content.Unusable(why);
  }

  private static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("this Java lacks a kind of key", cause);
  }
}
