package dev.secretsync.saved;

import dev.secretsync.plan.PlannedChange;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.OfflineJson;
import dev.secretsync.report.json.PlanJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the document of a saved plan, and takes it only when writing what was read gives the same
 * bytes again: so nothing in it was overlooked, and nothing in it means two things.
 */
final class PlanDocument {
  private static final String AGAIN = "plan again with --out";

  private PlanDocument() {}

  /**
   * The plan of a document.
   *
   * @param version of this program, which only reads what it wrote itself
   * @throws UnusablePlan with words that say why it cannot be used, and repeat nothing of it
   */
  static SavedPlan read(byte[] document, String version) {
    try {
      refuseOthers(StrictJson.beginning(document), version);
      SavedPlan saved = plan(document, version);
      SameBytes.require(document, Ascii.of(saved::writeDocument));
      return saved;
    } catch (UnreadablePlan _) {
      throw new UnusablePlan(UnreadablePlan.WORDS, AGAIN);
    }
  }

  /** What nobody takes here follows from the changes, as is seen when all is written again. */
  private static SavedPlan plan(byte[] document, String version) {
    List<PlannedChange> changes = new ArrayList<>();
    Entry root =
        StrictJson.read(
            document,
            Map.of(
                "resource_changes", change -> changes.add(ChangeReader.change(change)),
                "unknown", change -> changes.add(ChangeReader.unknown(change)),
                "resource_drift", _ -> {},
                "denied", _ -> {}));
    return new SavedPlan(
        PlanReader.read(root, changes),
        new RunInfo(version, root.instant("timestamp")),
        root.instant("expires"));
  }

  private static void refuseOthers(Entry root, String version) {
    if (root.possibleText("kind").equals(Optional.of(OfflineJson.KIND))) {
      throw new UnusablePlan(
          "is an offline plan, which says what Git changes and not what apply would do",
          "plan without --offline");
    }
    if (!root.possibleText("kind").equals(Optional.of(PlanJson.KIND))) {
      throw new UnusablePlan("is no saved plan", "make one with plan --out");
    }
    refuseOtherVersions(root, PlanJson.FORMAT, version);
    if (!root.has("expires")) {
      throw new UnusablePlan("is what plan --json prints, and no saved plan", AGAIN);
    }
  }

  /** Only what this very version wrote can be written again to the same bytes. */
  static void refuseOtherVersions(Entry root, String format, String version) {
    if (!root.text("format_version").equals(format)) {
      throw new UnusablePlan(
          "has another format than " + format + ", which this secretsync reads",
          "plan again with this secretsync, or read it with the one that made it");
    }
    if (!root.entry("tool").text("version").equals(version)) {
      throw new UnusablePlan(
          "was made by another version of secretsync than this one, which is " + version,
          "plan again with this secretsync, or read it with the one that made it");
    }
  }
}
