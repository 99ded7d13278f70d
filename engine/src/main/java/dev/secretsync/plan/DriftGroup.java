package dev.secretsync.plan;

import dev.secretsync.diff.Writer;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretRef;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.Drift.DriftedField;
import dev.secretsync.plan.Drift.DriftedSecret;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The same thing that happened to Secrets of one name in several clusters: what one script did to
 * forty clusters is one line for people to look into.
 *
 * @param what what happened, to what, by whom
 * @param clusters where, by declared name; never empty
 * @param first when it was first done, where any object tells
 * @param last when it was last done, where any object tells
 */
public record DriftGroup(
    What what, SortedSet<String> clusters, Optional<Instant> first, Optional<Instant> last) {
  private static final Comparator<Map.Entry<What, SortedMap<String, Optional<Instant>>>> ORDER =
      Comparator.comparingInt((Map.Entry<What, SortedMap<String, Optional<Instant>>> entry) ->
              -entry.getValue().size())
          .thenComparing(Map.Entry::getKey);

  public DriftGroup {
    clusters = Collections.unmodifiableSortedSet(new TreeSet<>(clusters));
  }

  /**
   * What all of a group have in common, down to what becomes of it.
   *
   * @param secret the Secret inside each cluster
   * @param field the field; empty when it is about the whole object
   * @param manager who did it, where the object tells
   * @param operation how, where the object tells
   * @param collected whether a cluster says what the Secret holds, and not Git
   * @param alsoThere whether that side changed the same field since
   * @param putBack whether apply undoes it
   */
  public record What(
      SecretRef secret,
      Optional<String> field,
      Cause cause,
      Optional<String> manager,
      Optional<String> operation,
      boolean collected,
      boolean alsoThere,
      boolean putBack)
      implements Comparable<What> {
    private static final Comparator<What> IN_ORDER =
        Comparator.comparing(What::secret)
            .thenComparing(what -> what.field().orElse(""))
            .thenComparing(What::cause)
            .thenComparing(what -> what.manager().orElse(""))
            .thenComparing(what -> what.operation().orElse(""))
            .thenComparing(What::collected)
            .thenComparing(What::alsoThere)
            .thenComparing(What::putBack);

    static What of(DriftedSecret secret, DriftedField field) {
      return new What(
          secret.address().ref(),
          field.field(),
          field.cause(),
          field.by().map(Writer::manager),
          field.by().map(Writer::operation),
          secret.origin() instanceof Origin.Collected,
          field.alsoInGit(),
          field.putBack());
    }

    @Override
    public int compareTo(What other) {
      return IN_ORDER.compare(this, other);
    }
  }

  /** Its members. */
  public Stream<DriftKey> keys() {
    return clusters.stream()
        .map(cluster ->
            new DriftKey(new SecretAddress(cluster, what.secret()), what.field(), what.cause()));
  }

  /** The widest first. */
  static List<DriftGroup> of(Collection<DriftedSecret> secrets) {
    SortedMap<What, SortedMap<String, Optional<Instant>>> all = new TreeMap<>();
    for (DriftedSecret secret : secrets) {
      for (DriftedField field : secret.fields()) {
        all.computeIfAbsent(What.of(secret, field), what -> new TreeMap<>())
            .put(secret.address().cluster(), field.by().flatMap(Writer::time));
      }
    }
    return all.entrySet().stream()
        .sorted(ORDER)
        .map(entry -> group(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static DriftGroup group(What what, SortedMap<String, Optional<Instant>> clusters) {
    List<Instant> times = clusters.values().stream().flatMap(Optional::stream).sorted().toList();
    return new DriftGroup(
        what,
        new TreeSet<>(clusters.keySet()),
        times.stream().findFirst(),
        times.reversed().stream().findFirst());
  }
}
