package dev.secretsync.cli;

import dev.secretsync.ForcedUnlock;
import dev.secretsync.Planned;
import dev.secretsync.Preflight;
import dev.secretsync.Request;
import dev.secretsync.SecretSync;
import dev.secretsync.access.Identity;
import dev.secretsync.apply.Conduct;
import dev.secretsync.apply.Journal;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Stop;
import dev.secretsync.cluster.ClusterOpener;
import dev.secretsync.cluster.kubernetes.Kubeconfig;
import dev.secretsync.cluster.kubernetes.Limits;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.doctor.Findings;
import dev.secretsync.lock.LockTerms;
import dev.secretsync.lock.Pace;
import dev.secretsync.lock.Unlocking;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Run;
import dev.secretsync.model.Shard;
import dev.secretsync.model.Share;
import dev.secretsync.plan.Bounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What plan, apply, drift, explain and list have in common: the flags that say what to read, and
 * the wiring.
 */
final class RepositoryRun {
  private static final String HEAD = "HEAD";
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(5);
  private static final String INSTALLATION_ID = "[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?";
  private final Invocation invocation;
  private final SecretSync secretSync;
  private final KeyRing keys;
  private final Limits limits;
  private final Optional<LockTerms> locks;
  private final Optional<Share> maxFailed;

  /** What is wrong with the sources of identities, known once a file had to be opened. */
  private final Problems keyProblems = new Problems();

  RepositoryRun(Invocation invocation) {
    HeadStart.begin();
    this.invocation = invocation;
    this.limits = limits(invocation);
    this.locks = locks(invocation);
    this.maxFailed = maxFailed(invocation);
    this.keys = KeyRing.from(FileRun.keySources(invocation), keyProblems);
    this.secretSync = new SecretSync(keys, this::clusters, invocation.progress());
  }

  private ClusterOpener clusters(Optional<Path> workTree) {
    Kubeconfig kubeconfig =
        Kubeconfig.load(
            invocation.value(Flag.KUBECONFIG).map(Path::of), invocation.env(), workTree);
    return (name, context) -> kubeconfig.open(name, context, limits);
  }

  static Request request(Invocation invocation) {
    return request(invocation, invocation.path());
  }

  private static Request request(Invocation invocation, Path path) {
    boolean uncommitted = invocation.has(Flag.WORKTREE);
    if (uncommitted && invocation.value(Flag.REV).isPresent()) {
      throw Invocation.usage("--rev and --worktree exclude each other", "give one of them");
    }
    return new Request(
        path,
        invocation.value(Flag.REV).orElse(HEAD),
        uncommitted,
        invocation.value(Flag.TRUST_REF),
        installation(invocation));
  }

  private static Optional<String> installation(Invocation invocation) {
    Optional<String> id = invocation.value(Flag.INSTALLATION);
    if (id.filter(text -> !text.matches(INSTALLATION_ID)).isPresent()) {
      throw Invocation.usage(
          "--installation takes a label value in lower case", "such as platform-secrets");
    }
    return id;
  }

  Planned plan() {
    return plan(invocation.path());
  }

  Planned plan(Path path) {
    return plan(path, Optional.empty());
  }

  /**
   * Plans a part of the fleet.
   *
   * @param shard which one; empty for all of it
   */
  Planned plan(Path path, Optional<Shard> shard) {
    try {
      return secretSync.plan(request(invocation, path).about(shard));
    } finally {
      invocation.complain(keyProblems.all());
    }
  }

  Findings doctor(Identity identity) {
    try {
      return Preflight.doctor(
          request(invocation), identity, keys, this::clusters, invocation.clock());
    } finally {
      invocation.complain(keyProblems.all());
    }
  }

  Result apply(Planned planned, Conduct conduct) {
    return secretSync.apply(planned, conduct);
  }

  /** Writes only what is within a plan that was reviewed. */
  Result apply(Planned planned, Bounds bounds, Conduct conduct) {
    return secretSync.apply(planned, bounds, conduct);
  }

  /**
   * How apply goes about it.
   *
   * @param run its name in the traces it leaves
   */
  Conduct conduct(Run run, Stop stop, Journal journal) {
    return new Conduct(run, limits.parallel(), locks, maxFailed, stop, journal);
  }

  private static Optional<Share> maxFailed(Invocation invocation) {
    return invocation
        .value(Flag.MAX_FAILED_CLUSTERS)
        .map(text ->
            Share.parse(text)
                .orElseThrow(() ->
                    Invocation.usage(
                        "--max-failed-clusters takes a number or a share such as 10%", "")));
  }

  private static Optional<LockTerms> locks(Invocation invocation) {
    Duration timeout = lockTimeout(invocation);
    return invocation.says(Flag.LOCK, true)
        ? Optional.of(
            new LockTerms(
                timeout,
                Version.current(),
                new WaitingLines(invocation.terminal().err()),
                Pace.real()))
        : Optional.empty();
  }

  /** Not to wait at all is the default elsewhere, so it can be said here. */
  private static Duration lockTimeout(Invocation invocation) {
    return invocation.value(Flag.LOCK_TIMEOUT).filter("0s"::equals).isPresent()
        ? Duration.ZERO
        : invocation.duration(Flag.LOCK_TIMEOUT, LOCK_TIMEOUT);
  }

  Unlocking forceUnlock(Path path, String cluster, String id) {
    return ForcedUnlock.of(request(invocation, path), cluster, id, this::clusters);
  }

  private static Limits limits(Invocation invocation) {
    Limits limits = Limits.DEFAULT;
    Duration cluster = invocation.duration(Flag.TIMEOUT, limits.cluster());
    return new Limits(
        limits.connect(),
        limits.call(),
        cluster,
        invocation.number(Flag.PARALLELISM, limits.parallel()));
  }
}
