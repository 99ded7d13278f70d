package dev.secretsync.doctor;

import dev.secretsync.access.Access;
import dev.secretsync.access.Excess;
import dev.secretsync.access.Identity;
import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Survey;
import dev.secretsync.cluster.Survey.Greeting;
import dev.secretsync.cluster.Survey.Presence;
import dev.secretsync.cluster.Survey.Review;
import dev.secretsync.declare.ClusterDeclaration;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Permission;
import dev.secretsync.model.Running;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** One cluster, looked at from outside to inside: what cannot be reached is not asked further. */
final class ClusterExamination {
  /** Tokens are refused, and certificates not yet valid, beyond about this much. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final ClusterDeclaration declared;
  private final Access access;
  private final Identity identity;
  private final Clock clock;
  private final List<Check> checks = new ArrayList<>();

  /**
   * What was found.
   *
   * @param uid which cluster it is, where that can be told
   */
  record Seen(Optional<String> uid, List<Check> checks) {
    Seen {
      checks = List.copyOf(checks);
    }

    static Seen nothing(List<Check> checks) {
      return new Seen(Optional.empty(), checks);
    }
  }

  ClusterExamination(ClusterDeclaration declared, Access access, Identity identity, Clock clock) {
    this.declared = declared;
    this.access = access;
    this.identity = identity;
    this.clock = clock;
  }

  Seen of(Cluster cluster, List<Diagnostic> warnings) {
    Survey survey = cluster.survey();
    warnings.forEach(warning -> checks.add(Check.of(Topic.REACHABLE, warning)));
    switch (survey.greet()) {
      case Greeting.Unanswered(Diagnostic why) -> {
        checks.add(Check.of(Topic.REACHABLE, why));
        return Seen.nothing(checks);
      }
      case Greeting.Answered(Optional<String> version, Optional<Instant> time) -> {
        checks.add(
            Check.well(
                Topic.REACHABLE,
                "Kubernetes " + version.orElse("of an unknown version") + " answers"));
        time.ifPresent(this::clock);
      }
    }
    Optional<String> uid = identity(cluster);
    SortedMap<String, Presence> presences = presences(survey);
    namespaces(survey, presences);
    permissions(survey, presences);
    excess(survey);
    return new Seen(uid, checks);
  }

  private void clock(Instant theirs) {
    Duration off = Duration.between(theirs, clock.instant()).abs();
    checks.add(
        off.compareTo(CLOCKS_DIFFER) > 0
            ? Check.of(
                Topic.CLOCK,
                Diagnostic.warning(
                    Code.CLOCK,
                    declared.name(),
                    "its clock and that of this machine are " + off.toMinutes() + " minutes apart",
                    "set both by NTP: certificates and tokens are refused otherwise"))
            : Check.well(Topic.CLOCK, "agrees with this machine"));
  }

  /** By the UID of kube-system, as every run checks it (security.md K2). */
  private Optional<String> identity(Cluster cluster) {
    return switch (cluster.observe(new TreeSet<>())) {
      case Observation.Unreadable(Diagnostic why) -> {
        checks.add(Check.of(Topic.IDENTITY, why));
        yield Optional.empty();
      }
      case Observation.Read read -> {
        checks.add(identity(read.identity()));
        yield read.identity();
      }
    };
  }

  private Check identity(Optional<String> uid) {
    if (uid.isEmpty()) {
      // without the permission; PERMISSIONS says so
      return declared.identity().isEmpty()
          ? Check.well(Topic.IDENTITY, "not pinned, and could not be read")
          : Check.of(
              Topic.IDENTITY,
              Diagnostic.error(
                  Code.IDENTITY_MISMATCH,
                  declared.name(),
                  "the identity of this cluster is pinned and could not be read",
                  "grant get on namespace kube-system"));
    }
    if (declared.identity().isEmpty()) {
      return Check.well(
          Topic.IDENTITY, "not pinned; to pin it, declare spec.identity: " + uid.get());
    }
    return declared.identity().equals(uid)
        ? Check.well(Topic.IDENTITY, uid.get() + ", as pinned")
        : Check.of(
            Topic.IDENTITY,
            Diagnostic.error(
                Code.IDENTITY_MISMATCH,
                declared.name(),
                "context "
                    + declared.context()
                    + " reaches another cluster: its namespace kube-system has UID "
                    + uid.get(),
                "check the kubeconfig context, or change spec.identity if the cluster was"
                    + " rebuilt"));
  }

  private SortedMap<String, Presence> presences(Survey survey) {
    SortedSet<String> namespaces = new TreeSet<>(access.made());
    namespaces.addAll(access.others());
    return new TreeMap<>(each(namespaces, survey::find));
  }

