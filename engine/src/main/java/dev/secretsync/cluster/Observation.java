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
   * @param namespaces one entry for every namespace that was asked for, by name or by label
   * @param labelled which namespaces have the labels that were asked for
   */
  record Read(
      Optional<String> identity, SortedMap<String, NamespaceState> namespaces, Labelled labelled)
      implements Observation {
    public Read {
      namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
    }

    /** When namespaces were asked for by name only. */
    public Read(Optional<String> identity, SortedMap<String, NamespaceState> namespaces) {
      this(identity, namespaces, new Labelled.NotAsked());
    }
  }

  /** The cluster could not be read at all: nothing is known about it. */
  record Unreadable(Diagnostic why) implements Observation {}

  /** Which namespaces have certain labels. */
  sealed interface Labelled {

    /** Nobody asked. */
    record NotAsked() implements Labelled {}

    /** All labels of each namespace that matches, by its name. */
    record Found(SortedMap<String, SortedMap<String, String>> namespaces) implements Labelled {
      public Found {
        namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
      }
    }

    /** The namespaces could not be listed: which there are is unknown. */
    record Unknown(Diagnostic why) implements Labelled {}
  }

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
