package dev.secretsync.declare;

import dev.secretsync.model.LabelSelector;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One thing that allows clusters to have a Secret. Several are a union (R49); none allows nobody
 * (R42, R53).
 */
public sealed interface Grant {
  /** What the plan calls it, for example {@code allowedClusters.selector env=prod} (R49). */
  String display();

  /** Whether {@code cluster} may have the Secret because of this. */
  boolean allows(ClusterDeclaration cluster);

  /** Every declared cluster (R47). */
  record All(String display) implements Grant {
    @Override
    public boolean allows(ClusterDeclaration cluster) {
      return true;
    }
  }

  /** Clusters by name (R46). */
  record Names(SortedSet<String> names, String display) implements Grant {
    public Names {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    @Override
    public boolean allows(ClusterDeclaration cluster) {
      return names.contains(cluster.name());
    }
  }

  /**
   * Clusters by their declared labels (R44, R45).
   *
   * @param selector never empty: an empty one is no grant (R50, rules.md T7)
   */
  record Selector(LabelSelector selector, String display) implements Grant {
    public Selector {
      if (selector.isEmpty()) {
        throw new IllegalArgumentException("an empty selector grants nothing (R50)");
      }
    }

    @Override
    public boolean allows(ClusterDeclaration cluster) {
      return selector.matches(cluster.labels());
    }
  }
}
