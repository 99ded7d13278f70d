package dev.secretsync.report;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Origin;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Finding;
import java.util.stream.Collectors;

/** What is said of a plan, in the same words in every format. */
public final class PlanWords {
  /** What apply refuses, without a full stop. */
  public static final String UNCOMMITTED = "This is of uncommitted files, and cannot be applied";

  private PlanWords() {}

  /** What happens to it and why, in one line; names are as they are, and still to be escaped. */
  public static String headline(PlannedChange change) {
    if (change.action() == Action.DENIED) {
      return "denied: "
          + change.findings().stream().map(PlanWords::refusal).collect(Collectors.joining("; "));
    }
    if (change.action() == Action.STALE) {
      return "not as it was reviewed";
    }
    return switch (change.difference()) {
      case Difference.Missing d -> "will be created: " + d.subject().origin().words();
      case Difference.Changed d -> d.adoption() ? "will be adopted" : "will be updated in-place";
      case Difference.Unchangeable d -> "must be replaced: " + why(d.why());
      case Difference.Same d -> "is as it should be";
      case Difference.Orphaned d -> "will be destroyed: " + orphaned(d);
      case Difference.Foreign d -> "conflict: it exists and belongs to " + d.owner();
      case Difference.NotCollected d ->
          "conflict: " + d.wanted() + " belongs to " + d.owner().orElse("nobody");
      case Difference.Moved d -> "moves here from " + d.from();
      case Difference.Released d -> "will be released and not destroyed: " + d.why();
      case Difference.Itself d -> "is a source and stays as it is";
      case Difference.Unknown d -> "unknown: " + d.why().summary();
    };
  }

  private static String refusal(Finding finding) {
    return finding.code().id()
        + " "
        + finding.rule()
        + finding.at().map(at -> " (" + at.file() + ":" + at.line() + ")").orElse("")
        + ", "
        + finding.reason();
  }

  /** Who wrote last and when, as managed fields tell it. */
  public static String by(Writer writer) {
    return "by "
        + Shown.name(writer.manager())
        + " ("
        + writer.operation()
        + ") "
        + Shown.time(writer.time());
  }

  /** What forces a replacement. */
  public static String why(Why why) {
    return switch (why) {
      case Why.Type type ->
          "type " + Shown.name(type.from()) + " -> " + Shown.name(type.to()) + " cannot change";
      case Why.Immutable immutable -> "the live Secret is immutable";
    };
  }

  /** Why it is destroyed. */
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

  /** What can be done about a conflict; a cluster cannot say {@code adopt: true}. */
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

  /** Which part of the fleet a plan is about, for a title; empty where it is the whole. */
  public static String shard(Plan plan) {
    return plan.part().map(part -> "shard " + part.shard() + " · ").orElse("");
  }

  /** What follows the number of its clusters. */
  public static String ofFleet(Plan plan) {
    return plan.part().map(part -> " of " + part.fleet().size()).orElse("");
  }
}
