package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A reviewed change and the one that a new plan would make in its place. They are the same when
 * they take the same action on the same fields from the same inputs; then the outcome is the one
 * that was reviewed, also where the live object moved in between. What destroys needs the very
 * object that was seen (cli.md 5.4).
 */
record ChangeComparison(PlannedChange reviewed, PlannedChange now) {
  /** How much of a blob id people read. */
  private static final int SHORT = 7;

  /** By the name, whatever sign is before it. */
  private static final Comparator<String> BY_FIELD =
      Comparator.comparing((String field) -> field.replaceFirst("^[+-]", ""))
          .thenComparing(Comparator.naturalOrder());

  /** What is different, in words; empty when the new change is what was reviewed. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (!isSameAction()) {
      words.add(reviewedAndNow());
      return words;
    }
    if (!isLastHalf() && !fields(reviewed).equals(fields(now))) {
      words.add(reviewedAndNow());
    }
    if (now.action() != Action.DELETE && now.action() != Action.RELEASE) {
      types(words);
      inputs(words);
      origins(words);
    }
    objects(words);
    return words;
  }

  /**
   * A replace or a move of which only the last half is left is a part of what was reviewed (cli.md
   * 6.5).
   */
  private boolean isLastHalf() {
    return switch (reviewed.action()) {
      case REPLACE -> now.action() == Action.CREATE;
      case MOVE ->
          now.action() == Action.CREATE
              || (now.action() == Action.DELETE
                  && reviewed.movedFrom().equals(Optional.of(now.address())));
      default -> false;
    };
  }

  private boolean isSameAction() {
    return isLastHalf()
        || (reviewed.action() == now.action()
            && reviewed.movedFrom().equals(now.movedFrom())
            && isSameReason());
  }

  private boolean isSameReason() {
    return !(reviewed.difference() instanceof Difference.Unchangeable was)
        || (now.difference() instanceof Difference.Unchangeable is && was.why().equals(is.why()));
  }

  private String reviewedAndNow() {
    return "reviewed: " + described(reviewed) + "; now: " + described(now);
  }

  private void types(List<String> words) {
    String was = reviewed.wanted().map(Subject::type).orElse("");
    String is = now.wanted().map(Subject::type).orElse("");
    if (!was.equals(is)) {
      words.add("its type was to be " + was + " and is " + is + " now");
    }
    if (words.isEmpty() && !declaredFields(reviewed).equals(declaredFields(now))) {
      words.add("it has other keys now");
    }
    if (words.isEmpty()
        && !reviewed.wanted().map(Subject::labels).equals(now.wanted().map(Subject::labels))) {
      words.add("it has other labels now");
    }
  }

  private static SortedSet<String> declaredFields(PlannedChange change) {
    return change.wanted().map(Subject::fields).orElseGet(TreeSet::new);
  }

  private void inputs(List<String> words) {
    SortedSet<String> paths = new TreeSet<>(reviewed.inputs().keySet());
    paths.addAll(now.inputs().keySet());
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(reviewed.inputs().get(path));
      Optional<String> is = Optional.ofNullable(now.inputs().get(path));
      if (was.isEmpty()) {
        words.add("it follows from " + path + " too now");
      } else if (is.isEmpty()) {
        words.add("it no longer follows from " + path);
      } else if (!was.equals(is)) {
        words.add(moved(path, was.get(), is.get()));
      }
    }
  }

  private static String shortened(String blob) {
    return blob.substring(0, Math.min(SHORT, blob.length()));
  }

  /**
   * Whether what is there, and needs no change, is what the reviewed change was to bring about; in
   * words what it is instead.
   */
  List<String> isThere() {
    List<String> words = new ArrayList<>();
    origins(words);
    return words;
  }

  private void origins(List<String> words) {
    Optional<Origin> was = reviewed.wanted().map(Subject::origin);
    Optional<Origin> is = now.wanted().map(Subject::origin);
    if (was.isEmpty() || is.isEmpty() || was.equals(is)) {
      return;
    }
    if (was.get() instanceof Origin.Collected before
        && is.get() instanceof Origin.Collected after) {
      sources(before, after, words);
    } else if (words.isEmpty()
        && was.get() instanceof Origin.Declared before
        && is.get() instanceof Origin.Declared after
        && before.at().file().equals(after.at().file())) {
      words.add(moved(before.at().file(), before.blob(), after.blob()));
    } else if (words.isEmpty()) {
      words.add(otherOrigin(was.get(), is.get()));
    }
  }

  private static String moved(String path, String from, String to) {
    return "its file " + path + " moved from blob " + shortened(from) + " to " + shortened(to);
  }

  private static String otherOrigin(Origin was, Origin is) {
    return "it was " + was.words() + " and is " + is.words() + " now";
  }

  private static void sources(Origin.Collected was, Origin.Collected is, List<String> words) {
    if (!was.source().equals(is.source())) {
      words.add(otherOrigin(was, is));
    } else if (!was.identity().equals(is.identity())) {
      words.add(
          "cluster " + is.source().cluster() + ", which it comes from, is another cluster now");
    } else if (!was.version().equals(is.version())) {
      words.add("its source " + is.source() + " changed since");
    } else {
      words.add("it goes by way of control plane " + is.controlPlane() + " now");
    }
  }

  private void objects(List<String> words) {
    Optional<Seen> was = reviewed.seen();
    Optional<Seen> is = now.seen();
    if (was.isEmpty() || is.isEmpty()) {
      return;
    }
    if (!was.get().uid().equals(is.get().uid())) {
      words.add("the object was deleted and created again");
    } else if (needsTheVeryObject()
        && !was.get().resourceVersion().equals(is.get().resourceVersion())) {
      words.add("the object changed since, and this would " + verb(now.action()) + " it");
    }
  }

  private boolean needsTheVeryObject() {
    return now.action().isDestructive() || now.action() == Action.RELEASE;
  }

  /** What a change does, for example {@code update data.password}. */
  static String described(PlannedChange change) {
    String fields = String.join(", ", fields(change));
    return fields.isEmpty() ? verb(change.action()) : verb(change.action()) + " " + fields;
  }

  private static String verb(Action action) {
    return switch (action) {
      case NO_OP -> "no change";
      default -> action.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The fields that it touches; of those that it does not change but add or take, with a sign. */
  private static SortedSet<String> fields(PlannedChange change) {
    return switch (change.difference()) {
      case Difference.Missing d -> d.subject().fields();
      case Difference.Changed d -> signed(d.changes());
      case Difference.Unchangeable d -> signed(d.changes());
      case Difference.Orphaned d -> d.fields();
      case Difference.Moved d -> d.subject().fields();
      case Difference.Same d -> new TreeSet<>();
      case Difference.Foreign d -> new TreeSet<>();
      case Difference.NotCollected d -> new TreeSet<>();
      case Difference.Released d -> new TreeSet<>();
      case Difference.Itself d -> new TreeSet<>();
      case Difference.Unknown d -> new TreeSet<>();
    };
  }

  private static SortedSet<String> signed(List<FieldChange> changes) {
    return changes.stream()
        .map(change ->
            switch (change.kind()) {
              case ADD -> "+" + change.field();
              case CHANGE -> change.field();
              case REMOVE -> "-" + change.field();
            })
        .collect(Collectors.toCollection(() -> new TreeSet<>(BY_FIELD)));
  }
}
