package dev.secretsync.report;

import dev.secretsync.diff.Difference;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.Reached;
import dev.secretsync.offline.Refusal;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift.DriftedSecret;
import dev.secretsync.plan.IgnoredDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing of a document that somebody should look at, in the one form that annotations and SARIF
 * are made from.
 *
 * @param subject what it is about: an address, a cluster, a path; may be empty
 * @param at where in the repository, if anywhere
 * @param words what it is, in one line
 */
public record Remark(
    Code code, Level level, String subject, Optional<SourceLocation> at, String words)
    implements Comparable<Remark> {
  private static final Comparator<Remark> ORDER =
      Comparator.comparing(Remark::level)
          .thenComparing(remark -> remark.at().map(SourceLocation::toString).orElse("\uffff"))
          .thenComparing(Remark::subject)
          .thenComparing(Remark::code)
          .thenComparing(Remark::words);

  /** How much it matters, most first. */
  public enum Level {
    ERROR,
    WARNING,
    /** Nothing to act on; said so that nobody takes it for missing. */
    NOTE
  }

  /** All of a document, errors first. */
  public static List<Remark> of(Document document) {
    Stream<Remark> special =
        switch (document) {
          case Document.Planned d -> of(d.plan());
          case Document.Drifted d ->
              Stream.of(
                      unreadable(d.plan()),
                      d.drift().secrets().stream().map(Remark::drifted),
                      d.report().ignored().stream().map(Remark::ignored))
                  .flatMap(part -> part);
          case Document.Applied d ->
              Stream.concat(
                  of(d.result().plan()),
                  d.result().changes().stream()
                      .filter(change -> !change.done())
                      .flatMap(change -> change.why().stream())
                      .map(Remark::of));
          case Document.Offline d -> of(d.plan());
          case Document.Validated d -> Stream.of();
          case Document.Failed d -> Stream.of();
        };
    return Stream.concat(document.diagnostics().stream().map(Remark::of), special)
        .sorted()
        .distinct()
        .toList();
  }

  private static Stream<Remark> of(Plan plan) {
    return Stream.of(
            unreadable(plan),
            plan.changes().stream().flatMap(Remark::of),
            plan.guards().stream().filter(Guard::tripped).map(Remark::of),
            plan.trust().stream().map(Remark::of))
        .flatMap(part -> part);
  }

  private static Stream<Remark> of(OfflinePlan plan) {
    return Stream.of(
            plan.refusals().stream().map(Remark::of),
            plan.reached().stream().map(Remark::of),
            plan.trust().stream().map(Remark::of))
        .flatMap(part -> part);
  }

  private static Stream<Remark> unreadable(Plan plan) {
    return plan.clusters().values().stream()
        .map(PlannedCluster::unreadable)
        .flatMap(Optional::stream)
        .map(Remark::of);
  }

  private static Remark of(Diagnostic one) {
    return new Remark(
        one.code(),
        one.isError() ? Level.ERROR : Level.WARNING,
        one.subject(),
        one.at(),
        one.summary() + (one.hint().isEmpty() ? "" : "; " + one.hint()));
  }

  private static Stream<Remark> of(PlannedChange change) {
    String address = change.address().toString();
    if (change.action() == Action.DENIED) {
      return change.findings().stream()
          .map(finding ->
              new Remark(
                  finding.code(),
                  Level.ERROR,
                  address,
                  declared(change).or(finding::at),
                  denied(finding)));
    }
    return switch (change.difference()) {
      case Difference.Foreign d ->
          Stream.of(conflict(address, declared(change), "it exists and belongs to " + d.owner()));
      case Difference.NotCollected d ->
          Stream.of(
              conflict(
                  address,
                  Optional.empty(),
                  d.wanted() + " belongs to " + d.owner().orElse("nobody")));
      case Difference.Unknown d -> Stream.of(of(d.why()));
      case Difference.Missing d -> Stream.of();
      case Difference.Changed d -> Stream.of();
      case Difference.Unchangeable d -> Stream.of();
      case Difference.Same d -> Stream.of();
      case Difference.Orphaned d -> Stream.of();
      case Difference.Moved d -> Stream.of();
      case Difference.Released d -> Stream.of();
      case Difference.Itself d -> Stream.of();
    };
  }

  private static String denied(Finding finding) {
    return finding.address() + " is denied by " + finding.by() + ": " + finding.reason();
  }

  private static Remark conflict(String address, Optional<SourceLocation> at, String why) {
    return new Remark(
        Code.FOREIGN_SECRET, Level.ERROR, address, at, address + " is in conflict: " + why);
  }

  private static Remark of(Guard guard) {
    return new Remark(
        Code.GUARD,
        Level.WARNING,
        guard.cluster(),
        guard.at(),
        "cluster "
            + guard.cluster()
            + ": the guard against "
            + switch (guard.kind()) {
              case EMPTY -> "leaving a cluster with nothing";
              case PROTECTED -> "deletes in a protected cluster";
              case DELETES -> "many deletes";
              case CHANGES -> "many changes";
            }
            + " would stop apply");
  }

  private static Remark of(TrustChange change) {
    return new Remark(
        Code.TRUST_CHANGE,
        Level.WARNING,
        change.path(),
        Optional.of(new SourceLocation(change.path(), 1, 1)),
        change.kind().words() + ": " + change.words());
  }

  private static Remark of(Refusal refusal) {
    return new Remark(
        refusal.finding().code(),
        refusal.isCertain() ? Level.ERROR : Level.WARNING,
        refusal.finding().address().toString(),
        Optional.of(refusal.at()),
        refusal.isCertain()
            ? denied(refusal.finding())
            : denied(refusal.finding()).replace(" is denied by ", " may be denied by "));
  }

  private static Remark of(Reached reached) {
    return new Remark(
        Code.NEWLY_REACHED,
        Level.WARNING,
        reached.address().toString(),
        Optional.of(reached.at()),
        reached.address() + " is newly reached: " + String.join("; ", reached.because()));
  }

  private static Remark drifted(DriftedSecret secret) {
    String address = secret.address().toString();
    return new Remark(
        Code.DRIFT,
        Level.WARNING,
        address,
        declared(secret.origin()),
        address
            + " has drifted: "
            + secret.fields().stream()
                .map(field ->
                    field.field().map(name -> name + " ").orElse("")
                        + field.cause().words()
                        + field.by().map(by -> " " + PlanWords.by(by)).orElse(""))
                .collect(Collectors.joining(", ")));
  }

  /** In no place: code scanning would open an alert there for what was decided to be none. */
  private static Remark ignored(IgnoredDrift ignored) {
    return new Remark(
        Code.DRIFT,
        Level.NOTE,
        ignored.rule().by(),
        Optional.empty(),
        "drift of "
            + Shown.count(ignored.drift().secrets().size(), "Secret")
            + " is ignored until "
            + ignored.rule().until()
            + " by "
            + ignored.rule().by()
            + ": "
            + ignored.rule().reason());
  }

  private static Optional<SourceLocation> declared(PlannedChange change) {
    return switch (change.difference()) {
      case Difference.Missing d -> declared(d.subject().origin());
      case Difference.Changed d -> declared(d.subject().origin());
      case Difference.Unchangeable d -> declared(d.subject().origin());
      case Difference.Same d -> declared(d.subject().origin());
      case Difference.Foreign d -> declared(d.subject().origin());
      case Difference.Moved d -> declared(d.subject().origin());
      case Difference.Orphaned d -> Optional.empty();
      case Difference.NotCollected d -> Optional.empty();
      case Difference.Released d -> Optional.empty();
      case Difference.Itself d -> Optional.empty();
      case Difference.Unknown d -> d.why().at();
    };
  }

  private static Optional<SourceLocation> declared(Origin origin) {
    return origin instanceof Origin.Declared declared
        ? Optional.of(declared.at())
        : Optional.empty();
  }

  @Override
  public int compareTo(Remark other) {
    return ORDER.compare(this, other);
  }
}
