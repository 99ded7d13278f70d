package dev.secretsync.desired;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretRef;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one cluster should hold.
 *
 * @param name its declared name
 * @param context the kubeconfig context that reaches it
 * @param identity the pinned UID of its namespace kube-system
 * @param secrets what is declared and could be read
 * @param unreadable what is declared in files that could not be opened: unknown, not absent
 * @param unopened why files could not be opened, by path: what was last written from one of them is
 *     unknown as well (K10)
 * @param namespaces every namespace to look at: those that hold something declared, and those that
 *     may hold what is no longer declared
 * @param kept copies of ours that are left exactly as they are, and why: their source is refused or
 *     misdeclared (R28, R55)
 * @param gone copies of ours whose source is no longer synced, and what becomes of them
 * @param itself sources that are allowed onto their own cluster, and by what: nothing is written
 *     (R43, R59)
 */
public record DesiredCluster(
    String name,
    String context,
    Optional<String> identity,
    SortedMap<SecretRef, DesiredSecret> secrets,
    SortedMap<SecretRef, Diagnostic> unreadable,
    SortedMap<String, Diagnostic> unopened,
    SortedSet<String> namespaces,
    SortedMap<SecretRef, Diagnostic> kept,
    SortedMap<SecretRef, Gone> gone,
    SortedMap<SecretRef, String> itself) {
  public DesiredCluster {
    kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
    gone = Collections.unmodifiableSortedMap(new TreeMap<>(gone));
    itself = Collections.unmodifiableSortedMap(new TreeMap<>(itself));
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
    unopened = Collections.unmodifiableSortedMap(new TreeMap<>(unopened));
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /** What Git alone says, before anything was seen of any cluster. */
  static DesiredCluster declared(
      String name,
      String context,
      Optional<String> identity,
      SortedMap<SecretRef, DesiredSecret> secrets,
      SortedMap<SecretRef, Diagnostic> unreadable,
      SortedMap<String, Diagnostic> unopened,
      SortedSet<String> namespaces) {
    return new DesiredCluster(
        name,
        context,
        identity,
        secrets,
        unreadable,
        unopened,
        namespaces,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }

  /** How many Secrets are declared for it. */
  public int declared() {
    return secrets.size() + unreadable.size();
  }

  /** Whether anything is declared in the namespace, so that not being able to read it matters. */
  public boolean declares(String namespace) {
    return secrets.keySet().stream().anyMatch(ref -> ref.namespace().equals(namespace))
        || unreadable.keySet().stream().anyMatch(ref -> ref.namespace().equals(namespace));
  }
}
