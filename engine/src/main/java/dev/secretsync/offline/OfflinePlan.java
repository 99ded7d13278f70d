package dev.secretsync.offline;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Revision;
import dev.secretsync.model.TrustChange;
import dev.secretsync.offline.TargetChange.Fate;
import dev.secretsync.policy.Policy;
import dev.secretsync.policy.PolicySource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one revision changes against another, as far as Git alone can tell (cli.md 5.1, tier T0). It
 * is for whoever has neither keys nor clusters, such as the check of a pull request; what apply
 * would do is for {@code plan}.
 *
 * @param base what is compared with
 * @param policy where the policy that judged was read
 * @param trust changes of who may decrypt and what may be done; shown first
 * @param reached clusters that Secrets newly reach
 * @param others changed declarations that are no Secrets
 * @param refusals declared Secrets that policy refuses or may refuse
 * @param diagnostics what is wrong with the declarations of the head
 */
public record OfflinePlan(
    Revision base,
    Revision head,
    PolicySource policy,
    List<TrustChange> trust,
    List<Reached> reached,
    List<SecretChange> secrets,
    List<OtherChange> others,
    List<Refusal> refusals,
    List<Diagnostic> diagnostics) {
  public OfflinePlan {
    trust = trust.stream().sorted().toList();
    reached = reached.stream().sorted().toList();
    secrets = secrets.stream().sorted().toList();
    others = others.stream().sorted().toList();
    refusals = refusals.stream().sorted().toList();
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Compares two revisions.
   *
   * @param trust how the head differs from the trusted revision in what it trusts
   * @param problems what is wrong with the head and with what judges it
   */
  public static OfflinePlan between(
      Declared base,
      Declared head,
      Policy policy,
      List<TrustChange> trust,
      List<Diagnostic> problems) {
    Comparison secrets = new Comparison(base, head);
    return new OfflinePlan(
        base.revision(),
        head.revision(),
        policy.source(),
        trust,
        secrets.reached(),
        secrets.changes(),
        new OtherDeclarations(base, head).changes(),
        new Verdicts(policy, base, head).on(secrets.changes()),
        Stream.concat(problems.stream(), invalid(base).stream()).sorted().toList());
  }

  private static Optional<Diagnostic> invalid(Declared base) {
    long errors = base.problems().stream().filter(Diagnostic::isError).count();
    return errors == 0
        ? Optional.empty()
        : Optional.of(
            Diagnostic.warning(
                Code.BASE_INVALID,
                "base " + base.revision().shortCommit(),
                "the declarations there have errors, so that what is new cannot always be told",
                "see them with secretsync validate --rev"));
  }

  /** Whether anything of ours is declared otherwise. */
  public boolean hasChanges() {
    return !trust.isEmpty() || !secrets.isEmpty() || !others.isEmpty() || !reached.isEmpty();
  }

  /** Whether everything could be read, so that what is not shown did not change. */
  public boolean complete() {
    return diagnostics.stream().noneMatch(Diagnostic::isError) && count(Fate.UNKNOWN) == 0;
  }

  /** How many places of the fleet have this fate. */
  public int count(Fate fate) {
    return (int)
        secrets.stream()
            .flatMap(secret -> secret.targets().stream())
            .filter(target -> target.fate() == fate)
            .count();
  }

  /** What a run that shows this exits with, changes aside. */
  public Set<ExitCode> exitCodes() {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    diagnostics.stream()
        .filter(Diagnostic::isError)
        .forEach(error -> codes.add(error.code().exitCode()));
    if (refusals.stream().anyMatch(Refusal::isCertain)) {
      codes.add(ExitCode.DENIED);
    }
    return codes;
  }
}
