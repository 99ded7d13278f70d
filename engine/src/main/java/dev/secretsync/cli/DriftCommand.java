package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.DriftJson;
import dev.secretsync.report.text.DriftText;
import dev.secretsync.saved.EarlierReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code secretsync drift}: what others did to our Secrets. Never writes. */
final class DriftCommand {
  private DriftCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    Optional<Shard> shard = ShardFlag.of(invocation);
    // before any cluster is asked, so that a wrong file costs nothing
    List<EarlierReport> earlier = earlier(invocation);
    reports.begin("drift", invocation, FailedAnswer.unfinished(earlier));
    try (Planned planned = new RepositoryRun(invocation).plan(invocation.path(), shard)) {
      Plan plan = planned.plan();
      RunInfo run = invocation.runInfo();
      List<EarlierDrift> said = EarlierReport.of(earlier, plan.installation(), run.now());
      DriftReport report = DriftReport.of(plan, planned.policy().ignoredDrift(), said, run.now());
      invocation.complain(plan.diagnostics());
      invocation.complain(report.warnings());
      invocation.answer(
          out -> new DriftText(invocation.style(), run).write(report, plan, out),
          json -> DriftJson.write(report, plan, run, json));
      // what a rule refuses and what belongs to others is a plan's business, not drift of ours
      Set<ExitCode> codes = plan.exitCodes();
      codes.remove(ExitCode.DENIED);
      codes.remove(ExitCode.CONFLICT);
      return reports.write(
          new Document.Drifted(report, plan, run), codes, !report.drift().isEmpty(), invocation);
    }
  }

  /** The file that this run is going to write is not there before the first. */
  private static List<EarlierReport> earlier(Invocation invocation) {
    return invocation.values(Flag.SINCE).stream()
        .map(Path::of)
        .filter(file -> Files.exists(file) || !invocation.rollsOn(file))
        .flatMap(file -> EarlierReport.read(file).stream())
        .toList();
  }
}
