package dev.secretsync.crypt.age;

import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** The public key of a {@link HybridIdentity}: {@code age1pq1...} (formats.md 2.3). */
public final class HybridRecipient implements AgeRecipient {
  private static final String PREFIX = "age1pq";

  private final AsymmetricKeyParameter key;
  private final String text;

  private HybridRecipient(AsymmetricKeyParameter key, String text) {
    this.key = key;
    this.text = text;
  }

  /** Reads {@code age1pq1...}; nothing where it is malformed. */
  public static Optional<HybridRecipient> parse(String text) {
    return Bech32.decode(PREFIX, text)
        .flatMap(HybridKey::publicKey)
        .map(key -> new HybridRecipient(key, text));
  }

  static HybridRecipient of(AsymmetricKeyParameter key, byte[] encoded) {
    return new HybridRecipient(key, Bech32.encode(PREFIX, encoded));
  }

  @Override
  public String text() {
    return text;
  }

  AsymmetricKeyParameter key() {
    return key;
  }

  @Override
  public String toString() {
    return text;
  }
}
