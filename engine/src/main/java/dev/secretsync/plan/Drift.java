package dev.secretsync.plan;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * What somebody did to our Secrets behind Git's back. What only Git changed is a plan's business
 * and not drift.
 *
 * @param secrets the Secrets that drifted, in order of address
 */
public record Drift(List<DriftedSecret> secrets) {
  public Drift {
    secrets = secrets.stream().sorted(Comparator.comparing(DriftedSecret::address)).toList();
  }

  /**
   * A Secret of ours that is not what we wrote.
   *
   * @param origin where its content comes from
   * @param fields what happened to it; never empty
   */
  public record DriftedSecret(SecretAddress address, Origin origin, List<DriftedField> fields) {
    public DriftedSecret {
      fields = List.copyOf(fields);
    }

    /** The same where a rule forbids to undo it. */
    DriftedSecret leftAlone() {
      return new DriftedSecret(
          address, origin, fields.stream().map(DriftedField::leftAlone).toList());
    }
  }

  /**
   * One thing that happened.
   *
   * @param field the field; empty when it is about the whole object
   * @param cause what happened
   * @param by who did it, where the object tells
   * @param alsoInGit whether Git changed the same field since
   * @param putBack whether apply undoes it
   */
  public record DriftedField(
      Optional<String> field,
      Cause cause,
      Optional<Writer> by,
      boolean alsoInGit,
      boolean putBack) {
    DriftedField leftAlone() {
      return new DriftedField(field, cause, by, alsoInGit, false);
    }
  }

  /** What can happen to a Secret of ours. */
  public enum Cause {
    VALUE_CHANGED("value changed"),
    KEY_REMOVED("key removed"),
    KEY_ADDED("key added"),
    LABELS_STRIPPED("labels stripped"),
    METADATA_CHANGED("metadata changed"),
    OBJECT_DELETED("object deleted"),
    OBJECT_RECREATED("object recreated");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /** How people read it. */
    public String words() {
      return words;
    }
  }

  /** The same by what happened, to what and by whom; the widest first. */
  public List<DriftGroup> groups() {
    return DriftGroup.of(secrets);
  }

  /** How many things happened. */
  public int size() {
    return secrets.stream().mapToInt(secret -> secret.fields().size()).sum();
  }

  /** Whether nothing happened. */
  public boolean isEmpty() {
    return secrets.isEmpty();
  }

  /** The part of it that is about these fields. */
  Drift only(BiPredicate<SecretAddress, DriftedField> which) {
    return new Drift(
        secrets.stream()
            .flatMap(secret ->
                secret(
                    secret.address(),
                    secret.origin(),
                    secret.fields().stream()
                        .filter(field -> which.test(secret.address(), field))
                        .toList()))
            .toList());
  }

  /** What tells each thing that happened from all others, also in the next report. */
  Stream<DriftKey> keys() {
    return secrets.stream()
        .flatMap(
            secret -> secret.fields().stream().map(field -> DriftKey.of(secret.address(), field)));
  }

  /** Reads the drift off a plan. */
  public static Drift of(Plan plan) {
    return new Drift(
        plan.changes().stream()
            .flatMap(change ->
                change.action() == Action.DENIED
                    ? drifted(change.difference()).map(DriftedSecret::leftAlone)
                    : drifted(change.difference()))
            .toList());
  }

  private static Stream<DriftedSecret> drifted(Difference difference) {
    return switch (difference) {
      case Difference.Missing d when d.deleted() ->
          secret(d.subject(), Stream.of(whole(Cause.OBJECT_DELETED, Optional.empty(), true)));
      case Difference.Foreign d when d.recreated() ->
          secret(d.subject(), Stream.of(whole(Cause.OBJECT_RECREATED, d.by(), false)));
      case Difference.Changed d when !d.adoption() ->
          secret(
              d.subject(),
              Stream.of(
                      d.recreated()
                          ? Stream.of(whole(Cause.OBJECT_RECREATED, Optional.empty(), true))
                          : Stream.<DriftedField>of(),
                      fields(d.changes(), true),
                      fields(d.foreign(), false))
                  .flatMap(part -> part));
      case Difference.Unchangeable d -> secret(d.subject(), fields(d.changes(), true));
      case Difference.Same d -> secret(d.subject(), fields(d.foreign(), false));
      case Difference.Missing d -> Stream.of();
      case Difference.Foreign d -> Stream.of();
      case Difference.Changed d -> Stream.of();
      case Difference.Orphaned d -> Stream.of();
      case Difference.NotCollected d -> Stream.of();
      case Difference.Moved d -> Stream.of();
      case Difference.Released d -> Stream.of();
      case Difference.Itself d -> Stream.of();
      case Difference.Unknown d -> Stream.of();
    };
  }

  private static Stream<DriftedSecret> secret(Subject subject, Stream<DriftedField> fields) {
    return secret(subject.address(), subject.origin(), fields.toList());
  }

  private static Stream<DriftedSecret> secret(
      SecretAddress address, Origin origin, List<DriftedField> fields) {
    return fields.isEmpty() ? Stream.of() : Stream.of(new DriftedSecret(address, origin, fields));
  }

  private static DriftedField whole(Cause cause, Optional<Writer> by, boolean putBack) {
    return new DriftedField(Optional.empty(), cause, by, false, putBack);
  }

  private static Stream<DriftedField> fields(List<FieldChange> changes, boolean putBack) {
    return changes.stream()
        .filter(change -> change.cause().isDrift())
        .map(change ->
            new DriftedField(
                Optional.of(change.field()),
                putBack ? cause(change) : Cause.KEY_ADDED,
                change.by(),
                change.cause() == FieldChange.Cause.BOTH,
                putBack));
  }

  private static Cause cause(FieldChange change) {
    boolean data = change.field().startsWith("data.");
    return switch (change.kind()) {
      case CHANGE -> data ? Cause.VALUE_CHANGED : Cause.METADATA_CHANGED;
      case ADD ->
          data
              ? Cause.KEY_REMOVED
              : change.field().startsWith("metadata.labels")
                  ? Cause.LABELS_STRIPPED
                  : Cause.METADATA_CHANGED;
      case REMOVE -> Cause.KEY_ADDED;
    };
  }
}
