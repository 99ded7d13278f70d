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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
      List<Seen> seen = new ArrayList<>();
      Entry root =
          StrictJson.read(
              bytes, Map.of("resource_drift", secret -> seen(secret).forEach(seen::add)));
      return root.text("kind").equals(DiagnosticsJson.KIND)
          ? passedOn(file, root)
          : List.of(report(file, root, seen));
    } catch (UnreadablePlan _) {
      throw refused(file, "is no report of drift", NAME_ONE);
    }
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

  private static EarlierReport report(Path file, Entry root, List<Seen> seen) {
    if (!root.text("kind").equals(DriftJson.KIND)
        || !root.text("format_version").equals(DriftJson.FORMAT)) {
      throw new UnreadablePlan();
    }
    Instant time = root.instant("timestamp");
    Map<DriftKey, Sighting> found = new HashMap<>();
    Stream.concat(
            seen.stream(),
            root.entries("ignored")
                .flatMap(rule -> rule.entries("resource_drift"))
                .flatMap(EarlierReport::seen))
        .forEach(one -> found.put(one.key(), one.sighting(time)));
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

  private static Map<DriftKey, Sighting> sightings(Entry report, String name, Instant time) {
    Map<DriftKey, Sighting> sightings = new HashMap<>();
    report
        .entries(name)
        .forEach(one ->
            sightings.put(
                key(one, one),
                sighting(
                    one.instant("since"),
                    one.instant("last_seen"),
                    one.number("seen_in_reports"),
                    0,
                    time)));
    return sightings;
  }

  private static Sighting sighting(
      Instant first, Instant last, int reports, int more, Instant time) {
    if (first.isAfter(last) || last.isAfter(time) || reports < 1 || reports > MOST_REPORTS) {
      throw new UnreadablePlan();
    }
    return new Sighting(first, last, reports + more);
  }

  /**
   * What the report itself has seen. It is read before it is known when the report was made.
   *
   * @param since when it was first seen; empty when the report was compared with nothing
   * @param reports how many before this one had it
   */
  private record Seen(DriftKey key, Optional<Instant> since, int reports) {
    Sighting sighting(Instant time) {
      return since
          .map(first -> EarlierReport.sighting(first, time, reports, 1, time))
          .orElseGet(() -> new Sighting(time, time, 1));
    }
  }

  private static Stream<Seen> seen(Entry secret) {
    return secret
        .entries("fields")
        .map(field -> {
          Optional<Instant> since = field.possibleInstant("since");
          int reports = since.isPresent() ? field.number("seen_in_reports") : 0;
          return new Seen(key(secret, field), since, reports);
        });
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
