package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What could be seen of a cluster. Not to see something is never the same as to see nothing. */
public sealed interface Observation {

  /**
   * The cluster answered.
   *
   * @param identity UID of its namespace {@code kube-system}; empty when we may not read that
   * @param namespaces one entry for every namespace that was asked for
   */
  record Read(Optional<String> identity, SortedMap<String, NamespaceState> namespaces)
      implements Observation {
    public Read {
      namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
    }
  }

  /** The cluster could not be read at all: nothing is known about it. */
  record Unreadable(Diagnostic why) implements Observation {}

  /** What could be seen of one namespace. */
  sealed interface NamespaceState {

    /** Every Secret of the namespace, by name; those of others too. */
    record Listed(SortedMap<String, LiveSecret> secrets) implements NamespaceState {
      public Listed {
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
      }
    }

    /** The namespace does not exist. */
    record Absent() implements NamespaceState {}

    /** Its Secrets could not be read: they are unknown. */
    record Unknown(Diagnostic why) implements NamespaceState {}
  }
}
