package dev.secretsync.report;

import dev.secretsync.plan.Drift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happens in one cluster, in numbers: a row of the table of clusters. */
public final class ClusterRow {
  private int created;
  private int changed;
  private int replaced;
  private int deleted;
  private int released;
  private int refused;
  private int unknown;
  private int drifted;

  /** The worst of what happens in a cluster. */
  public enum State {
    REFUSED("some are refused"),
    UNKNOWN("some are unknown"),
    PLANNED("planned"),
    IN_SYNC("in sync");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For a cell of the table. */
    public String words() {
      return words;
    }
  }

  /** One row for each cluster, by its name. */
  public static SortedMap<String, ClusterRow> of(Plan plan) {
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

  /** Many rows as one. */
  public static ClusterRow sum(Collection<ClusterRow> rows) {
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
  public int changes() {
    return created + changed + replaced + deleted + released + refused + unknown;
  }

  /** What it comes to, where nothing else is to be said about the cluster. */
  public State state() {
    if (refused > 0) {
      return State.REFUSED;
    }
    if (unknown > 0) {
      return State.UNKNOWN;
    }
    return changes() == 0 ? State.IN_SYNC : State.PLANNED;
  }

  /** What is created, changed, replaced, deleted, released, refused and drifted. */
  public List<Integer> numbers() {
    return List.of(created, changed, replaced, deleted, released, refused, drifted);
  }
}
