package dev.secretsync.cli;

import dev.secretsync.access.Identity;
import dev.secretsync.doctor.Findings;
import dev.secretsync.report.json.DoctorJson;
import dev.secretsync.report.text.DoctorText;

/** {@code secretsync doctor}: looks before the first run leaps. */
final class DoctorCommand {
  private DoctorCommand() {}

  static int run(Invocation invocation) {
    Identity identity = invocation.has(Flag.PLAN_ONLY) ? Identity.PLAN : Identity.APPLY;
    Findings found = new RepositoryRun(invocation).doctor(identity);
    Findings findings = invocation.has(Flag.STRICT) ? found.strictly() : found;
    invocation.answer(
        out -> new DoctorText(invocation.style(), invocation.runInfo()).write(findings, out),
        json -> DoctorJson.write(findings, invocation.runInfo(), json));
    return invocation.exit(findings.exitCodes(), false);
  }
}
