package dev.secretsync.crypt.pgp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;

/** The keys that were found, in the order of their sources. */
final class Keyrings {
  private final PgpPassphrase passphrase;
  private final List<PGPPublicKeyRing> publicRings = new ArrayList<>();
  private final List<SecretKey> secretKeys = new ArrayList<>();

  Keyrings(PgpPassphrase passphrase) {
    this.passphrase = passphrase;
  }

  void add(PGPPublicKeyRing ring) {
    publicRings.add(ring);
  }

  /** Takes its public half as well. Keys on cards, and keys whose secret is elsewhere, are not. */
  void add(PGPSecretKeyRing ring) {
    List<PGPPublicKey> publicKeys = new ArrayList<>();
    ring.getPublicKeys().forEachRemaining(publicKeys::add);
    publicRings.add(new PGPPublicKeyRing(publicKeys));
    for (Iterator<PGPSecretKey> keys = ring.getSecretKeys(); keys.hasNext(); ) {
      PGPSecretKey key = keys.next();
      if (!key.isPrivateKeyEmpty()) {
        secretKeys.add(SecretKey.of(key, passphrase));
      }
    }
  }

  /** Takes the secret half of a public key that is already here. */
  void add(AgentKeyFile file) {
    publicRings.stream()
        .flatMap(ring -> keys(ring).stream())
        .flatMap(key -> file.secretOf(key).stream())
        .map(SecretKey::of)
        .forEach(secretKeys::add);
  }

  static List<PGPPublicKey> keys(PGPPublicKeyRing ring) {
    List<PGPPublicKey> keys = new ArrayList<>();
    ring.getPublicKeys().forEachRemaining(keys::add);
    return keys;
  }

  List<PGPPublicKeyRing> publicRings() {
    return publicRings;
  }

  /** Our keys that may open it. */
  List<SecretKey> keysFor(EncryptedMessage.Session session) {
    return secretKeys.stream()
        .filter(key -> session.isForAnyKey() || key.id() == session.keyId())
        .toList();
  }
}
