package dev.secretsync.declare;

import dev.secretsync.source.PastFiles;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Namespaces that earlier commits put Secrets into. They are looked at as well, because there is no
 * state file and the last declaration of a namespace may have been removed.
 *
 * @param complete whether the whole history was looked at
 */
public record PastNamespaces(SortedSet<String> namespaces, boolean complete) {
  public PastNamespaces {
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /** The namespaces that {@code past} declared, explicitly or as an agent namespace. */
  public static PastNamespaces of(PastFiles past) {
    return new PastNamespaces(new TreeSet<>(), past.complete());
  }
}
