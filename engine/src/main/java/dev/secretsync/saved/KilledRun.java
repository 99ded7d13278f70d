package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.PerformedRun;
import dev.secretsync.report.json.ResultJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the lines of a run that has not ended: what it said of each change holds, and of the others
 * nobody knows. It is never a success, whatever the lines say.
 */
final class KilledRun {
  private static final String AGAIN = "run apply again: it finds out, and finishes the rest";

  private final Map<SecretAddress, ChangeResult> told = new TreeMap<>();
  private Instant last;

  private KilledRun(Instant started) {
    this.last = started;
  }

  static boolean isOne(byte[] firstLine) {
    try {
      return StrictJson.read(firstLine)
          .possibleText("kind")
          .equals(Optional.of(ResultJson.PARTIAL_KIND));
    } catch (UnreadablePlan _) {
      return false;
    }
  }

  /**
   * What the lines say.
   *
   * @throws UnusablePlan when they are none that this program reads
   * @throws UnreadablePlan when they were edited
   */
  static ApplyRecord read(Path file, byte[] bytes, String version) {
    List<String> lines = wholeLines(bytes);
    if (lines.isEmpty()) {
      throw new UnreadablePlan();
    }
    Entry head = entry(lines.getFirst());
    ResultDocument.refuseOthers(head, ResultJson.PARTIAL_KIND, version);
    PerformedRun run = ResultDocument.run(head);
    refuseOther(lines.getFirst(), ResultJson.firstLine(run));
    if (lines.size() == 1) {
      return new ApplyRecord.Refused(
          Optional.empty(),
          List.of(incomplete(file, "has not ended, or was killed before it wrote anything")),
          run,
          run.started());
    }
    Plan plan = PlanReader.ofResult(entry(lines.get(1)));
    refuseOther(lines.get(1), ResultJson.plannedLine(plan));
    KilledRun killed = new KilledRun(run.started());
    lines.stream().skip(2).forEach(killed::hear);
    return new ApplyRecord.Ended(killed.result(file, plan), run, killed.last);
  }

  /** What follows the last end of a line was being written when the run was killed. */
  private static List<String> wholeLines(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, from, i - from, US_ASCII));
        from = i + 1;
      }
    }
    return lines;
  }

  private static Entry entry(String line) {
    return StrictJson.read(line.getBytes(US_ASCII));
  }

  private static void refuseOther(String line, String written) {
    if (!line.equals(written)) {
      throw new UnreadablePlan();
    }
  }

  private void hear(String line) {
    Entry entry = entry(line);
    ChangeResult change = ResultDocument.change(entry);
    last = entry.instant("at");
    refuseOther(line, ResultJson.line(change, last));
    told.put(change.address(), change);
  }

  private Result result(Path file, Plan plan) {
    List<ChangeResult> changes =
        plan.changes().stream()
            .filter(change -> change.action().writes())
            .map(change ->
                Optional.ofNullable(told.remove(change.address())).orElseGet(() -> untold(change)))
            .toList();
    if (!told.isEmpty()) {
      throw new UnreadablePlan();
    }
    return new Result(
        plan,
        changes,
        new TreeSet<>(),
        List.of(
            incomplete(file, "has not ended, or was killed: it tells of what was done so far")));
  }

  private static ChangeResult untold(PlannedChange change) {
    return new ChangeResult(
        change.address(),
        change.action(),
        Outcome.FAILED,
        Optional.of(
            Diagnostic.error(
                Code.RESULT_INCOMPLETE,
                change.address().toString(),
                "the run ended without a word about it: it may be written, or not",
                AGAIN)),
        Trail.NONE);
  }

  private static Diagnostic incomplete(Path file, String summary) {
    return Diagnostic.error(Code.RESULT_INCOMPLETE, file.toString(), summary, AGAIN);
  }
}
