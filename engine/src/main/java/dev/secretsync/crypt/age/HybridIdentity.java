package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;

/**
 * A secret key of ML-KEM-768 and X25519 together, which a quantum computer does not break: {@code
 * AGE-SECRET-KEY-PQ-1...} (formats.md 2.3).
 */
public final class HybridIdentity implements AgeIdentity {
  private static final String PREFIX = "AGE-SECRET-KEY-PQ-";

  private final byte[] seed;
  private final AsymmetricCipherKeyPair pair;
  private final HybridRecipient recipient;

  private HybridIdentity(byte[] seed) {
    this.seed = seed;
    this.pair = HybridKey.pair(seed);
    this.recipient = HybridRecipient.of(pair.getPublic(), HybridKey.publicKey(pair));
  }

  /** A new one, from the system's random numbers. */
  public static HybridIdentity generate() {
    return new HybridIdentity(Primitives.random(HybridKey.SEED_SIZE));
  }

  static Optional<HybridIdentity> parse(String line) {
    Optional<byte[]> seed = Bech32.decode(PREFIX, line);
    return seed.filter(bytes -> bytes.length == HybridKey.SEED_SIZE).map(HybridIdentity::new);
  }

  /** Whoever encrypts for it encrypts for this identity. */
  public HybridRecipient toRecipient() {
    return recipient;
  }

  /** The line of a key file, without its end; the caller closes it. */
  public SecretBytes secretLine() {
    return Bech32.secretLine(PREFIX, seed);
  }

  AsymmetricCipherKeyPair pair() {
    return pair;
  }

  @Override
  public Optional<AgeRecipient> publicHalf() {
    return Optional.of(recipient);
  }

  @Override
  public String toString() {
    return "hybrid identity of " + recipient;
  }
}
