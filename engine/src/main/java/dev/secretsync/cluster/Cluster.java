package dev.secretsync.cluster;

import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import java.util.SortedSet;

/**
 * One cluster, as far as we touch it. Every method blocks, bounded by the time limits the cluster
 * was opened with, and none throws for what a cluster can do to us: being unreachable, refusing, or
 * having moved are return values. Safe for use by several threads.
 */
public interface Cluster extends AutoCloseable {

  /**
   * Reads the cluster's identity and every Secret of the given namespaces: one paged LIST per
   * namespace, and one GET of the namespace itself only where its list came back empty.
   *
   * @param lookout what to look at; never the whole cluster
   */
  Observation observe(Lookout lookout);

  /** The same for namespaces that are known by name. */
  default Observation observe(SortedSet<String> namespaces) {
    return observe(Lookout.at(namespaces));
  }

  /** Reads one Secret again, to learn how a write ended whose answer was lost. */
  ReadResult read(SecretRef ref);

  /** Creates a namespace that {@link #observe} found absent. */
  WriteResult createNamespace(String name);

  /** Creates by POST: never touches a Secret that exists. */
  WriteResult create(SecretRef ref, SecretContent content);

  /**
   * Makes the fields we manage exactly those of {@code content} by server-side apply with {@code
   * force}, bound to the version seen: {@code uid} and {@code resourceVersion} are both sent, so
   * what was not seen is never overwritten. Keys that others manage and {@code content} does not
   * name stay.
   *
   * @param seen the object as it was read; also tells which fields an earlier POST of ours left
   *     behind that server-side apply alone would not remove
   */
  WriteResult update(LiveSecret seen, SecretContent content);

  /**
   * Deletes exactly the object that was seen: preconditions on uid and resourceVersion. When it is
   * already gone, or only finalizers hold it, that is {@code Written}; when another one has its
   * name, {@code Moved}.
   */
  WriteResult delete(LiveSecret seen);

  /**
   * Lets go of exactly the object that was seen: takes our marks off it (labels, annotations and
   * our entries in {@code managedFields}) and leaves everything else as it is (R38). When it is
   * gone, that is {@code Moved}: there is nothing to let go of.
   */
  WriteResult release(LiveSecret seen);

  /** What runs tell each other who writes by. */
  Leases leases();

  /** What can be told about the cluster before anything of it is read. */
  Survey survey();

  @Override
  void close();
}