  private void namespaces(Survey survey, SortedMap<String, Presence> presences) {
    int there = 0;
    for (Map.Entry<String, Presence> entry : presences.entrySet()) {
      String namespace = entry.getKey();
      switch (entry.getValue()) {
        case Presence.Present _ -> there++;
        // who has rights in it knows that it is there, and who has none is told below
        case Presence.Hidden _ -> there++;
        case Presence.Unknown(Diagnostic why) -> checks.add(Check.of(Topic.NAMESPACES, why));
        case Presence.Absent _ -> {
          if (access.made().contains(namespace)) {
            checks.add(missing(survey, namespace));
          }
        }
      }
    }
    if (there == presences.size()) {
      checks.add(
          Check.well(
              Topic.NAMESPACES, there == 1 ? "the one is there" : "all " + there + " are there"));
    }
  }

  private Check missing(Survey survey, String namespace) {
    boolean creates =
        survey.may(Permission.everywhere("", "namespaces", "create")) instanceof Review.Allowed;
    return creates
        ? Check.well(
            Topic.NAMESPACES, "namespace " + namespace + " does not exist, and apply may create it")
        : Check.of(
            Topic.NAMESPACES,
            Diagnostic.error(
                Code.PERMISSION_MISSING,
                declared.name() + "/" + namespace,
                "namespace " + namespace + " does not exist, and we may not create it",
                grant()));
  }

  private void permissions(Survey survey, SortedMap<String, Presence> presences) {
    List<Permission> needed =
        access.of(identity).stream().filter(one -> isNeeded(one, presences)).toList();
    SequencedMap<Permission, Review> reviews = each(needed, survey::may);
    Optional<Diagnostic> unknown =
        reviews.values().stream()
            .filter(Review.Unknown.class::isInstance)
            .map(review -> ((Review.Unknown) review).why())
            .findFirst();
    if (unknown.isPresent()) {
      checks.add(Check.of(Topic.PERMISSIONS, unknown.get()));
      return;
    }
    List<Permission> denied =
        needed.stream().filter(one -> reviews.get(one) instanceof Review.Denied).toList();
    if (denied.isEmpty()) {
      checks.add(
          Check.well(
              Topic.PERMISSIONS, "all " + needed.size() + " that " + identity.word() + " needs"));
    }
    SortedMap<String, List<String>> verbs = new TreeMap<>();
    denied.forEach(
        one -> verbs.computeIfAbsent(one.objects(), _ -> new ArrayList<>()).add(one.verb()));
    verbs.forEach((objects, missing) ->
        checks.add(
            Check.of(
                Topic.PERMISSIONS,
                Diagnostic.error(
                    Code.PERMISSION_MISSING,
                    declared.name(),
                    "may not " + String.join(", ", missing) + " " + objects,
                    grant()))));
  }

  /**
   * Nothing is needed in a namespace that is not there and that others make, and that it is there
   * shows in the right to look into it.
   */
  private boolean isNeeded(Permission permission, SortedMap<String, Presence> presences) {
    if (permission.resource().equals("namespaces") && permission.name().isPresent()) {
      return permission.namespace().isPresent();
    }
    return permission
        .namespace()
        .filter(access.others()::contains)
        .filter(namespace -> presences.get(namespace) instanceof Presence.Absent)
        .isEmpty();
  }

  private void excess(Survey survey) {
    if (survey.may(Excess.EVERYTHING.permission()) instanceof Review.Allowed) {
      checks.add(excess(Excess.EVERYTHING.danger()));
      return;
    }
    List<Excess> suspected = Excess.of(access, identity);
    SequencedMap<Excess, Review> reviews = each(suspected, one -> survey.may(one.permission()));
    List<String> dangers =
        suspected.stream()
            .filter(one -> reviews.get(one) instanceof Review.Allowed)
            .map(Excess::danger)
            .toList();
    dangers.forEach(danger -> checks.add(excess(danger)));
    if (dangers.isEmpty()) {
      checks.add(Check.well(Topic.EXCESS, "nothing dangerous beyond that"));
    }
  }

  private Check excess(String danger) {
    return Check.of(
        Topic.EXCESS,
        Diagnostic.warning(
            Code.PERMISSION_TOO_WIDE,
            declared.name(),
            danger,
            "use credentials that have no more than secretsync rbac prints"));
  }

  private String grant() {
    return "an administrator grants it: secretsync rbac --cluster "
        + declared.name()
        + " | kubectl --context "
        + declared.context()
        + " apply -f -";
  }

  /** Side by side; the connection limits how many are under way. */
  private static <K, V> SequencedMap<K, V> each(Collection<K> keys, Function<K, V> ask) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SequencedMap<K, Future<V>> running = new LinkedHashMap<>();
      keys.forEach(key -> running.put(key, threads.submit(() -> ask.apply(key))));
      SequencedMap<K, V> answers = new LinkedHashMap<>();
      running.forEach((key, answer) -> answers.put(key, Running.result(answer)));
      return answers;
    }
  }
}
