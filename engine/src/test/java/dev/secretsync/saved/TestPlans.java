package dev.secretsync.saved;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plans made by hand, with something in every field that a plan has. */
final class TestPlans {
  private static final SourceLocation AT = new SourceLocation("policy/base.yaml", 7, 3);
  private static final Optional<Writer> SOMEBODY =
      Optional.of(new Writer("kubectl-edit", "Update", Optional.of(Instant.EPOCH)));
  private static final Optional<Writer> NO_TIME =
      Optional.of(new Writer("kubectl-apply", "Apply", Optional.empty()));
  private static final List<FieldChange> CHANGES =
      List.of(
          field("data.added", FieldChange.Kind.ADD, FieldChange.Cause.GIT, Optional.empty()),
          field("data.both", FieldChange.Kind.CHANGE, FieldChange.Cause.BOTH, SOMEBODY),
          field("data.live", FieldChange.Kind.CHANGE, FieldChange.Cause.LIVE, NO_TIME),
          field(
              "metadata.labels[team]",
              FieldChange.Kind.REMOVE,
              FieldChange.Cause.GIT,
              Optional.empty()));

  private TestPlans() {}

  /** One change of every kind, with everything that can stand beside it. */
  static Plan everything() {
    return new Plan(
        new Revision("c0ffee", "7ree", false),
        "platform",
        new PolicySource("origin/main", "ba5e", sorted(Map.of("policy/base.yaml", "b10b"))),
        List.of(
            new TrustChange(TrustChange.Kind.SOPS_CONFIG, ".sops.yaml", "a rule was added"),
            new TrustChange(TrustChange.Kind.POLICY, "policy/base.yaml", "changed"),
            new TrustChange(TrustChange.Kind.RECIPIENTS, "secrets/a.yaml", "age1x was added")),
        clusters(),
        changes(),
        List.of(
            new Guard(Guard.Kind.DELETES, "east", 4, 10, 3, Optional.of(AT), true),
            new Guard(Guard.Kind.EMPTY, "east", 0, 0, 0, Optional.empty(), false),
            new Guard(Guard.Kind.PROTECTED, "west", 1, 2, 0, Optional.of(AT), true),
            new Guard(Guard.Kind.CHANGES, "west", 1, 2, 3, Optional.empty(), false)),
        List.of(
            new Wave(
                "canary",
                new TreeSet<>(List.of("east")),
                OptionalInt.of(1),
                OptionalInt.of(0),
                Duration.ofSeconds(90),
                true),
            new Wave(
                "rest",
                new TreeSet<>(List.of("north", "west")),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ZERO,
                false)),
        new TreeSet<>(List.of("apps/nobodys")),
        List.of(
            Diagnostic.warning(Code.DIRTY_WORKTREE, "work tree", "not read", "commit it"),
            Diagnostic.error(Code.CLUSTER_UNREACHABLE, AT, "not there", "")));
  }

  /** A small one, so that every byte of it can be tried. */
  static Plan small() {
    Plan plan = everything();
    return new Plan(
        plan.revision(),
        plan.installation(),
        new PolicySource("", "", sorted(Map.of())),
        List.of(),
        sorted(Map.of("east", plan.clusters().get("east"))),
        plan.changes().stream()
            .filter(change -> change.difference() instanceof Difference.Missing)
            .toList(),
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of());
  }

  private static SortedMap<String, PlannedCluster> clusters() {
    return sorted(
        Map.of(
            "east",
            new PlannedCluster(
                "east",
                Optional.of("uid-of-east"),
                Optional.empty(),
                3,
                "canary",
                new TreeSet<>(List.of("apps"))),
            "north",
            new PlannedCluster(
                "north",
                Optional.empty(),
                Optional.of(
                    Diagnostic.error(Code.CLUSTER_UNREACHABLE, "north", "refused", "start it")),
                2,
                "rest",
                new TreeSet<>()),
            "west",
            new PlannedCluster(
                "west", Optional.empty(), Optional.empty(), 0, "", new TreeSet<>())));
  }

