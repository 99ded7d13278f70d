package dev.secretsync.cli;

import dev.secretsync.GitOnly;
import dev.secretsync.model.ExitCode;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.Policy;
import dev.secretsync.report.JudgedPlan;
import dev.secretsync.report.json.JudgedPlansJson;
import dev.secretsync.report.text.JudgedPlansText;
import dev.secretsync.saved.PlanFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code secretsync policy test}: what a policy would have said about plans that exist. */
final class PolicyTestCommand {
  private PolicyTestCommand() {}

  static int run(Invocation invocation) {
    List<String> files = invocation.values(Flag.PLAN);
    if (files.isEmpty()) {
      throw Invocation.usage(
          "policy test needs a plan to judge", "give one with --plan FILE; plan --out makes it");
    }
    Policy policy = GitOnly.policy(RepositoryRun.request(invocation));
    List<JudgedPlan> judged =
        files.stream()
            .map(file ->
                new JudgedPlan(
                    file,
                    PlanFile.read(Path.of(file), invocation.runInfo().version())
                        .plan()
                        .judgedBy(policy)))
            .toList();
    invocation.answer(
        out -> new JudgedPlansText(invocation.style()).write(judged, out),
        json -> JudgedPlansJson.write(judged, json));
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    judged.forEach(one -> codes.addAll(codes(one.plan())));
    return invocation.exit(codes, false);
  }

  private static Set<ExitCode> codes(Plan plan) {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    if (plan.count(action -> action == Action.DENIED) > 0) {
      codes.add(ExitCode.DENIED);
    }
    if (plan.guards().stream().anyMatch(Guard::tripped)) {
      codes.add(ExitCode.GUARD);
    }
    return codes;
  }
}
