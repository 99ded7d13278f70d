package dev.secretsync.cli;

import dev.secretsync.GitOnly;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.report.Document;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.OfflineJson;
import dev.secretsync.report.text.OfflineText;
import dev.secretsync.saved.PlanFile;
import dev.secretsync.saved.SavedOfflinePlan;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code secretsync plan --offline --base REF}. It is for the check of a pull request, whose author
 * may be anybody: so it looks for no key, no kubeconfig and no cluster, wherever they may be (P1).
 */
final class OfflineCommand {
  /** What is about keys and clusters, or makes a plan that could be applied. */
  private static final List<Flag> MEANINGLESS =
      List.of(Flag.KUBECONFIG, Flag.INSTALLATION, Flag.TIMEOUT, Flag.SHARD, Flag.TTL, Flag.SIGN);

  private OfflineCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    for (Flag flag : MEANINGLESS) {
      if (invocation.has(flag)) {
        throw Invocation.usage(
            "--" + flag.longName() + " has no meaning with --offline",
            "leave it out: no cluster is asked, and there is nothing to apply");
      }
    }
    String base =
        invocation
            .value(Flag.BASE)
            .orElseThrow(() ->
                Invocation.usage(
                    "--offline needs --base REF, to say what is new",
                    "in a pull request its base, such as --base origin/main"));
    reports.begin("plan", invocation);
    OfflinePlan plan = GitOnly.offline(RepositoryRun.request(invocation), base);
    invocation.complain(plan.diagnostics());
    RunInfo run = invocation.runInfo();
    invocation
        .value(Flag.OUT)
        .ifPresent(file -> PlanFile.write(Path.of(file), new SavedOfflinePlan(plan, run)));
    invocation.answer(
        out -> new OfflineText(invocation.style(), run).write(plan, out),
        json -> OfflineJson.write(plan, run, json));
    return reports.write(
        new Document.Offline(plan, run), plan.exitCodes(), plan.hasChanges(), invocation);
  }

  /** Refuses what only makes sense with {@code --offline}, which is not given. */
  static void refuseAlone(Invocation invocation) {
    if (invocation.has(Flag.BASE)) {
      throw Invocation.usage("--base goes with --offline", "add --offline, or leave it out");
    }
  }
}
