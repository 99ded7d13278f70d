package dev.secretsync.policy;

import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What declared rules look at: one Secret in one place, and what would be done to it. It can be
 * made of a declaration alone, before anything is decrypted or read, and then says nothing of what
 * would be done.
 *
 * @param address the place; without a namespace where that is found in the cluster only
 * @param act what would be written; empty where nothing would, or where that is not known yet
 * @param owner who says what the Secret holds
 * @param paths every file of Git that has a say in its being there; of one that is no longer
 *     declared, the file that declared it last; empty where a cluster owns it
 * @param shape what is declared, or where nothing is, what is there
 * @param there what is there and would be lost or taken over
 * @param keys every data key that it has or loses
 * @param written the data keys that would be written or removed
 */
public record Intent(
    SecretAddress address,
    Optional<Act> act,
    Owner owner,
    SortedSet<String> paths,
    Shape shape,
    Optional<Shape> there,
    SortedSet<String> keys,
    SortedSet<String> written) {
  private static final String DATA = "data.";

  public Intent {
    paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    written = Collections.unmodifiableSortedSet(new TreeSet<>(written));
  }

  /** What can be done to a Secret, in the words of a rule's {@code actions}. */
  public enum Act {
    CREATE("create"),
    UPDATE("update"),
    REPLACE("replace"),
    DELETE("delete"),
    ADOPT("adopt"),
    MOVE("move"),
    RELEASE("release");

    private final String word;

    Act(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Who says what a Secret holds, in the words of a rule's {@code owners}. */
  public enum Owner {
    GIT("git"),
    CLUSTER("cluster");

    private final String word;

    Owner(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** What kind of Secret it is. */
  public record Shape(String type, SortedMap<String, String> labels) {
    public Shape {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    private static Shape of(Subject subject) {
      return new Shape(subject.type(), subject.labels());
    }

    private static Shape of(Seen seen) {
      return new Shape(seen.type(), seen.labels());
    }
  }

  /**
   * What is declared for a place, before its file is opened.
   *
   * @param address may lack a namespace that has yet to be found
   * @param authorizing the files that allow the cluster to have it, besides its own
   */
  public static Intent declared(
      SecretAddress address, ManagedSecret secret, Collection<String> authorizing) {
    SortedSet<String> paths = new TreeSet<>(authorizing);
    paths.add(secret.file());
    return new Intent(
        address,
        Optional.empty(),
        Owner.GIT,
        paths,
        new Shape(secret.type(), secret.labels()),
        Optional.empty(),
        new TreeSet<>(secret.data().keySet()),
        Collections.emptySortedSet());
  }

  /** Whether it is what Git declares now, so that Git can mend a refusal. */
  boolean isDeclared() {
    return owner == Owner.GIT && act.filter(a -> a == Act.DELETE).isEmpty();
  }

  /** The same with the files that are known to have a say in it. */
  Intent decidedBy(SortedSet<String> files) {
    return new Intent(address, act, owner, files, shape, there, keys, written);
  }

  /**
   * What would come of a difference; twice where one place is left for another. Nothing where
   * somebody else has the place and where one side is unknown: nothing is written there.
   */
  static Stream<Intent> of(Difference difference) {
    return switch (difference) {
      case Difference.Missing d -> Stream.of(whole(d.subject(), Act.CREATE, Optional.empty()));
      case Difference.Changed d when d.adoption() ->
          Stream.of(partly(d.subject(), Act.ADOPT, d.changes(), Optional.of(Shape.of(d.seen()))));
      case Difference.Changed d ->
          Stream.of(partly(d.subject(), Act.UPDATE, d.changes(), Optional.empty()));
      case Difference.Unchangeable d ->
          Stream.of(whole(d.subject(), Act.REPLACE, Optional.of(Shape.of(d.seen()))));
      case Difference.Same d -> Stream.of(unwritten(d.subject()));
      case Difference.Foreign d -> Stream.of(unwritten(d.subject()));
      case Difference.Moved d -> {
        Intent there = whole(d.subject(), Act.MOVE, Optional.of(Shape.of(d.seen())));
        yield Stream.of(there, there.at(d.from()));
      }
      case Difference.Orphaned d -> Stream.of(deleted(d));
      case Difference.Released d ->
          Stream.of(
              new Intent(
                  d.address(),
                  Optional.of(Act.RELEASE),
                  Owner.CLUSTER,
                  Collections.emptySortedSet(),
                  Shape.of(d.seen()),
                  Optional.empty(),
                  Collections.emptySortedSet(),
                  Collections.emptySortedSet()));
      case Difference.NotCollected d -> Stream.of();
      case Difference.Itself d -> Stream.of();
      case Difference.Unknown d -> Stream.of();
    };
  }

  private static Intent deleted(Difference.Orphaned d) {
    boolean byGit = d.why().isEmpty();
    SortedSet<String> keys = keys(d.fields().stream());
    return new Intent(
        d.address(),
        Optional.of(Act.DELETE),
        byGit ? Owner.GIT : Owner.CLUSTER,
        byGit ? new TreeSet<>(d.sourceFile().stream().toList()) : Collections.emptySortedSet(),
        new Shape(d.type(), d.labels()),
        Optional.empty(),
        keys,
        keys);
  }

  private static Intent unwritten(Subject subject) {
    return of(
        subject,
        Optional.empty(),
        keys(subject.fields().stream()),
        Collections.emptySortedSet(),
        Optional.empty());
  }

  private static Intent whole(Subject subject, Act act, Optional<Shape> there) {
    SortedSet<String> keys = keys(subject.fields().stream());
    return of(subject, Optional.of(act), keys, keys, there);
  }

  private static Intent partly(
      Subject subject, Act act, List<FieldChange> changes, Optional<Shape> there) {
    SortedSet<String> written = keys(changes.stream().map(FieldChange::field));
    SortedSet<String> keys = new TreeSet<>(written);
    keys.addAll(keys(subject.fields().stream()));
    return of(subject, Optional.of(act), keys, written, there);
  }

  private static Intent of(
      Subject subject,
      Optional<Act> act,
      SortedSet<String> keys,
      SortedSet<String> written,
      Optional<Shape> there) {
    return new Intent(
        subject.address(),
        act,
        switch (subject.origin()) {
          case Origin.Declared declared -> Owner.GIT;
          case Origin.Collected collected -> Owner.CLUSTER;
        },
        switch (subject.origin()) {
          case Origin.Declared declared -> new TreeSet<>(List.of(declared.at().file()));
          case Origin.Collected collected -> Collections.emptySortedSet();
        },
        Shape.of(subject),
        there,
        keys,
        written);
  }

  private Intent at(SecretAddress other) {
    return new Intent(other, act, owner, paths, shape, there, keys, written);
  }

  private static SortedSet<String> keys(Stream<String> fields) {
    SortedSet<String> keys = new TreeSet<>();
    fields
        .filter(field -> field.startsWith(DATA))
        .forEach(field -> keys.add(field.substring(DATA.length())));
    return keys;
  }
}
