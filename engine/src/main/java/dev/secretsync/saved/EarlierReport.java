package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.plan.EarlierDrift.Sighting;
import dev.secretsync.report.json.DiagnosticsJson;
import dev.secretsync.report.json.DriftJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A report that {@code drift --json} wrote earlier. It only tells since when something has been
 * there, and nothing is ever written because of it; so other versions than this one are read too.
 *
 * @param file where it was read
 * @param installation what it is about
 * @param drift what it says
 */
public record EarlierReport(Path file, String installation, EarlierDrift drift) {
  /** One every second for thirty years: nobody has counted further. */
  private static final int MOST_REPORTS = 1_000_000_000;

  private static final String NAME_ONE = "name a file that drift --json-into wrote";

  /**
   * The report in a file. The answer of a drift that failed is none, and tells what that had been
   * given: nothing, or of each installation what its reports said together.
   *
   * @throws RefusedException when it is neither
   */
  public static List<EarlierReport> read(Path file) {
    byte[] bytes = named(file).bytes(DriftJson.MAX_BYTES);
    try {
      return StrictJson.beginning(bytes).text("kind").equals(DiagnosticsJson.KIND)
          ? passedOn(file, StrictJson.read(bytes))
          : List.of(report(file, bytes));
    } catch (UnreadablePlan _) {
      throw refused(file, "is no report of drift", NAME_ONE);
    }
  }

  /**
   * What reports say, for a run that is about one installation. The answer of a run that was told
   * of two tells of both, and is asked about one: else it could never be compared with again.
   *
   * @param now when that run is
   * @throws RefusedException when a file is about something else, or not earlier
   */
  public static List<EarlierDrift> of(List<EarlierReport> reports, String wanted, Instant now) {
    Set<Path> telling =
        reports.stream()
            .filter(report -> report.installation.equals(wanted))
            .map(EarlierReport::file)
            .collect(Collectors.toUnmodifiableSet());
    return reports.stream()
        .filter(report -> report.installation.equals(wanted) || !telling.contains(report.file))
        .map(report -> report.of(wanted, now))
        .toList();
  }

  /**
   * What it says, for a run that is about the same.
   *
   * @param now when that run is
   * @throws RefusedException when it is about something else, or not earlier
   */
  public EarlierDrift of(String wanted, Instant now) {
    if (!installation.equals(wanted)) {
      throw refused(
          file,
          "is about another installation than this one, " + wanted,
          "name reports of this repository and folder");
    }
    if (drift.time().isAfter(now)) {
      throw refused(
          file, "was made later than this run by its clock", "check the clocks of both machines");
    }
    return drift;
  }

  private static EarlierReport report(Path file, byte[] bytes) {
    Instant time = StrictJson.beginning(bytes).instant("timestamp");
    Map<DriftKey, Sighting> found = new HashMap<>();
    Entry root =
        StrictJson.read(
            bytes, Map.of("resource_drift", secret -> found.putAll(sightings(secret, time))));
    if (!root.text("kind").equals(DriftJson.KIND)
        || !root.text("format_version").equals(DriftJson.FORMAT)) {
      throw new UnreadablePlan();
    }
    root.entries("ignored")
        .flatMap(rule -> rule.entries("resource_drift"))
        .forEach(secret -> found.putAll(sightings(secret, time)));
    root.possibleEntry("history")
        .filter(history -> history.has("unseen"))
        .ifPresent(history -> found.putAll(sightings(history, "unseen", time)));
    Entry clusters = root.entry("clusters");
    Set<String> unreadable = new TreeSet<>(clusters.names());
    // what a report of another part of the fleet does not say, it could not tell
    root.entry("inputs")
        .possibleEntry("shard")
        .ifPresent(shard -> unreadable.addAll(shard.texts("fleet")));
    unreadable.removeIf(
        name -> clusters.has(name) && clusters.entry(name).text("status").equals(DriftJson.READ));
    return new EarlierReport(
        file,
        root.entry("inputs").text("installation"),
        new EarlierDrift(time, found, unreadable, unknown(root)));
  }

  private static List<EarlierReport> passedOn(Path file, Entry root) {
    if (!root.text("command").equals(DriftJson.FAILED)
        || !root.text("format_version").equals(DriftJson.FORMAT)) {
      throw new UnreadablePlan();
    }
    return root.entries("earlier")
        .map(entry -> {
          Instant time = entry.instant("timestamp");
          return new EarlierReport(
              file,
              entry.text("installation"),
              new EarlierDrift(
                  time,
                  sightings(entry, "found", time),
                  Set.copyOf(entry.texts("unreadable")),
                  unknown(entry)));
        })
        .toList();
  }

  private static Set<SecretAddress> unknown(Entry report) {
    return report.addresses("unknown").collect(Collectors.toUnmodifiableSet());
  }

  private static Map<DriftKey, Sighting> sightings(Entry secret, Instant time) {
    Map<DriftKey, Sighting> sightings = new HashMap<>();
    secret
        .entries("fields")
        .forEach(field -> sightings.put(key(secret, field), sighting(field, time)));
    return sightings;
  }

  private static Map<DriftKey, Sighting> sightings(Entry report, String name, Instant time) {
    Map<DriftKey, Sighting> sightings = new HashMap<>();
    report
        .entries(name)
        .forEach(one ->
            sightings.put(
                key(one, one),
                sighting(one.instant("since"), one.instant("last_seen"), one, 0, time)));
    return sightings;
  }

  /** What the report itself has seen, and those that it was compared with before it. */
  private static Sighting sighting(Entry field, Instant time) {
    return field.has("since")
        ? sighting(field.instant("since"), time, field, 1, time)
        : new Sighting(time, time, 1);
  }

  private static Sighting sighting(
      Instant first, Instant last, Entry counted, int more, Instant time) {
    int reports = counted.number("seen_in_reports");
    if (first.isAfter(last) || last.isAfter(time) || reports < 1 || reports > MOST_REPORTS) {
      throw new UnreadablePlan();
    }
    return new Sighting(first, last, reports + more);
  }

  private static DriftKey key(Entry secret, Entry field) {
    return new DriftKey(
        secret.address("address"),
        field.possibleText("field"),
        PlanReader.one(Cause.class, field.text("cause")));
  }

  private static NamedFile named(Path file) {
    return new NamedFile(
        file,
        Code.EARLIER_REPORT,
        "report of drift",
        NAME_ONE,
        NAME_ONE + "; for the first report leave out --since");
  }

  private static RefusedException refused(Path file, String summary, String hint) {
    return named(file).refused(summary, hint);
  }
}
