package dev.secretsync.crypt.age;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;

/** TEST KEYS of the kinds that SSH has. They protect nothing. */
final class TestSshKeys {
  static final SshEd25519Identity ED25519 = ed25519(1);
  static final SshEd25519Identity OTHER_ED25519 = ed25519(2);
  static final SshRsaIdentity RSA = SshRsaIdentity.of(rsa(2048)).orElseThrow();

  private TestSshKeys() {}

  static SshEd25519Identity ed25519(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return SshEd25519Identity.of(seed).orElseThrow();
  }

  static RSAPrivateCrtKey rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
