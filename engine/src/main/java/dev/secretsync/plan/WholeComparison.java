package dev.secretsync.plan;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.TrustChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What two plans must have in common before their changes can be compared at all. */
record WholeComparison(Plan reviewed, Plan now) {
  private static final String PLAN_AGAIN = "run plan again and have the new plan reviewed";

  /** Why the reviewed plan does not hold for the fleet of the new one; empty when it does. */
  List<Diagnostic> refusals() {
    List<Diagnostic> refusals = new ArrayList<>();
    if (reviewed.revision().uncommitted()) {
      refusals.add(refused("plan", "was made from uncommitted files", "commit and plan again"));
    }
    reviewed.diagnostics().stream()
        .filter(diagnostic -> diagnostic.code() == Code.SHARD_MISSING)
        .map(missing ->
            refused(
                missing.subject(), "was missing when the plans were merged", "merge all of them"))
        .forEach(refusals::add);
    if (!reviewed.installation().equals(now.installation())) {
      refusals.add(
          refused(
              "plan",
              "is for installation "
                  + reviewed.installation()
                  + ", and this is "
                  + now.installation(),
              "give the repository that it was made for, or the same --installation"));
    }
    policy(refusals);
    trust(refusals);
    reviewed.clusters().values().forEach(was -> identity(was).ifPresent(refusals::add));
    return refusals;
  }

  private void policy(List<Diagnostic> refusals) {
    if (!reviewed.policy().files().equals(now.policy().files())) {
      Set<String> paths = new HashSet<>(reviewed.policy().files().keySet());
      paths.addAll(now.policy().files().keySet());
      paths.stream()
          .sorted()
          .filter(path ->
              !Optional.ofNullable(reviewed.policy().files().get(path))
                  .equals(Optional.ofNullable(now.policy().files().get(path))))
          .map(path -> refused(path, "the policy changed since the plan was judged", PLAN_AGAIN))
          .forEach(refusals::add);
    }
  }

  /** What was reviewed may be merged by now; what was not may not slip in. */
  private void trust(List<Diagnostic> refusals) {
    Set<TrustChange> known = new HashSet<>(reviewed.trust());
    now.trust().stream()
        .filter(change -> !known.contains(change))
        .map(change ->
            refused(
                change.path(),
                "a change of what is trusted that was not reviewed: " + change.words(),
                PLAN_AGAIN))
        .forEach(refusals::add);
  }

  /**
   * A cluster that does not answer is dealt with like any other: what was planned for it is
   * skipped.
   */
  private Optional<Diagnostic> identity(PlannedCluster was) {
    return Optional.ofNullable(now.clusters().get(was.name()))
        .filter(is -> was.unreadable().isEmpty() && is.unreadable().isEmpty())
        .filter(is -> !was.identity().equals(is.identity()))
        .map(is ->
            refused(
                was.name(),
                was.identity().isPresent() && is.identity().isPresent()
                    ? "is another cluster than the one that was planned for: the UID of its namespace"
                        + " kube-system differs"
                    : "it cannot be told whether this is the cluster that was planned for: the UID of"
                        + " its namespace kube-system could be read only once",
                "check the kubeconfig, then plan again"));
  }

  private static Diagnostic refused(String subject, String summary, String hint) {
    return Diagnostic.error(Code.PLAN_MISMATCH, subject, summary, hint);
  }
}
