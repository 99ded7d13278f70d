package dev.secretsync.diff;

import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.Ownership;
import dev.secretsync.diff.FieldChange.Cause;
import dev.secretsync.diff.FieldChange.Kind;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Compares one declared content with one live Secret, field by field. What others manage and we do
 * not declare is theirs and is not a difference.
 */
final class FieldComparison {
  private final SecretContent want;
  private final LiveSecret live;

  /** What we last wrote, where the repository still has it; tells exactly which side moved. */
  private final Optional<SecretContent> was;

  FieldComparison(SecretContent want, LiveSecret live, Optional<SecretContent> was) {
    this.want = want;
    this.live = live;
    this.was = was;
  }

  static String dataField(String key) {
    return "data." + key;
  }

  /** The fields that a write would change. */
  List<FieldChange> changes() {
    List<FieldChange> found = new ArrayList<>();
    found.addAll(compare(SecretContent::data, FieldComparison::dataField));
    found.addAll(compare(SecretContent::labels, key -> "metadata.labels[" + key + "]"));
    found.addAll(compare(SecretContent::annotations, key -> "metadata.annotations[" + key + "]"));
    if (want.immutable() && !live.content().immutable()) {
      found.add(change("immutable", Kind.ADD, Cause.GIT));
    }
    return found;
  }

  /** Data keys that others put onto our object after we last wrote it. */
  List<FieldChange> addedByOthers() {
    Optional<Instant> ourLastWrite = Ownership.lastWrite(live);
    return live.content().data().keySet().stream()
        .filter(key -> !want.data().containsKey(key))
        .map(FieldComparison::dataField)
        .filter(field -> !ours(field))
        .filter(field -> isAfter(writer(field), ourLastWrite))
        .map(field -> change(field, Kind.ADD, Cause.LIVE))
        .toList();
  }

  /** How many data keys others manage and keep. */
  int kept() {
    return (int)
        live.content().data().keySet().stream()
            .filter(key -> !want.data().containsKey(key) && !ours(dataField(key)))
            .count();
  }

  private static boolean isAfter(Optional<Writer> writer, Optional<Instant> moment) {
    return writer
        .flatMap(Writer::time)
        .map(time -> moment.isPresent() && !time.isBefore(moment.get()))
        .orElse(false);
  }

  private <V> List<FieldChange> compare(
      Function<SecretContent, SortedMap<String, V>> part, UnaryOperator<String> field) {
    SortedMap<String, V> wanted = part.apply(want);
    SortedMap<String, V> there = part.apply(live.content());
    Optional<SortedMap<String, V>> before = was.map(part);
    List<FieldChange> found = new ArrayList<>();
    wanted.forEach((key, value) -> {
      if (informsOnly(key)) {
        return;
      }
      V liveValue = there.get(key);
      if (liveValue == null) {
        found.add(change(field.apply(key), Kind.ADD, whyMissing(value, before, key)));
      } else if (!liveValue.equals(value)) {
        found.add(
            change(
                field.apply(key),
                Kind.CHANGE,
                whyDifferent(value, liveValue, before, field.apply(key), key)));
      }
    });
    there.keySet().stream()
        .filter(key -> !wanted.containsKey(key) && !mayStay(key) && ours(field.apply(key)))
        .forEach(key -> found.add(change(field.apply(key), Kind.REMOVE, Cause.GIT)));
    return found;
  }

  /**
   * The source annotations say where the last write came from; that alone is no reason to write.
   */
  private static boolean informsOnly(String key) {
    return key.startsWith(Marks.RESERVED_PREFIX)
        && !key.equals(Marks.INSTALLATION)
        && !Marks.tellsOwner(key);
  }

  /** That we may not read who the owner is this time does not make what we know of it wrong. */
  private static boolean mayStay(String key) {
    return informsOnly(key) || key.equals(Marks.SOURCE_IDENTITY);
  }

  private static <V> Cause whyMissing(V wanted, Optional<SortedMap<String, V>> before, String key) {
    Optional<V> written = before.flatMap(map -> Optional.ofNullable(map.get(key)));
    if (written.isEmpty()) {
      // our own labels are on everything we wrote, so somebody took them off
      return Marks.isOurLabel(key) ? Cause.LIVE : Cause.GIT;
    }
    return written.get().equals(wanted) ? Cause.LIVE : Cause.BOTH;
  }

  private <V> Cause whyDifferent(
      V wanted, V there, Optional<SortedMap<String, V>> before, String field, String key) {
    Optional<V> written = before.flatMap(map -> Optional.ofNullable(map.get(key)));
    if (written.isEmpty()) {
      return ours(field) ? Cause.GIT : Cause.LIVE;
    }
    boolean gitMoved = !written.get().equals(wanted);
    boolean liveMoved = !written.get().equals(there);
    if (gitMoved && liveMoved) {
      return Cause.BOTH;
    }
    return gitMoved ? Cause.GIT : Cause.LIVE;
  }

  private FieldChange change(String field, Kind kind, Cause cause) {
    return new FieldChange(field, kind, cause, cause.isDrift() ? writer(field) : Optional.empty());
  }

  private boolean ours(String field) {
    return live.managers().stream()
        .anyMatch(entry -> Ownership.isUs(entry) && entry.fields().contains(field));
  }

  private Optional<Writer> writer(String field) {
    return live.managers().stream()
        .filter(entry -> !Ownership.isUs(entry) && entry.fields().contains(field))
        .max(Comparator.comparing((FieldManager m) -> m.time().orElse(Instant.MIN)))
        .map(Writer::of);
  }
}
