package dev.secretsync.crypt.pgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * Chooses the key of a ring that a data key is encrypted for. Only what the primary key signed
 * counts: a file of public keys may come from anywhere, and a subkey that somebody slipped in would
 * read everything. A revocation counts whoever made it.
 */
final class RecipientKey {
  private static final int ENCRYPTION = KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE;

  private final PGPPublicKey primary;
  private final Instant now;

  /** What came of choosing. */
  sealed interface Choice {}

  record Fit(PGPPublicKey key) implements Choice {}

  record Unfit(PgpWrapping.Reason why) implements Choice {}

  private RecipientKey(PGPPublicKey primary, Instant now) {
    this.primary = primary;
    this.now = now;
  }

  /** The newest subkey that fits, or the primary key where none does; or exactly the named one. */
  static Choice of(PGPPublicKeyRing ring, Fingerprint wanted, Instant now) {
    RecipientKey choosing = new RecipientKey(ring.getPublicKey(), now);
    Optional<PgpWrapping.Reason> unfit = choosing.unfit(choosing.primary);
    if (unfit.isPresent()) {
      return new Unfit(unfit.get());
    }
    return Keyrings.keys(ring).stream()
        .filter(key -> !wanted.isExact() || wanted.names(key))
        .sorted(
            Comparator.comparing(PGPPublicKey::isMasterKey)
                .thenComparing(PGPPublicKey::getCreationTime, Comparator.reverseOrder()))
        .map(choosing::judge)
        .reduce(RecipientKey::better)
        .orElse(new Unfit(PgpWrapping.Reason.NOT_FOR_ENCRYPTION));
  }

  /** A primary key that only signs is no reason; that its subkey expired is one. */
  private static Choice better(Choice first, Choice second) {
    boolean unsaid = first.equals(new Unfit(PgpWrapping.Reason.NOT_FOR_ENCRYPTION));
    return unsaid || (first instanceof Unfit && second instanceof Fit) ? second : first;
  }

  private Choice judge(PGPPublicKey key) {
    Optional<PgpWrapping.Reason> unfit = unfit(key);
    if (unfit.isPresent()) {
      return new Unfit(unfit.get());
    }
    return key.isEncryptionKey() && newest(key).filter(RecipientKey::permitsEncryption).isPresent()
        ? new Fit(key)
        : new Unfit(PgpWrapping.Reason.NOT_FOR_ENCRYPTION);
  }

  private Optional<PgpWrapping.Reason> unfit(PGPPublicKey key) {
    int revocation =
        key.isMasterKey() ? PGPSignature.KEY_REVOCATION : PGPSignature.SUBKEY_REVOCATION;
    if (key.getSignaturesOfType(revocation).hasNext()) {
      return Optional.of(PgpWrapping.Reason.REVOKED);
    }
    Optional<PGPSignature> newest = newest(key);
    if (newest.isEmpty()) {
      return Optional.of(PgpWrapping.Reason.NOT_FOR_ENCRYPTION);
    }
    long seconds = newest.get().getHashedSubPackets().getKeyExpirationTime();
    Instant end = key.getCreationTime().toInstant().plusSeconds(seconds);
    return seconds != 0 && !now.isBefore(end)
        ? Optional.of(PgpWrapping.Reason.EXPIRED)
        : Optional.empty();
  }

  private static boolean permitsEncryption(PGPSignature signature) {
    return !signature.getHashedSubPackets().hasSubpacket(SignatureSubpacketTags.KEY_FLAGS)
        || (signature.getHashedSubPackets().getKeyFlags() & ENCRYPTION) != 0;
  }

  /** What the primary key said last about this key. */
  private Optional<PGPSignature> newest(PGPPublicKey key) {
    List<PGPSignature> said = new ArrayList<>();
    if (key.isMasterKey()) {
      key.getSignaturesOfType(PGPSignature.DIRECT_KEY)
          .forEachRemaining(s -> addIf(said, s, () -> s.verifyCertification(key)));
      for (Iterator<byte[]> ids = key.getRawUserIDs(); ids.hasNext(); ) {
        byte[] id = ids.next();
        key.getSignaturesForID(id).forEachRemaining(s -> addIf(said, s, () -> certifies(s, id)));
      }
    } else {
      key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING)
          .forEachRemaining(s -> addIf(said, s, () -> s.verifyCertification(primary, key)));
    }
    return said.stream().max(Comparator.comparing(PGPSignature::getCreationTime));
  }

  private boolean certifies(PGPSignature signature, byte[] id) throws PGPException {
    return signature.isCertification() && signature.verifyCertification(id, primary);
  }

  /** A signature as the library checks it. */
  @FunctionalInterface
  private interface Check {
    boolean holds() throws PGPException;
  }

  private void addIf(List<PGPSignature> said, PGPSignature signature, Check check) {
    if (signature.getKeyID() != primary.getKeyID() || !signature.hasSubpackets()) {
      return;
    }
    try {
      signature.init(new BcPGPContentVerifierBuilderProvider(), primary);
      if (check.holds()) {
        said.add(signature);
      }
    } catch (PGPException | RuntimeException _) { // the library throws any of them
      // says nothing, then
    }
  }
}
