package dev.secretsync.report;

import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.report.HtmlContent.Tone;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happens in one cluster, in numbers: a row of the table in a comment. */
final class ClusterRow {
  private int created;
  private int changed;
  private int replaced;
  private int deleted;
  private int released;
  private int refused;
  private int unknown;
  private int drifted;

  /** One row for each cluster, by its name. */
  static SortedMap<String, ClusterRow> of(Plan plan) {
    SortedMap<String, ClusterRow> rows = new TreeMap<>();
    plan.clusters().values().stream()
        .map(PlannedCluster::name)
        .forEach(name -> rows.put(name, new ClusterRow()));
    for (PlannedChange change : plan.changes()) {
      rows.computeIfAbsent(change.address().cluster(), name -> new ClusterRow()).count(change);
    }
    Drift.of(plan)
        .secrets()
        .forEach(secret ->
            rows.computeIfAbsent(secret.address().cluster(), name -> new ClusterRow()).drifted++);
    return rows;
  }

  static ClusterRow sum(Collection<ClusterRow> rows) {
    ClusterRow sum = new ClusterRow();
    for (ClusterRow row : rows) {
      sum.created += row.created;
      sum.changed += row.changed;
      sum.replaced += row.replaced;
      sum.deleted += row.deleted;
      sum.released += row.released;
      sum.refused += row.refused;
      sum.unknown += row.unknown;
      sum.drifted += row.drifted;
    }
    return sum;
  }

  private void count(PlannedChange change) {
    switch (change.action()) {
      case CREATE -> created++;
      case ADOPT, UPDATE -> changed++;
      case REPLACE, MOVE -> replaced++;
      case DELETE -> deleted++;
      case RELEASE -> released++;
      case CONFLICT, DENIED, STALE -> refused++;
      case UNKNOWN -> unknown++;
      case NO_OP -> {}
    }
  }

  /** How many changes a reader may want to see. */
  int changes() {
    return created + changed + replaced + deleted + released + refused + unknown;
  }

  /** What it comes to, where nothing else is to be said about the cluster. */
  String status() {
    if (refused > 0) {
      return "some are refused";
    }
    if (unknown > 0) {
      return "some are unknown";
    }
    return changes() == 0 ? "in sync" : "planned";
  }

  /** How good {@link #status} is. */
  Tone tone() {
    if (refused > 0) {
      return Tone.DANGER;
    }
    if (unknown > 0) {
      return Tone.UNKNOWN;
    }
    return changes() == 0 ? Tone.GOOD : Tone.CHANGE;
  }

  /** What is created, changed, replaced, deleted, released, refused and drifted. */
  List<Integer> numbers() {
    return List.of(created, changed, replaced, deleted, released, refused, drifted);
  }

  /** The row of a cluster that nothing is known about. */
  static String unknown(String name, String status) {
    return "| " + name + " |" + " – |".repeat(7) + " " + status + " |\n";
  }

  /** The row of a table. */
  String text(String name, String status) {
    return "| %s | %d | %d | %d | %d | %d | %d | %d | %s |\n"
        .formatted(name, created, changed, replaced, deleted, released, refused, drifted, status);
  }
}
