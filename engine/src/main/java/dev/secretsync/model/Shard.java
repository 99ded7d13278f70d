package dev.secretsync.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a fleet. Which clusters it has follows from their names and from
 * the number of parts alone, so that every machine works it out for itself and none has to hand out
 * work. A cluster is never divided: its lock, its limits and its Secrets are in one hand.
 *
 * @param index which part it is, from 1
 * @param of how many there are
 */
public record Shard(int index, int of) implements Comparable<Shard> {
  /** As many jobs as a matrix of GitHub Actions may have. */
  public static final int MOST = 256;

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,2})/([1-9][0-9]{0,2})");

  public Shard {
    if (index < 1 || index > of || of > MOST) {
      throw new IllegalArgumentException("there is no part " + index + " of " + of);
    }
  }

  /** Reads {@code 2/3}; empty when it is no such thing. */
  public static Optional<Shard> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return possibly(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Empty when there is no such part. */
  public static Optional<Shard> possibly(int index, int of) {
    return index < 1 || index > of || of > MOST
        ? Optional.empty()
        : Optional.of(new Shard(index, of));
  }

  /** Whether a cluster is in this part. */
  public boolean holds(String cluster) {
    return holding(cluster, of).index == index;
  }

  /**
   * The part of so many that a cluster is in: the one that draws the highest lot for its name
   * (rendezvous hashing). With one part more, only the clusters that go there move; a cluster that
   * comes or goes moves no other.
   */
  public static Shard holding(String cluster, int of) {
    long highest = lot(cluster, 1);
    int winner = 1;
    for (int part = 2; part <= of; part++) {
      long lot = lot(cluster, part);
      if (Long.compareUnsigned(lot, highest) > 0) {
        highest = lot;
        winner = part;
      }
    }
    return new Shard(winner, of);
  }

  /** What a part draws for a cluster; the same on every machine and in every version. */
  public static long lot(String cluster, int part) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((part + "/" + cluster).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int compareTo(Shard other) {
    return Comparator.<Shard>comparingInt(shard -> shard.of)
        .thenComparingInt(shard -> shard.index)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return index + "/" + of;
  }
}
