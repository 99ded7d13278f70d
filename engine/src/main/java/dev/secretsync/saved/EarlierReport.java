package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.plan.Drift.Cause;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.report.json.DriftJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
  /** A report of 100,000 drifted Secrets fits. */
  static final int MAX_BYTES = 64 << 20;

  private static final int PARTS = 3;
  private static final String NAME_ONE = "name a file that drift --json-into wrote";

  /**
   * The report in a file.
   *
   * @throws RefusedException when it is none
   */
  public static EarlierReport read(Path file) {
    byte[] bytes = named(file).bytes(MAX_BYTES);
    try {
      return report(file, StrictJson.read(bytes));
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

  private static EarlierReport report(Path file, Entry root) {
    if (!root.text("kind").equals(DriftJson.KIND)
        || !root.text("format_version").equals(DriftJson.FORMAT)) {
      throw new UnreadablePlan();
    }
    Set<DriftKey> found =
        Stream.concat(
                root.entries("resource_drift"),
                root.entries("ignored").flatMap(rule -> rule.entries("resource_drift")))
            .flatMap(EarlierReport::keys)
            .collect(Collectors.toUnmodifiableSet());
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
            root.texts("unknown").stream()
                .map(EarlierReport::address)
                .collect(Collectors.toUnmodifiableSet())));
  }

  private static Stream<DriftKey> keys(Entry secret) {
    SecretAddress address = address(secret.text("address"));
    return secret
        .entries("fields")
        .map(field ->
            new DriftKey(
                address,
                field.possibleText("field"),
                PlanReader.one(Cause.class, field.text("cause"))));
  }

  private static SecretAddress address(String text) {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() != PARTS || parts.contains("")) {
      throw new UnreadablePlan();
    }
    return SecretAddress.of(parts.get(0), parts.get(1), parts.get(2));
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
