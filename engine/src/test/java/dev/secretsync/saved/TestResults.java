package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Run;
import dev.secretsync.model.Shard;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.ReviewedPlan;
import dev.secretsync.report.json.ResultJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Results, the files that they are in, and parts of them as shards leave them. */
final class TestResults {
  static final String VERSION = "0.1.0";
  private static final Instant STARTED = ReportSamples.NOW;

  private TestResults() {}

  static PerformedRun run(String id) {
    return new PerformedRun(
        new Run(id, "somebody@ci", Optional.of("https://ci.example.com/7")),
        VERSION,
        STARTED,
        Optional.of(
            new ReviewedPlan(
                "c0ffee", STARTED, STARTED.plusSeconds(3600), Optional.of("SHA256:x"))));
  }

  static ApplyRecord.Ended ended(Result result) {
    return new ApplyRecord.Ended(result, run("a-run"), STARTED.plusSeconds(90));
  }

  /** Every kind of change, some of which are no longer what was reviewed, and every outcome. */
  static Result everything() {
    Plan plan = TestPlans.everything();
    List<PlannedChange> changes = new ArrayList<>();
    for (PlannedChange change : plan.changes()) {
      changes.add(
          change.action().writes() && changes.size() % 3 == 0
              ? new PlannedChange(
                  Action.STALE, change.difference(), change.findings(), change.inputs())
              : change);
    }
    return outcomes(with(plan, plan.clusters(), changes), new Random(7));
  }

  /** A fleet in which things went well and badly. */
  static Result random(Random random) {
    return outcomes(ReportSamples.large(3 + random.nextInt(10), 1 + random.nextInt(8)), random);
  }

  private static Result outcomes(Plan plan, Random random) {
    Outcome[] outcomes = Outcome.values();
    int most = 1 + random.nextInt(outcomes.length);
    return new Result(
        plan,
        plan.changes().stream()
            .filter(change -> change.action().writes())
            .map(change -> outcome(change, outcomes[random.nextInt(most)], random))
            .toList(),
        plan.clusters().keySet().stream()
            .filter(_ -> random.nextInt(4) == 0)
            .map(name -> name + "/apps")
            .collect(Collectors.toCollection(TreeSet::new)),
        random.nextBoolean()
            ? List.of()
            : List.of(Diagnostic.error(Code.LOCKED, "c0", "is locked", "wait")));
  }

  private static ChangeResult outcome(PlannedChange change, Outcome outcome, Random random) {
    boolean done = outcome == Outcome.APPLIED || outcome == Outcome.ALREADY;
    return new ChangeResult(
        change.address(),
        change.action(),
        outcome,
        done
            ? Optional.empty()
            : Optional.of(
                Diagnostic.error(
                    Code.WRITE_FAILED, change.address().toString(), "was refused", "try again")),
        random.nextBoolean()
            ? Trail.NONE
            : new Trail(1 + random.nextInt(3), Optional.of("uid-7"), Optional.of("4711")));
  }

  /** What runs would have left, each of which had some of the clusters. */
  static List<ApplyRecord> split(ApplyRecord.Ended whole, int parts, Random random) {
    List<Set<String>> shares = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      shares.add(new TreeSet<>());
    }
    whole
        .result()
        .plan()
        .clusters()
        .keySet()
        .forEach(name -> shares.get(random.nextInt(parts)).add(name));
    int last = random.nextInt(parts);
    List<ApplyRecord> records = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      if (!shares.get(i).isEmpty() || i == last) {
        records.add(
            new ApplyRecord.Ended(
                part(whole.result(), shares.get(i)),
                whole.run(),
                i == last ? whole.finished() : whole.finished().minusSeconds(i)));
      }
    }
    Collections.shuffle(records, random);
    return records;
  }

  /** What one run of each shard would have left. */
  static List<ApplyRecord> shards(ApplyRecord.Ended whole, int of) {
    Result result = whole.result();
    SortedSet<String> fleet = new TreeSet<>(result.plan().clusters().keySet());
    List<ApplyRecord> records = new ArrayList<>();
    for (int i = 1; i <= of; i++) {
      Plan plan = result.plan().of(new Shard(i, of), fleet);
      Result part = part(result, plan.clusters().keySet());
      records.add(
          new ApplyRecord.Ended(
              new Result(plan, part.changes(), part.namespacesCreated(), part.diagnostics()),
              whole.run(),
              whole.finished()));
    }
    return records;
  }

  /** The part of a result that is about these clusters. */
  static Result part(Result whole, Set<String> clusters) {
    Plan plan = whole.plan();
    SortedMap<String, PlannedCluster> kept = new TreeMap<>(plan.clusters());
    kept.keySet().retainAll(clusters);
    return new Result(
        AlteredPlan.of(plan)
            .clusters(kept)
            .changes(
                plan.changes().stream()
                    .filter(change -> clusters.contains(change.address().cluster()))
                    .toList())
            .guards(
                plan.guards().stream().filter(guard -> clusters.contains(guard.cluster())).toList())
            .plan(),
        whole.changes().stream()
            .filter(change -> clusters.contains(change.address().cluster()))
            .toList(),
        whole.namespacesCreated().stream()
            .filter(name -> clusters.contains(name.substring(0, name.indexOf('/'))))
            .collect(Collectors.toCollection(TreeSet::new)),
        whole.diagnostics());
  }

  private static Plan with(
      Plan plan, SortedMap<String, PlannedCluster> clusters, List<PlannedChange> changes) {
    return AlteredPlan.of(plan).clusters(clusters).changes(changes).plan();
  }

  static String json(ApplyRecord record) {
    StringWriter out = new StringWriter();
    ResultJson.write(record, out);
    return out.toString();
  }

  /** The result as a run left it, read again. */
  static SavedResult saved(Path folder, String name, ApplyRecord record) {
    return saved(folder, name, json(record));
  }

  static SavedResult saved(Path folder, String name, String text) {
    try {
      return SavedResult.read(Files.write(folder.resolve(name), text.getBytes(US_ASCII)), VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
