package dev.secretsync.report;

import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Origin;
import dev.secretsync.plan.Plan;

/** What is said of a plan, in the same words in every format. */
public final class PlanWords {
  private PlanWords() {}

  public static String by(Writer writer) {
    return "by "
        + Shown.name(writer.manager())
        + " ("
        + writer.operation()
        + ") "
        + Shown.time(writer.time());
  }

  public static String why(Why why) {
    return switch (why) {
      case Why.Type type ->
          "type " + Shown.name(type.from()) + " -> " + Shown.name(type.to()) + " cannot change";
      case Why.Immutable immutable -> "the live Secret is immutable";
    };
  }

  public static String orphaned(Difference.Orphaned d) {
    if (d.why().isPresent()) {
      return Shown.name(d.why().get());
    }
    return d.sourceFile()
            .map(file ->
                "it is no longer declared for this cluster; last applied from " + Shown.name(file))
            .orElse("it is no longer declared for this cluster")
        + d.sourceCommit()
            .map(commit -> " at " + Shown.name(commit.substring(0, Math.min(7, commit.length()))))
            .orElse("");
  }

  /** A cluster cannot say {@code adopt: true}. */
  public static String wayOut(Difference.Foreign d) {
    return switch (d.subject().origin()) {
      case Origin.Declared declared -> "set adopt: true in the declaration to take it over";
      case Origin.Collected collected ->
          "rename the Secret in "
              + Shown.name(collected.source().cluster())
              + ", or delete the one in "
              + Shown.name(d.address().cluster())
              + "; only the adoptable Secrets of a control plane are taken over (R30, R32)";
    };
  }

  /** What moved, where it was not the cluster that holds the copy. */
  public static String desiredSide(Origin origin) {
    return switch (origin) {
      case Origin.Declared declared -> "config";
      case Origin.Collected collected -> "source";
    };
  }

  /** Why a plan that is not applyable is not, without a full stop. */
  public static String notApplyable(Plan plan) {
    return plan.missesShard()
        ? "The plan of a shard is missing: nothing of this plan can be applied"
        : "A rule refuses what Git declares: nothing of this plan will be written";
  }
}
