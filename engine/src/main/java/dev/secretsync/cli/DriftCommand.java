package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.model.ExitCode;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.DriftJson;
import dev.secretsync.report.DriftText;
import dev.secretsync.report.RunInfo;
import java.util.Set;

/** {@code secretsync drift}: what others did to our Secrets. Never writes. */
final class DriftCommand {
  private DriftCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    try (Planned planned = new RepositoryRun(invocation).plan()) {
      Plan plan = planned.plan();
      Drift drift = Drift.of(plan);
      RunInfo run = invocation.runInfo();
      invocation.complain(plan.diagnostics());
      invocation.answer(
          out -> new DriftText(invocation.style(), run).write(drift, plan, out),
          json -> DriftJson.write(drift, plan, run, json));
      // what a rule refuses and what belongs to others is a plan's business, not drift of ours
      Set<ExitCode> codes = plan.exitCodes();
      codes.remove(ExitCode.DENIED);
      codes.remove(ExitCode.CONFLICT);
      return reports.write(
          new Document.Drifted(drift, plan, run), codes, !drift.secrets().isEmpty(), invocation);
    }
  }
}
