package dev.secretsync.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  /** With more, each would have less to do than it takes to begin. */
  public static final int MOST = 1000;

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})/([1-9][0-9]{0,3})");

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
    return new Shard(new Lots(cluster).holding(of), of);
  }

  /** The lots that are drawn for one cluster, each once. */
  public static final class Lots {
    private final String cluster;
    private final List<Integer> winners = new ArrayList<>();
    private long highest;

    public Lots(String cluster) {
      this.cluster = cluster;
    }

    /** The index of the part of so many that wins. */
    public int holding(int of) {
      while (winners.size() < of) {
        int part = winners.size() + 1;
        long lot = lot(cluster, part);
        boolean wins = part == 1 || Long.compareUnsigned(lot, highest) > 0;
        highest = wins ? lot : highest;
        winners.add(wins ? part : winners.getLast());
      }
      return winners.get(of - 1);
    }
  }

  /** What a part draws for a cluster; the same on every machine and in every version. */
  private static long lot(String cluster, int part) {
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
