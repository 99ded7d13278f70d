package dev.secretsync.cli;

import dev.secretsync.Planned;
import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.PlanJson;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.saved.PlanFile;
import dev.secretsync.saved.SavedPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code secretsync plan}. */
final class PlanCommand {
  private static final Duration A_DAY = Duration.ofHours(24);

  private PlanCommand() {}

  static int run(Invocation invocation) {
    if (invocation.has(Flag.OFFLINE)) {
      return OfflineCommand.run(invocation);
    }
    ReportFiles reports = ReportFiles.of(invocation);
    OfflineCommand.refuseAlone(invocation);
    refuseWhatCannotBeSaved(invocation);
    Optional<Shard> shard = ShardFlag.of(invocation);
    Duration validity = invocation.duration(Flag.TTL, A_DAY);
    // before anything is read, so that a wrong key costs nothing
    Optional<SigningKey> key = key(invocation);
    reports.begin("plan", invocation);
    try (Planned planned = new RepositoryRun(invocation).plan(invocation.path(), shard)) {
      Plan plan = planned.plan();
      invocation.complain(plan.diagnostics());
      RunInfo run = invocation.runInfo();
      Optional<SavedPlan> saved =
          invocation.value(Flag.OUT).map(file -> save(plan, run, validity, Path.of(file), key));
      Optional<Instant> expires = saved.map(SavedPlan::expires);
      invocation.answer(
          out -> {
            new PlanText(invocation.style(), run).write(plan, out);
            saved.ifPresent(
                it -> SavedPlanText.write(it, invocation.value(Flag.OUT).orElseThrow(), out));
          },
          json -> PlanJson.write(plan, run, expires, json));
      return reports.write(
          new Document.Planned(plan, run, expires),
          plan.exitCodes(),
          plan.hasChanges(),
          invocation);
    } finally {
      key.ifPresent(SigningKey::close);
    }
  }

  private static void refuseWhatCannotBeSaved(Invocation invocation) {
    if (invocation.has(Flag.OUT) && invocation.has(Flag.WORKTREE)) {
      throw Invocation.usage(
          "a plan of uncommitted files can never be applied, so it is not saved",
          "commit first, or leave out --out");
    }
    for (Flag flag : new Flag[] {Flag.TTL, Flag.SIGN}) {
      if (invocation.has(flag) && !invocation.has(Flag.OUT)) {
        throw Invocation.usage(
            "--" + flag.longName() + " is about a saved plan, and --out was not given",
            "give --out FILE");
      }
    }
  }

  static Optional<SigningKey> key(Invocation invocation) {
    Problems problems = new Problems();
    Optional<SigningKey> key =
        invocation.value(Flag.SIGN).map(file -> SigningKey.read(Path.of(file), problems));
    invocation.complain(problems.all());
    return key;
  }

  private static SavedPlan save(
      Plan plan, RunInfo run, Duration validity, Path file, Optional<SigningKey> key) {
    return PlanFile.write(file, new SavedPlan(plan, run, run.now().plus(validity)), key);
  }
}
