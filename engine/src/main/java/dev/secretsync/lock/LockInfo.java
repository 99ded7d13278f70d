package dev.secretsync.lock;

import dev.secretsync.cluster.Lease;
import dev.secretsync.cluster.Leases;
import dev.secretsync.model.Marks;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who holds a cluster, in the words of Terraform's lock info (cli.md 2.6). What was read from a
 * cluster is what somebody wrote there: it is for people to see and decides nothing.
 *
 * @param id of the run; what force-unlock wants to hear
 * @param cluster declared name
 * @param lease name of the Lease
 * @param who runs it
 * @param version of secretsync
 * @param created when the lock was taken, by the holder's clock
 * @param commit what it applies
 * @param url where its log is; empty outside of CI
 */
public record LockInfo(
    String id,
    String cluster,
    String lease,
    String who,
    String version,
    String created,
    String commit,
    String url) {
  /** Annotation: who runs it. */
  static final String WHO = Marks.RESERVED_PREFIX + "lock-who";

  static final String VERSION = Marks.RESERVED_PREFIX + "lock-version";
  static final String CREATED = Marks.RESERVED_PREFIX + "lock-created";
  static final String COMMIT = Marks.RESERVED_PREFIX + "lock-commit";
  static final String URL = Marks.RESERVED_PREFIX + "lock-url";

  /** Nobody needs to read more of what a cluster has to say. */
  private static final int LONGEST = 300;

  public LockInfo {
    id = cut(id);
    who = cut(who);
    version = cut(version);
    created = cut(created);
    commit = cut(commit);
    url = cut(url);
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST, text.length()));
  }

  static LockInfo of(String cluster, Lease lease) {
    SortedMap<String, String> says = lease.annotations();
    return new LockInfo(
        lease.holder(),
        cluster,
        lease.name(),
        says.getOrDefault(WHO, ""),
        says.getOrDefault(VERSION, ""),
        says.getOrDefault(CREATED, ""),
        says.getOrDefault(COMMIT, ""),
        says.getOrDefault(URL, ""));
  }

  SortedMap<String, String> annotations() {
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(WHO, who);
    annotations.put(VERSION, version);
    annotations.put(CREATED, created);
    annotations.put(COMMIT, commit);
    if (!url.isEmpty()) {
      annotations.put(URL, url);
    }
    return annotations;
  }

  /** {@code cluster/namespace/lease}. */
  public String path() {
    return cluster + "/" + Leases.NAMESPACE + "/" + lease;
  }

  /** The commit, and the log where there is one. */
  public String info() {
    return Stream.of(
            Optional.of(commit).filter(c -> !c.isEmpty()).map(c -> "commit " + c),
            Optional.of(url).filter(u -> !u.isEmpty()))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  /** For a message: the id, and who and when where that is known. */
  String words() {
    return id
        + (who.isEmpty() ? "" : " of " + who)
        + (created.isEmpty() ? "" : ", since " + created);
  }
}
