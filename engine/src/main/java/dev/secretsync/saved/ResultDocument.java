package dev.secretsync.saved;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.model.Run;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ReviewedPlan;
import dev.secretsync.report.json.ResultJson;
import java.util.List;
import java.util.Optional;

/** Reads the document of a result; like that of a plan, only if writing it again gives the same. */
final class ResultDocument {
  private ResultDocument() {}

  /**
   * What the document says.
   *
   * @throws UnusablePlan when it is none that this program reads
   * @throws UnreadablePlan when it was edited
   */
  static ApplyRecord read(byte[] document, String version) {
    Entry root = StrictJson.read(document);
    refuseOthers(root, ResultJson.KIND, version);
    ApplyRecord record = record(root, run(root));
    SameBytes.require(document, Ascii.of(out -> ResultJson.write(record, out)));
    return record;
  }

  /** Only an apply that was not refused has results of changes that were not made. */
  private static ApplyRecord record(Entry root, PerformedRun run) {
    return root.has("not_written")
        ? new ApplyRecord.Ended(
            new Result(
                PlanReader.ofResult(root),
                root.entries("changes").map(ResultDocument::change).toList(),
                root.sortedTexts("namespaces_created"),
                root.entries("diagnostics").map(PlanReader::diagnostic).toList()),
            run,
            root.instant("finished"))
        : new ApplyRecord.Refused(
            plan(root),
            root.entries("diagnostics").map(PlanReader::diagnostic).toList(),
            run,
            root.instant("finished"));
  }

  private static Optional<Plan> plan(Entry root) {
    return root.has("plan") ? Optional.of(PlanReader.ofResult(root)) : Optional.empty();
  }

  static void refuseOthers(Entry root, String kind, String version) {
    if (!root.possibleText("kind").equals(Optional.of(kind))) {
      throw new UnusablePlan("is no result of apply", "name a file that apply --result wrote");
    }
    if (!root.text("format_version").equals(ResultJson.FORMAT)
        || !root.entry("tool").text("version").equals(version)) {
      throw new UnusablePlan(
          "was written by another version of secretsync than this one, which is " + version,
          "merge results with the secretsync that wrote them");
    }
  }

  static PerformedRun run(Entry root) {
    List<Run> runs =
        root.has("runs")
            ? root.entries("runs").map(ResultDocument::one).toList()
            : List.of(one(root.entry("run")));
    return new PerformedRun(
        runs,
        root.entry("tool").text("version"),
        root.instant("started"),
        root.possibleEntry("reviewed").map(ResultDocument::reviewed));
  }

  private static Run one(Entry run) {
    return new Run(run.text("id"), run.text("who"), run.possibleText("url"));
  }

  private static ReviewedPlan reviewed(Entry plan) {
    return new ReviewedPlan(
        plan.text("commit"),
        plan.instant("timestamp"),
        plan.instant("expires"),
        plan.possibleText("signed_by"));
  }

  static ChangeResult change(Entry entry) {
    return new ChangeResult(
        entry.address("address"),
        PlanReader.one(Action.class, entry.text("action").replace('-', '_')),
        PlanReader.one(Outcome.class, entry.text("outcome")),
        entry.possibleEntry("error").map(PlanReader::diagnostic),
        new Trail(
            entry.number("attempts"),
            entry.possibleText("uid"),
            entry.possibleText("resource_version_after")));
  }
}
