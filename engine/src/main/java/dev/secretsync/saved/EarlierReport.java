package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.report.DriftJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
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
  private static final String NAME_ONE = "name a file that drift --json-into wrote";

  /**
   * The report in a file.
   *
   * @throws RefusedException when it is none
   */
  public static EarlierReport read(Path file) {
    byte[] bytes = named(file).bytes(DriftJson.MAX_BYTES);
    try {
      Set<DriftKey> found = new HashSet<>();
      Entry root =
          StrictJson.read(
              bytes, Map.of("resource_drift", secret -> keys(secret).forEach(found::add)));
      return report(file, root, found);
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

  private static EarlierReport report(Path file, Entry root, Set<DriftKey> found) {
    if (!root.text("kind").equals(DriftJson.KIND)
        || !root.text("format_version").equals(DriftJson.FORMAT)) {
      throw new UnreadablePlan();
    }
    root.entries("ignored")
        .flatMap(rule -> rule.entries("resource_drift"))
        .flatMap(EarlierReport::keys)
        .forEach(found::add);
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
        new EarlierDrift(
            root.instant("timestamp"),
            found,
            unreadable,
            root.addresses("unknown").collect(Collectors.toUnmodifiableSet())));
  }

  private static Stream<DriftKey> keys(Entry secret) {
    SecretAddress address = secret.address("address");
    return secret
        .entries("fields")
        .map(field ->
            new DriftKey(
                address,
                field.possibleText("field"),
                PlanReader.one(Cause.class, field.text("cause"))));
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
