package dev.secretsync.report;

import dev.secretsync.apply.Result;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a command has to say, whatever it is written as. That a command failed is one of them, so
 * that no format can forget it: a report of yesterday must not be taken for one of today.
 */
public sealed interface Document {
  /** The command that says it. */
  String command();

  RunInfo run();

  /** What went wrong apart from single changes, or was found on the way. */
  List<Diagnostic> diagnostics();

  /**
   * What apply would do.
   *
   * @param expires until when the plan may be applied, where it was saved
   */
  record Planned(Plan plan, RunInfo run, Optional<Instant> expires) implements Document {
    @Override
    public String command() {
      return "plan";
    }

    @Override
    public List<Diagnostic> diagnostics() {
      return plan.diagnostics();
    }
  }

  /**
   * What others did to our Secrets.
   *
   * @param plan what it was read off
   */
  record Drifted(DriftReport report, Plan plan, RunInfo run) implements Document {
    /** What counts: without what the Policy ignores for now. */
    public Drift drift() {
      return report.drift();
    }

    @Override
    public String command() {
      return "drift";
    }

    @Override
    public List<Diagnostic> diagnostics() {
      return Stream.concat(plan.diagnostics().stream(), report.warnings().stream())
          .sorted()
          .distinct()
          .toList();
    }
  }

  /** What apply did. */
  record Applied(Result result, PerformedRun performed, RunInfo run) implements Document {
    @Override
    public String command() {
      return "apply";
    }

    @Override
    public List<Diagnostic> diagnostics() {
      return Stream.concat(result.diagnostics().stream(), result.plan().diagnostics().stream())
          .sorted()
          .distinct()
          .toList();
    }
  }

  /** What one commit changes against another, in Git alone. */
  record Offline(OfflinePlan plan, RunInfo run) implements Document {
    @Override
    public String command() {
      return "plan";
    }

    @Override
    public List<Diagnostic> diagnostics() {
      return plan.diagnostics();
    }
  }

  /** What is wrong with the declarations. */
  record Validated(List<Diagnostic> diagnostics, RunInfo run) implements Document {
    public Validated {
      diagnostics = diagnostics.stream().sorted().toList();
    }

    @Override
    public String command() {
      return "validate";
    }
  }

  /** Why a command ended before it had anything else to say. */
  record Failed(String command, List<Diagnostic> diagnostics, RunInfo run) implements Document {
    public Failed {
      diagnostics = diagnostics.stream().sorted().toList();
    }
  }
}