  private static List<PlannedChange> changes() {
    return Stream.of(
            new Difference.Missing(declared("missing"), true, true),
            new Difference.Missing(collected("collected"), false, false),
            new Difference.Changed(
                declared("changed"), seen(), CHANGES, List.of(CHANGES.get(2)), 3, true, false),
            new Difference.Changed(
                collected("adopted"), seen(), List.of(), List.of(), 0, false, true),
            new Difference.Unchangeable(
                declared("typed"), seen(), CHANGES, new Why.Type("Opaque", "some/type")),
            new Difference.Unchangeable(
                declared("immutable"), neverWritten(), CHANGES, new Why.Immutable()),
            new Difference.Same(collected("same"), seen(), CHANGES),
            new Difference.Orphaned(
                address("orphan"),
                seen(),
                "Opaque",
                sorted(Map.of("team", "a")),
                new TreeSet<>(List.of("data.a", "data.b.c")),
                Optional.empty(),
                Optional.of("secrets/old.yaml"),
                Optional.of("01d")),
            new Difference.Orphaned(
                address("orphaned-copy"),
                seen(),
                "Opaque",
                sorted(Map.of()),
                new TreeSet<>(),
                Optional.of("its source is gone"),
                Optional.empty(),
                Optional.empty()),
            new Difference.Foreign(
                declared("foreign"), seen(), "Helm", SOMEBODY, Optional.of("its type"), true),
            new Difference.Foreign(
                collected("foreign-copy"), seen(), "", Optional.empty(), Optional.empty(), false),
            new Difference.NotCollected(
                address("offered"),
                SecretAddress.of("hub", "argocd", "offered"),
                "Opaque",
                sorted(Map.of("team", "a")),
                "offered by east",
                Optional.of("cluster west")),
            new Difference.NotCollected(
                address("blocked"),
                SecretAddress.of("hub", "argocd", "blocked"),
                "Opaque",
                sorted(Map.of()),
                "offered by east",
                Optional.empty()),
            new Difference.Moved(collected("moved"), address("was-there"), seen()),
            new Difference.Released(address("released"), seen(), "the label was taken off"),
            new Difference.Itself(address("itself"), "annotation allowed-clusters"),
            new Difference.Unknown(
                address("unknown"),
                Diagnostic.error(Code.NO_MATCHING_KEY, AT, "no key", "get one")))
        .map(TestPlans::planned)
        .toList();
  }

  /** Some are refused, by a declared rule and by a built-in one, whatever their kind. */
  private static PlannedChange planned(Difference difference) {
    boolean refused = difference.address().ref().name().matches("blocked|typed");
    return PlannedChange.of(
        difference,
        refused
            ? List.of(
                new Finding(
                    difference.address(),
                    Code.POLICY_DENIED,
                    "no-such-thing",
                    Optional.of(AT),
                    "because",
                    true),
                new Finding(
                    difference.address(),
                    Code.BLOCKED_SECRET,
                    "blocked-secrets (R22)",
                    Optional.empty(),
                    "never",
                    false))
            : List.of(),
        difference instanceof Difference.Orphaned
            ? sorted(Map.of())
            : sorted(Map.of("secrets/a.yaml", "b10b", "clusters/east.yaml", "b10c")));
  }

  private static Subject declared(String name) {
    return subject(name, new Origin.Declared(new SourceLocation("secrets/a.yaml", 3, 9), "b10b"));
  }

  private static Subject collected(String name) {
    return subject(
        name,
        new Origin.Collected(
            SecretAddress.of("west", "akuity", name), "uid-of-west", "uid-1/77", "main"));
  }

  private static Subject subject(String name, Origin origin) {
    return new Subject(
        address(name),
        "Opaque",
        sorted(Map.of("team", "a", "env", "")),
        new TreeSet<>(List.of("data.added", "data.both", "data.live", "data.with.dot")),
        origin,
        List.of("allowedClusters.all", "AllowedClusters \"quoted\""));
  }

  private static Seen seen() {
    return new Seen(
        "uid-7",
        "4711",
        "Opaque",
        sorted(Map.of("app", "x")),
        Instant.parse("2026-11-01T08:00:00Z"),
        Optional.of(Instant.parse("2026-11-02T08:00:00.123Z")));
  }

  private static Seen neverWritten() {
    return new Seen("uid-8", "1", "", sorted(Map.of()), Instant.EPOCH, Optional.empty());
  }

  private static SecretAddress address(String name) {
    return SecretAddress.of("east", "apps", name);
  }

  private static FieldChange field(
      String field, FieldChange.Kind kind, FieldChange.Cause cause, Optional<Writer> by) {
    return new FieldChange(field, kind, cause, by);
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return new TreeMap<>(map);
  }
}
