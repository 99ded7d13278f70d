package dev.secretsync.report;

import dev.secretsync.model.Revision;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.OtherChange;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange;
import dev.secretsync.offline.TargetChange.Fate;
import java.util.stream.Collectors;

/** What is said of an offline plan, in the same words in every format. */
public final class OfflineWords {
  /** What is to be known where ciphertext changed, without a full stop. */
  public static final String REWRITTEN =
      "A changed ciphertext is a value that was encrypted again; only a key tells whether it is"
          + " another value";

  private OfflineWords() {}

  /** Whether nothing is in it that a reviewer must not overlook. */
  public static boolean isCalm(OfflinePlan plan) {
    return plan.trust().isEmpty() && plan.reached().isEmpty() && plan.refusals().isEmpty();
  }

  /** Places that stay as they are say something only where all of them do. */
  public static boolean isWorthSaying(SecretChange change, TargetChange target) {
    return target.fate() != Fate.KEPT || change.kind() == SecretChange.Kind.ELSEWHERE;
  }

  /** By what it was judged. */
  public static String judge(OfflinePlan plan) {
    return plan.policy().files().isEmpty()
        ? "the built-in rules alone: no policy is declared in " + shortened(plan)
        : "the policy of "
            + shortened(plan)
            + " ("
            + plan.policy().files().keySet().stream()
                .map(Shown::name)
                .collect(Collectors.joining(", "))
            + ")";
  }

  private static String shortened(OfflinePlan plan) {
    String commit = plan.policy().commit();
    String ref = plan.policy().trustedRef();
    return (ref.equals(commit) ? "" : Shown.name(ref) + ", commit ")
        + new Revision(commit, "", false).shortCommit();
  }

  /** Which rule refuses, and why. */
  public static String rule(Refusal refusal) {
    return refusal.finding().code().id()
        + " "
        + Shown.name(refusal.finding().by())
        + ": "
        + Shown.name(refusal.finding().reason());
  }

  /** What happens to a declaration that is no Secret. */
  public static String what(OtherChange change) {
    return switch (change.what()) {
      case ADDED -> "is new";
      case CHANGED -> change.fields().isEmpty() ? "means something else" : "changed";
      case REMOVED -> "is no longer declared";
      case UNKNOWN -> "is unknown: its file cannot be read";
    };
  }

  /** What happens to the declaration of a Secret. */
  public static String what(SecretChange change) {
    return switch (change.kind()) {
      case ADDED -> "is new";
      case CHANGED ->
          change.fields().isEmpty() && change.notes().isEmpty() && !change.name().contains("->")
              ? "is declared as before, for other places"
              : "changed";
      case ELSEWHERE -> "is declared elsewhere and is the same";
      case REMOVED -> "is no longer declared";
      case UNKNOWN -> "is unknown";
    };
  }

  /** Where it stands, and where it stood. */
  public static String places(SecretChange change) {
    boolean moved =
        change.before().isPresent()
            && change.after().isPresent()
            && !change.before().get().file().equals(change.after().get().file());
    return (change.kind() == SecretChange.Kind.REMOVED ? "was " : "")
        + declared(change.at())
        + (moved ? ", before at " + place(change.before().get()) : "");
  }

  /** Where it moves away from; empty when it does not. */
  public static String from(TargetChange target) {
    return target.from().map(from -> Shown.name(from.toString())).orElse("");
  }

  /** A Secret in another namespace moved; in the same one it has another name. */
  public static String verb(TargetChange target) {
    return target
            .from()
            .filter(from -> from.ref().namespace().equals(target.address().ref().namespace()))
            .isPresent()
        ? "will be renamed"
        : "will be moved";
  }

  /** Where it stands, as a clause. */
  public static String declared(SourceLocation at) {
    return "declared at " + place(at);
  }

  /** File and line. */
  public static String place(SourceLocation at) {
    return Shown.name(at.file() + ":" + at.line());
  }
}
