package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.PlanJson;
import dev.secretsync.report.PlanText;

/** {@code secretsync plan}. */
final class PlanCommand {
  private PlanCommand() {}

  static int run(Invocation invocation) {
    if (invocation.has(Flag.OFFLINE)) {
      return OfflineCommand.run(invocation);
    }
    OfflineCommand.refuseAlone(invocation);
    try (Planned planned = new RepositoryRun(invocation).plan()) {
      Plan plan = planned.plan();
      invocation.complain(plan.diagnostics());
      invocation.answer(
          out -> new PlanText(invocation.style(), invocation.runInfo()).write(plan, out),
          json -> PlanJson.write(plan, invocation.runInfo(), json));
      return invocation.exit(plan.exitCodes(), plan.hasChanges());
    }
  }
}
