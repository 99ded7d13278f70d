package dev.secretsync.crypt.pgp;

import dev.secretsync.model.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPKeyPairGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;
import org.jspecify.annotations.Nullable;

/** A key that a test made for itself: a primary key that signs, and a subkey that encrypts. */
final class TestPgpKey {
  static final String PASSPHRASE = "CANARY-pässword";
  private static final Instant MADE = Instant.parse("2024-01-01T00:00:00Z");

  private final PGPKeyPair primary;
  private final PGPSecretKeyRing secretRing;
  private PGPPublicKeyRing publicRing;

  /** The kinds of keys. */
  enum Kind {
    RSA {
      @Override
      List<PGPKeyPair> pairs() throws PGPException {
        return List.of(of(4).generateRsaKeyPair(2048), of(4).generateRsaKeyPair(2048));
      }
    },
    CURVE25519_LEGACY {
      @Override
      List<PGPKeyPair> pairs() throws PGPException {
        return List.of(of(4).generateLegacyEd25519KeyPair(), of(4).generateLegacyX25519KeyPair());
      }
    },
    NIST_P256 {
      @Override
      List<PGPKeyPair> pairs() throws PGPException {
        return List.of(of(4).generateNistP256ECDSAKeyPair(), of(4).generateNistP256ECDHKeyPair());
      }
    },
    X25519_V4 {
      @Override
      List<PGPKeyPair> pairs() throws PGPException {
        return List.of(of(4).generateEd25519KeyPair(), of(4).generateX25519KeyPair());
      }
    },
    V6 {
      @Override
      List<PGPKeyPair> pairs() throws PGPException {
        return List.of(of(6).generateEd25519KeyPair(), of(6).generateX25519KeyPair());
      }
    };

    abstract List<PGPKeyPair> pairs() throws PGPException;

    static PGPKeyPairGenerator of(int version) {
      return new BcPGPKeyPairGeneratorProvider().get(version, Date.from(MADE));
    }
  }

  private TestPgpKey(
      List<PGPKeyPair> pairs, @Nullable PBESecretKeyEncryptor lock, long primaryEnds, long subEnds)
      throws PGPException {
    primary = pairs.getFirst();
    PGPKeyRingGenerator generator =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            primary,
            "TEST KEY <test@example.com>",
            new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
            subpackets(KeyFlags.SIGN_DATA | KeyFlags.CERTIFY_OTHER, primaryEnds),
            null,
            signer(),
            lock);
    for (PGPKeyPair subkey : pairs.subList(1, pairs.size())) {
      generator.addSubKey(
          subkey, subpackets(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, subEnds), null);
    }
    secretRing = generator.generateSecretKeyRing();
    publicRing = generator.generatePublicKeyRing();
  }

  private static PGPSignatureSubpacketVector subpackets(int flags, long ends) {
    PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
    subpackets.setKeyFlags(true, flags);
    if (ends > 0) {
      subpackets.setKeyExpirationTime(true, ends);
    }
    return subpackets.generate();
  }

  private BcPGPContentSignerBuilder signer() {
    return new BcPGPContentSignerBuilder(
        primary.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512);
  }

  static TestPgpKey of(Kind kind) {
    try {
      return new TestPgpKey(kind.pairs(), null, 0, 0);
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One whose secret half needs {@link #PASSPHRASE}. */
  static TestPgpKey locked() throws PGPException {
    return new TestPgpKey(
        Kind.CURVE25519_LEGACY.pairs(),
        new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
            .build(PASSPHRASE.toCharArray()),
        0,
        0);
  }

  static TestPgpKey withExpiredPrimaryKey() throws PGPException {
    return new TestPgpKey(Kind.CURVE25519_LEGACY.pairs(), null, 1, 0);
  }

  static TestPgpKey withExpiredSubkey() throws PGPException {
    return new TestPgpKey(Kind.CURVE25519_LEGACY.pairs(), null, 0, 1);
  }

  static TestPgpKey withLongToLive() throws PGPException {
    long century = Duration.ofDays(36_500).toSeconds();
    return new TestPgpKey(Kind.CURVE25519_LEGACY.pairs(), null, century, century);
  }

  static TestPgpKey withoutSubkey() throws PGPException {
    return new TestPgpKey(Kind.RSA.pairs().subList(0, 1), null, 0, 0);
  }

  /** Two subkeys of the same kind, the second one newer. */
  static TestPgpKey withTwoSubkeys() throws PGPException {
    List<PGPKeyPair> pairs = new ArrayList<>(Kind.CURVE25519_LEGACY.pairs());
    pairs.add(
        new BcPGPKeyPairGeneratorProvider()
            .get(4, Date.from(MADE.plusSeconds(60)))
            .generateLegacyX25519KeyPair());
    return new TestPgpKey(pairs, null, 0, 0);
  }

  /** Revokes the primary key, or the first subkey. */
  TestPgpKey revoked(boolean subkey) throws PGPException {
    PGPSignatureGenerator generator = new PGPSignatureGenerator(signer(), primary.getPublicKey());
    generator.init(
        subkey ? PGPSignature.SUBKEY_REVOCATION : PGPSignature.KEY_REVOCATION,
        primary.getPrivateKey());
    PGPPublicKey revoked = subkey ? subkey(0) : primaryKey();
    PGPSignature revocation =
        subkey
            ? generator.generateCertification(primaryKey(), revoked)
            : generator.generateCertification(primaryKey());
    replace(PGPPublicKey.addCertification(revoked, revocation));
    return this;
  }

  /** What somebody makes who can write the file of public keys, and has no secret key. */
  TestPgpKey withForeignSubkey(TestPgpKey other) {
    publicRing = PGPPublicKeyRing.insertPublicKey(publicRing, other.subkey(0));
    return this;
  }

  private void replace(PGPPublicKey key) {
    publicRing = PGPPublicKeyRing.insertPublicKey(publicRing, key);
  }

  PGPPublicKey primaryKey() {
    return publicRing.getPublicKey();
  }

  PGPPublicKey subkey(int index) {
    return Keyrings.keys(publicRing).get(1 + index);
  }

  String fingerprint() {
    return fingerprint(primaryKey());
  }

  static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }

  String armoredSecret() {
    try {
      return armored(secretRing.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String armoredPublic() {
    try {
      return armored(publicRing.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String armored(byte[] ring) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor = new ArmoredOutputStream(out)) {
      armor.write(ring);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  /** These keys and no other source. */
  static PgpKeys keys(TestPgpKey... keys) {
    StringBuilder text = new StringBuilder();
    for (TestPgpKey key : keys) {
      text.append(key.armoredSecret()).append('\n');
    }
    return keys(Map.of(PgpSources.KEY, text.toString()));
  }

  static PgpKeys keys(Map<String, String> env) {
    return PgpKeys.fromEnvironment(
        PgpSources.of(env, _ -> Optional.empty()), new dev.secretsync.model.Problems());
  }

  static SecretBytes dataKey() {
    return SecretBytes.ofUtf8("CANARY-data-key-of-32-bytes-long");
  }
}
