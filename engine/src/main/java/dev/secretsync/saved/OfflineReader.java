package dev.secretsync.saved;

import dev.secretsync.model.Revision;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.offline.Field;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.OtherChange;
import dev.secretsync.offline.Reached;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.OfflineJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads back what {@link OfflineJson} writes. Whoever may open a pull request may have made it, so
 * whatever is shown as it is, and not as a name, has to look as we write it.
 */
final class OfflineReader {
  private static final Pattern COMMIT = Pattern.compile("(?:[0-9a-f]{40}|[0-9a-f]{64})?");
  private static final Set<String> KINDS =
      Set.of("Cluster", "ControlPlane", "SecretSource", "AllowedClusters");

  private OfflineReader() {}

  /**
   * The plan of a document.
   *
   * @param version of this program, which only reads what it wrote itself
   * @throws UnusablePlan with words that say why it cannot be used, and repeat nothing of it
   */
  static SavedOfflinePlan read(Entry root, byte[] document, String version) {
    PlanDocument.refuseOtherVersions(root, OfflineJson.FORMAT, version);
    SavedOfflinePlan saved =
        new SavedOfflinePlan(plan(root), new RunInfo(version, root.instant("timestamp")));
    SameBytes.require(document, Ascii.of(saved::writeDocument));
    return saved;
  }

  private static OfflinePlan plan(Entry root) {
    Entry inputs = root.entry("inputs");
    Entry policy = root.entry("policy");
    return new OfflinePlan(
        revision(inputs.entry("base")),
        revision(inputs.entry("head")),
        new PolicySource(
            policy.text("trust_ref"), commit(policy.text("commit")), policy.textsByName("files")),
        root.entries("trust_changes").map(OfflineReader::trust).toList(),
        root.entries("newly_reached").map(OfflineReader::reached).toList(),
        root.entries("secret_changes").map(OfflineReader::secret).toList(),
        root.entries("other_changes").map(OfflineReader::other).toList(),
        Stream.concat(
                root.entries("denied").map(one -> refusal(one, true)),
                root.entries("may_be_denied").map(one -> refusal(one, false)))
            .toList(),
        root.entries("diagnostics").map(PlanReader::diagnostic).toList());
  }

  private static Revision revision(Entry entry) {
    return new Revision(
        commit(entry.text("commit")), commit(entry.text("tree")), entry.flag("uncommitted"));
  }

  private static String commit(String id) {
    if (!COMMIT.matcher(id).matches()) {
      throw new UnreadablePlan();
    }
    return id;
  }

  private static TrustChange trust(Entry entry) {
    return new TrustChange(
        PlanReader.one(TrustChange.Kind.class, entry.text("kind")),
        entry.text("path"),
        entry.text("change"));
  }

  private static Reached reached(Entry entry) {
    return new Reached(
        entry.address("address"),
        place(entry.entry("declared")),
        entry.texts("allowed_by"),
        entry.texts("because"));
  }

  /** Offline only what Git declares is judged. */
  private static Refusal refusal(Entry entry, boolean certain) {
    return new Refusal(
        new Finding(
            entry.address("address"),
            PlanReader.code(entry.text("code")),
            entry.text("rule"),
            entry.possibleEntry("rule_at").map(OfflineReader::place),
            entry.text("reason"),
            true),
        place(entry.entry("declared")),
        certain);
  }

  private static SecretChange secret(Entry entry) {
    Optional<SourceLocation> before = entry.possibleEntry("before").map(OfflineReader::place);
    Optional<SourceLocation> after = entry.possibleEntry("after").map(OfflineReader::place);
    if (before.isEmpty() && after.isEmpty()) {
      throw new UnreadablePlan();
    }
    return new SecretChange(
        PlanReader.one(SecretChange.Kind.class, entry.text("change")),
        entry.text("name"),
        before,
        after,
        entry.entries("targets").map(OfflineReader::target).toList(),
        fields(entry),
        entry.texts("notes"));
  }

  private static TargetChange target(Entry entry) {
    return new TargetChange(
        Stream.of(TargetChange.Fate.values())
            .filter(fate -> OfflineJson.word(fate).equals(entry.text("fate")))
            .findFirst()
            .orElseThrow(UnreadablePlan::new),
        entry.address("address"),
        entry.possibleAddress("previous_address"),
        entry.texts("allowed_by"),
        entry.possibleEntry("previously_declared").map(OfflineReader::place));
  }

  private static List<Field> fields(Entry entry) {
    return entry.entries("fields").map(OfflineReader::field).toList();
  }

  private static Field field(Entry entry) {
    return new Field(
        switch (entry.text("action")) {
          case "add" -> Field.Kind.ADDED;
          case "change" -> Field.Kind.CHANGED;
          case "remove" -> Field.Kind.REMOVED;
          default -> throw new UnreadablePlan();
        },
        entry.text("field"),
        entry.text("detail"));
  }

  private static OtherChange other(Entry entry) {
    String kind = entry.text("kind");
    if (!KINDS.contains(kind)) {
      throw new UnreadablePlan();
    }
    return new OtherChange(
        kind,
        entry.text("name"),
        PlanReader.one(OtherChange.What.class, entry.text("change")),
        place(entry.entry("declared")),
        fields(entry),
        entry.texts("notes"));
  }

  private static SourceLocation place(Entry entry) {
    return new SourceLocation(entry.text("file"), entry.number("line"), entry.number("column"));
  }
}
