package dev.secretsync.crypt.sops;

import dev.secretsync.model.SecretBytes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Splits a data key among key groups and puts it together again (formats.md 1.10): for each byte
 * one random polynomial over GF(2^8) modulo x^8+x^4+x^3+x+1, the secret at 0. A share is what the
 * polynomials give at x, followed by x itself, which is 1 for the first group.
 *
 * <p>Nothing in a share tells whether it belongs to the others, nor whether there are enough: who
 * combines must check that the result opens something.
 */
final class Shamir {
  private static final int MIN_PARTS = 2;
  private static final int MAX_PARTS = 255;
  private static final int BYTE = 0xff;

  /** The polynomial without its highest term, which falls off the byte. */
  private static final int REDUCTION = 0x1b;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Shamir() {}

  /** What came of {@link #combine}. */
  sealed interface Combination {}

  /** A secret, the right one if the shares were; the caller closes it. */
  record Combined(SecretBytes secret) implements Combination {}

  /** No polynomial goes through these. */
  record Unfit(Why why) implements Combination {}

  /** What is the matter with shares. */
  enum Why {
    TOO_FEW,
    TOO_MANY,
    TOO_SHORT,
    OF_DIFFERENT_LENGTHS,
    AT_ZERO,
    REPEATED
  }

  /** Whether a secret can be split so; a threshold of 1 would hand it whole to every group. */
  static boolean allows(int threshold, int parts) {
    return threshold >= MIN_PARTS && threshold <= parts && parts <= MAX_PARTS;
  }

  /**
   * Shares, in order of the groups, of which any {@code threshold} give the secret and fewer tell
   * nothing of it. The caller closes them.
   *
   * @param secret at least one byte
   * @throws IllegalArgumentException where {@link #allows} says no
   */
  static List<SecretBytes> split(SecretBytes secret, int threshold, int parts) {
    if (!allows(threshold, parts) || secret.size() == 0) {
      throw new IllegalArgumentException("cannot split into " + threshold + " of " + parts);
    }
    byte[] random = new byte[secret.size() * (threshold - 1)];
    RANDOM.nextBytes(random);
    try {
      List<SecretBytes> shares = new ArrayList<>();
      for (int x = 1; x <= parts; x++) {
        int at = x;
        shares.add(secret.reveal(constants -> share(constants, random, at)));
      }
      return List.copyOf(shares);
    } finally {
      Arrays.fill(random, (byte) 0);
    }
  }

  /** Horner's rule; the coefficients of a byte stand one length of the secret apart. */
  private static SecretBytes share(byte[] constants, byte[] random, int x) {
    int length = constants.length;
    byte[] share = new byte[length + 1];
    for (int i = 0; i < length; i++) {
      int y = 0;
      for (int at = random.length - length + i; at >= 0; at -= length) {
        y = multiply(y ^ (random[at] & BYTE), x);
      }
      share[i] = (byte) (y ^ constants[i]);
    }
    share[length] = (byte) x;
    try {
      return SecretBytes.copyOf(share);
    } finally {
      Arrays.fill(share, (byte) 0);
    }
  }

  /** The value at 0 of the polynomials through all of {@code shares}, which stay the caller's. */
  static Combination combine(List<SecretBytes> shares) {
    if (shares.size() < MIN_PARTS || shares.size() > MAX_PARTS) {
      return new Unfit(shares.size() < MIN_PARTS ? Why.TOO_FEW : Why.TOO_MANY);
    }
    int length = shares.getFirst().size() - 1;
    if (shares.stream().anyMatch(share -> share.size() - 1 != length)) {
      return new Unfit(Why.OF_DIFFERENT_LENGTHS);
    }
    if (length < 1) {
      return new Unfit(Why.TOO_SHORT);
    }
    int[] xs = shares.stream().mapToInt(s -> s.reveal(b -> b[length] & BYTE)).toArray();
    Optional<Why> unfit = whyUnfit(xs);
    return unfit.isPresent() ? new Unfit(unfit.get()) : new Combined(atZero(shares, xs, length));
  }

  private static Optional<Why> whyUnfit(int[] xs) {
    if (Arrays.stream(xs).anyMatch(x -> x == 0)) {
      return Optional.of(Why.AT_ZERO);
    }
    boolean distinct = Arrays.stream(xs).distinct().count() == xs.length;
    return distinct ? Optional.empty() : Optional.of(Why.REPEATED);
  }

  private static SecretBytes atZero(List<SecretBytes> shares, int[] xs, int length) {
    byte[] secret = new byte[length];
    for (int i = 0; i < xs.length; i++) {
      int weight = weight(xs, i);
      shares
          .get(i)
          .reveal(share -> {
            for (int k = 0; k < length; k++) {
              secret[k] ^= (byte) multiply(share[k] & BYTE, weight);
            }
            return true;
          });
    }
    try {
      return SecretBytes.copyOf(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Lagrange: by how much the share at {@code xs[i]} counts at 0; needs no secret. */
  private static int weight(int[] xs, int i) {
    int above = 1;
    int below = 1;
    for (int x : xs) {
      if (x != xs[i]) {
        above = multiply(above, x);
        below = multiply(below, x ^ xs[i]);
      }
    }
    return multiply(above, inverse(below));
  }

  /**
   * Bit by bit and not by tables of logarithms: neither a branch nor an index depends on the
   * factors, so that the time and the cache tell nothing of a key. A key has 32 bytes; the tables
   * would save microseconds.
   */
  static int multiply(int a, int b) {
    int product = 0;
    for (int bit = Byte.SIZE - 1; bit >= 0; bit--) {
      product = ((product << 1) ^ (REDUCTION & -(product >> 7))) & BYTE;
      product ^= a & -((b >> bit) & 1);
    }
    return product;
  }

  /** a^254, since a^255 is 1 for all but 0. */
  static int inverse(int a) {
    int power = 1;
    for (int i = 0; i < BYTE - 1; i++) {
      power = multiply(power, a);
    }
    return power;
  }
}
