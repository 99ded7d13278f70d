package dev.secretsync.cli;

import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.Merge;
import dev.secretsync.plan.NamedPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import dev.secretsync.report.json.PlanJson;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.saved.PlanFile;
import dev.secretsync.saved.SavedPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code secretsync plan merge}: one plan of those of all shards. */
final class PlanMergeCommand {
  private PlanMergeCommand() {}

  static int run(Invocation invocation) {
    ReportFiles reports = ReportFiles.of(invocation);
    List<String> files = invocation.line().getArgList();
    if (files.isEmpty()) {
      throw Invocation.usage(
          "plan merge needs the plans to merge", "name every file that plan --shard --out wrote");
    }
    if (invocation.has(Flag.SIGN) && !invocation.has(Flag.OUT)) {
      throw Invocation.usage(
          "--sign is about a saved plan, and --out was not given", "give --out FILE");
    }
    Optional<SigningKey> key = PlanCommand.key(invocation);
    Optional<String> out = invocation.value(Flag.OUT);
    try {
      SavedPlan merged = merged(files, invocation);
      Plan plan = merged.plan();
      invocation.complain(plan.diagnostics());
      complainOfAge(merged, files, invocation);
      Optional<SavedPlan> saved = out.map(file -> PlanFile.write(Path.of(file), merged, key));
      Optional<Instant> expires = Optional.of(merged.expires());
      invocation.answer(
          text -> {
            new PlanText(invocation.style(), merged.run()).write(plan, text);
            saved.ifPresent(it -> SavedPlanText.write(it, out.orElseThrow(), text));
          },
          json -> PlanJson.write(plan, merged.run(), expires, json));
      return reports.write(
          new Document.Planned(plan, merged.run(), expires),
          plan.exitCodes(),
          plan.hasChanges(),
          invocation);
    } catch (RefusedException refused) {
      // a plan of an earlier merge would be taken for one of this
      out.filter(file -> !OutputFile.isAmong(files, file))
          .map(Path::of)
          .ifPresent(Invocation::discard);
      throw refused;
    } finally {
      key.ifPresent(SigningKey::close);
    }
  }

  private record Part(String file, SavedPlan saved) {}

  /** As old as its latest part, and no longer valid than the first one that expires. */
  private static SavedPlan merged(List<String> files, Invocation invocation) {
    // most of the time is spent on reading them, and each is read for itself
    List<Part> parts =
        files.parallelStream()
            .map(file -> new Part(file, ShowCommand.read(Path.of(file), invocation)))
            .toList();
    Plan plan =
        Merge.of(parts.stream().map(part -> new NamedPlan(part.file, part.saved.plan())).toList());
    Instant made =
        parts.stream()
            .map(part -> part.saved.run().now())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Instant expires =
        parts.stream()
            .map(part -> part.saved.expires())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new SavedPlan(plan, new RunInfo(Version.current(), made), expires);
  }

  private static void complainOfAge(SavedPlan merged, List<String> files, Invocation invocation) {
    if (merged.expiredAt(invocation.clock().instant())) {
      invocation.complain(
          List.of(
              Diagnostic.warning(
                  Code.PLAN_EXPIRED,
                  String.join(", ", files),
                  "one of them expired at "
                      + Shown.time(merged.expires())
                      + ", and apply refuses the merged plan",
                  "plan again with --out")));
    }
  }
}
