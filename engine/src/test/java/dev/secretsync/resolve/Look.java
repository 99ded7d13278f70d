package dev.secretsync.resolve;

import dev.secretsync.SecretSync;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.declare.Declarations;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.diff.Difference;
import dev.secretsync.model.Check;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.SecretContent;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Bounds;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link TestFleet} resolves to, in words that tests compare. */
record Look(
    Declarations declared, DesiredState fromGit, LiveState live, Resolution resolution, Plan plan) {

  /** Every line of the plan that is not a no-op: {@code create hub/argocd/creds}. */
  List<String> lines() {
    return plan.changes().stream()
        .filter(change -> change.action() != Action.NO_OP)
        .map(change -> word(change) + " " + change.address())
        .toList();
  }

  /** The lines that write. */
  List<String> writes() {
    return plan.changes().stream()
        .filter(change -> change.action().writes())
        .map(change -> word(change) + " " + change.address())
        .toList();
  }

  /** What of this plan is within one that was reviewed. */
  Bounds within(Plan reviewed) {
    return SecretSync.bounds(reviewed, plan, live, false);
  }

  private static String word(PlannedChange change) {
    if (change.movedFrom().isPresent()) {
      return "move " + change.movedFrom().get() + " to";
    }
    return change.action().name().toLowerCase(Locale.ROOT);
  }

  PlannedChange change(String address) {
    return plan.changes().stream()
        .filter(change -> change.address().toString().equals(address))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line for " + address + " in " + lines()));
  }

  boolean desires(String address) {
    return resolution.desired().find(TestFleet.address(address)).isPresent();
  }

  SecretContent content(String address) {
    return resolution
        .desired()
        .find(TestFleet.address(address))
        .orElseThrow(() -> new AssertionError("nothing desired at " + address + ": " + lines()))
        .content();
  }

  List<String> reasons(String address) {
    return resolution.desired().find(TestFleet.address(address)).orElseThrow().reasons();
  }

  /** Why a copy goes or is let go. */
  String why(String address) {
    return why(change(address));
  }

  String why(PlannedChange change) {
    return switch (change.difference()) {
      case Difference.Orphaned orphaned -> orphaned.why().orElse("");
      case Difference.Released released -> released.why();
      case Difference.Unknown unknown -> unknown.why().subject() + " " + unknown.why().summary();
      case Difference.Itself itself -> itself.allowedBy();
      case Difference.NotCollected offer -> offer.owner().orElse("");
      case Difference.Foreign foreign -> foreign.owner();
      case Difference other -> "";
    };
  }

  /** The rules that refuse a change. */
  String refusal(String address) {
    return change(address).findings().stream()
        .map(finding -> finding.rule() + ": " + finding.reason())
        .collect(Collectors.joining("; "));
  }

  /** Diagnostics of one kind: {@code subject: summary}. */
  List<String> notes(Code code) {
    return plan.diagnostics().stream()
        .filter(note -> note.code() == code)
        .map(note -> note.subject() + ": " + note.summary())
        .toList();
  }

  boolean hasErrors(Code code) {
    return plan.diagnostics().stream()
        .filter(Diagnostic::isError)
        .anyMatch(note -> note.code() == code);
  }

  Set<ExitCode> exitCodes() {
    return plan.exitCodes();
  }

  /** The rules held against a source: {@code +R13} passed, {@code -R13} did not. */
  List<String> chain(String address) {
    return resolution.chain(TestFleet.address(address)).stream()
        .map(check -> (check.passed() ? "+" : "-") + check.rule())
        .toList();
  }

  /** The first rule that a source does not get past, with what was found. */
  String stoppedBy(String address) {
    return resolution.chain(TestFleet.address(address)).stream()
        .filter(check -> !check.passed())
        .findFirst()
        .map(Check::words)
        .orElse("");
  }
}
