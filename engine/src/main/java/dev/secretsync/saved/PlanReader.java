package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import dev.secretsync.model.Severity;
import dev.secretsync.model.Shard;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Part;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads back what {@code PlanJson} writes. It looks only at what the rest of the document follows
 * from: whether the rest says the same is found by writing the plan again.
 */
final class PlanReader {
  private PlanReader() {}

  /**
   * The plan of a document.
   *
   * @param changes those in it, which are read by themselves: there may be many
   * @throws UnreadablePlan when there is none in it
   */
  static Plan read(Entry root, List<PlannedChange> changes) {
    Entry inputs = root.entry("inputs");
    return new Plan(
        new Revision(inputs.text("commit"), inputs.text("tree"), inputs.flag("uncommitted")),
        inputs.text("installation"),
        policy(root.entry("policy")),
        root.entries("trust_changes").map(PlanReader::trust).toList(),
        clusters(root.entry("clusters")),
        changes,
        root.entries("guards").map(PlanReader::guard).toList(),
        root.entries("waves").map(PlanReader::wave).toList(),
        root.sortedTexts("unassigned"),
        root.entries("diagnostics").map(PlanReader::diagnostic).toList(),
        inputs.possibleEntry("shard").map(PlanReader::part));
  }

  private static Part part(Entry entry) {
    return new Part(
        Shard.possibly(entry.number("index"), entry.number("of")).orElseThrow(UnreadablePlan::new),
        entry.sortedTexts("fleet"));
  }

  /**
   * The plan of a result, in which nothing stands that was as it should be.
   *
   * @throws UnreadablePlan when there is none in it
   */
  static Plan ofResult(Entry root) {
    Entry inputs = root.entry("inputs");
    Entry plan = root.entry("plan");
    return new Plan(
        new Revision(inputs.text("commit"), inputs.text("tree"), inputs.flag("uncommitted")),
        inputs.text("installation"),
        policy(root.entry("policy")),
        plan.entries("trust_changes").map(PlanReader::trust).toList(),
        clusters(root.entry("clusters")),
        Stream.concat(
                plan.entries("resource_changes").map(ChangeReader::judged),
                plan.entries("unknown").map(ChangeReader::unknown))
            .toList(),
        root.entries("guards").map(PlanReader::guard).toList(),
        plan.entries("waves").map(PlanReader::wave).toList(),
        plan.sortedTexts("unassigned"),
        plan.entries("diagnostics").map(PlanReader::diagnostic).toList(),
        inputs.possibleEntry("shard").map(PlanReader::part));
  }

  private static PolicySource policy(Entry entry) {
    return new PolicySource(
        entry.text("trust_ref"), entry.text("commit"), entry.textsByName("files"));
  }

  private static TrustChange trust(Entry entry) {
    return new TrustChange(
        one(TrustChange.Kind.class, entry.text("kind")), entry.text("file"), entry.text("change"));
  }

  private static SortedMap<String, PlannedCluster> clusters(Entry entry) {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    entry.names().forEach(name -> clusters.put(name, cluster(name, entry.entry(name))));
    return clusters;
  }

  private static PlannedCluster cluster(String name, Entry entry) {
    return new PlannedCluster(
        name,
        entry.possibleText("uid"),
        entry.possibleEntry("error").map(PlanReader::diagnostic),
        entry.number("declared"),
        entry.possibleText("wave").orElse(""),
        entry.sortedTexts("namespaces_to_create"));
  }

  private static Guard guard(Entry entry) {
    return new Guard(
        one(Guard.Kind.class, entry.text("kind")),
        entry.text("cluster"),
        entry.number("count"),
        entry.number("of"),
        entry.number("limit"),
        entry.possibleEntry("range").map(PlanReader::location),
        entry.flag("tripped"));
  }

  private static Wave wave(Entry entry) {
    return new Wave(
        entry.text("name"),
        entry.sortedTexts("clusters"),
        entry.possibleNumber("max_parallel"),
        entry.possibleNumber("max_failed"),
        entry.duration("pause"),
        entry.flag("require_verified"));
  }

  static Diagnostic diagnostic(Entry entry) {
    return new Diagnostic(
        code(entry.text("code")),
        one(Severity.class, entry.text("severity")),
        entry.possibleText("address").orElse(""),
        entry.possibleEntry("range").map(PlanReader::location),
        entry.text("summary"),
        entry.text("detail"));
  }

  static SourceLocation location(Entry range) {
    Entry start = range.entry("start");
    return new SourceLocation(range.text("filename"), start.number("line"), start.number("column"));
  }

  static Code code(String id) {
    return Stream.of(Code.values())
        .filter(code -> code.id().equals(id))
        .findFirst()
        .orElseThrow(UnreadablePlan::new);
  }

  /** By its name in lower case. */
  static <E extends Enum<E>> E one(Class<E> type, String name) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(UnreadablePlan::new);
  }
}
