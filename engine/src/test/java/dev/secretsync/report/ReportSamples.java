package dev.secretsync.report;

import dev.secretsync.apply.ChangeResult;
import dev.secretsync.apply.Outcome;
import dev.secretsync.apply.Result;
import dev.secretsync.apply.Trail;
import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.diff.Writer;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.Run;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.offline.Field;
import dev.secretsync.offline.OfflinePlan;
import dev.secretsync.offline.OtherChange;
import dev.secretsync.offline.Reached;
import dev.secretsync.offline.Refusal;
import dev.secretsync.offline.SecretChange;
import dev.secretsync.offline.TargetChange;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.DriftHistory;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.EarlierDrift;
import dev.secretsync.plan.IgnoredDrift;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.Finding;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.KnownDrift;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plans and results with something of everything, for reports to show. */
public final class ReportSamples {
  public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  public static final RunInfo RUN = new RunInfo("0.1.0", NOW);
  public static final PerformedRun PERFORMED =
      new PerformedRun(
          new Run("a-run", "somebody@ci", Optional.of("https://ci.example.com/7")),
          "0.1.0",
          NOW,
          Optional.empty());

  /** What a name can try in a page, a terminal, a comment and a log. */
  public static final String HOSTILE =
      "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\"'`@octocat"
          + " &lt;b&gt; <!-- --> \u202etxet\u202c \u001b[31m\n::error::x ]]> ![a](b) {{7*7}}";

  private ReportSamples() {}

  /** Three clusters that answer and one that does not, and every action. */
  public static Plan everything() {
    List<PlannedChange> changes =
        List.of(
            planned(new Difference.Missing(declared("c1/akuity/database"), false, false)),
            planned(new Difference.Missing(declared("c2/akuity/database"), true, false)),
            planned(
                changed(
                    "c1/akuity/login",
                    false,
                    field("data.password", FieldChange.Cause.LIVE),
                    field("data.user", FieldChange.Cause.GIT),
                    field("metadata.labels[team]", FieldChange.Cause.BOTH))),
            planned(changed("c2/akuity/taken-over", true)),
            planned(
                new Difference.Unchangeable(
                    declared("c1/akuity/registry"),
                    seen(),
                    List.of(field("type", FieldChange.Cause.GIT)),
                    new Difference.Unchangeable.Why.Type(
                        "Opaque", "kubernetes.io/dockerconfigjson"))),
            planned(orphan("c2/akuity/old-login")),
            planned(
                new Difference.Moved(
                    collected("c3/kargo-shop/repository"),
                    SecretAddress.of("c3", "kargo-cart", "repository"),
                    seen())),
            planned(
                new Difference.Released(
                    SecretAddress.of("c3", "akuity", "let-go"),
                    seen(),
                    "its source is no longer offered")),
            planned(
                new Difference.Same(
                    declared("c1/akuity/shared"),
                    seen(),
                    List.of(
                        new FieldChange(
                            "data.added", FieldChange.Kind.REMOVE, FieldChange.Cause.LIVE, by())))),
            planned(new Difference.Same(declared("c2/akuity/shared"), seen(), List.of())),
            planned(
                new Difference.Foreign(
                    declared("c3/akuity/database"),
                    seen(),
                    "Helm release shop",
                    by(),
                    Optional.empty(),
                    false)),
            denied(new Difference.Missing(declared("c3/kube-system/root"), false, false)),
            planned(
                new Difference.Unknown(
                    SecretAddress.of("c1", "akuity", "unreadable"),
                    Diagnostic.error(
                        Code.CLUSTER_FORBIDDEN,
                        "c1/akuity/unreadable",
                        "cannot be read",
                        "grant 'get' on secrets in namespace akuity"))));
    return plan("fleet", clusters(), changes);
  }

  private static SortedMap<String, PlannedCluster> clusters() {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    for (String name : List.of("c1", "c2", "c3")) {
      clusters.put(
          name,
          new PlannedCluster(
              name,
              Optional.of("uid-" + name),
              Optional.empty(),
              4,
              name.equals("c1") ? "canary" : "rest",
              new TreeSet<>(name.equals("c3") ? List.of("kargo-shop") : List.<String>of())));
    }
    clusters.put(
        "c4",
        new PlannedCluster(
            "c4",
            Optional.empty(),
            Optional.of(
                Diagnostic.error(
                    Code.CLUSTER_UNREACHABLE,
                    "c4",
                    "did not answer within 10 s",
                    "check the kubeconfig")),
            2,
            "rest",
            new TreeSet<>()));
    return clusters;
  }

  private static Plan plan(
      String installation,
      SortedMap<String, PlannedCluster> clusters,
      List<PlannedChange> changes) {
    return new Plan(
        new Revision("c0ffee".repeat(6) + "c0ff", "7".repeat(40), false),
        installation,
        new PolicySource("origin/main", "b".repeat(40), new TreeMap<>()),
        List.of(
            new TrustChange(
                TrustChange.Kind.RECIPIENTS, "secrets/db.enc.yaml", "one recipient more")),
        clusters,
        changes,
        List.of(
            new Guard(Guard.Kind.DELETES, "c2", 1, 3, 0, Optional.empty(), true),
            new Guard(Guard.Kind.CHANGES, "c1", 2, 9, 5, Optional.empty(), false)),
        List.of(wave("canary", List.of("c1")), wave("rest", List.of("c2", "c3", "c4"))),
        new TreeSet<>(List.of("akuity/nowhere")),
        List.of(
            Diagnostic.warning(
                Code.REDUNDANT,
                new SourceLocation("clusters/all.yaml", 7, 3),
                "is allowed twice",
                "take one of them out")));
  }

  private static Wave wave(String name, List<String> clusters) {
    return new Wave(
        name,
        new TreeSet<>(clusters),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Duration.ZERO,
        false);
  }

  /** Every text is an attack. */
  public static Plan hostile() {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    clusters.put(
        HOSTILE,
        new PlannedCluster(
            HOSTILE,
            Optional.empty(),
            Optional.of(Diagnostic.error(Code.CLUSTER_UNREACHABLE, HOSTILE, HOSTILE, HOSTILE)),
            1,
            HOSTILE,
            new TreeSet<>(List.of(HOSTILE))));
    Subject subject =
        new Subject(
            SecretAddress.of(HOSTILE, HOSTILE, HOSTILE),
            HOSTILE,
            new TreeMap<>(Map.of(HOSTILE, HOSTILE)),
            new TreeSet<>(List.of("data." + HOSTILE)),
            new Origin.Declared(new SourceLocation(HOSTILE, 1, 1), "b10b"),
            List.of(HOSTILE));
    return new Plan(
        new Revision(HOSTILE, HOSTILE, true),
        HOSTILE,
        new PolicySource(HOSTILE, HOSTILE, new TreeMap<>()),
        List.of(new TrustChange(TrustChange.Kind.SOPS_CONFIG, HOSTILE, HOSTILE)),
        clusters,
        List.of(
            planned(new Difference.Missing(subject, false, false)),
            planned(
                new Difference.Changed(
                    subject,
                    seen(),
                    List.of(
                        new FieldChange(
                            "data." + HOSTILE,
                            FieldChange.Kind.CHANGE,
                            FieldChange.Cause.LIVE,
                            Optional.of(new Writer(HOSTILE, HOSTILE, Optional.of(NOW))))),
                    List.of(),
                    0,
                    false,
                    false)),
            new PlannedChange(
                Action.DENIED,
                new Difference.Foreign(subject, seen(), HOSTILE, by(), Optional.of(HOSTILE), false),
                List.of(
                    new Finding(
                        subject.address(),
                        Code.POLICY_DENIED,
                        HOSTILE,
                        Optional.of(new SourceLocation(HOSTILE, 1, 1)),
                        HOSTILE,
                        true)),
                new TreeMap<>(Map.of(HOSTILE, "b10b")))),
        List.of(new Guard(Guard.Kind.EMPTY, HOSTILE, 1, 1, 0, Optional.empty(), true)),
        List.of(wave(HOSTILE, List.of(HOSTILE))),
        new TreeSet<>(List.of(HOSTILE)),
        List.of(Diagnostic.warning(Code.REDUNDANT, HOSTILE, HOSTILE, HOSTILE)));
  }

  /** Many creates and updates, and a few deletes. */
  public static Plan large(int clusters, int each) {
    SortedMap<String, PlannedCluster> all = new TreeMap<>();
    List<PlannedChange> changes = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      String cluster = "c" + c;
      all.put(
          cluster,
          new PlannedCluster(
              cluster, Optional.empty(), Optional.empty(), each, "", new TreeSet<>()));
      for (int s = 0; s < each; s++) {
        String address = cluster + "/apps/s" + s;
        changes.add(
            planned(
                s % 10 == 0
                    ? orphan(address)
                    : s % 2 == 0
                        ? changed(address, false, field("data.a", FieldChange.Cause.LIVE))
                        : new Difference.Missing(declared(address), false, false)));
      }
    }
    return plan("large", all, changes);
  }

  /** Every change of a plan was made. */
  public static Result applied(Plan plan, List<Diagnostic> said) {
    return new Result(
        plan,
        plan.changes().stream()
            .map(change ->
                new ChangeResult(
                    change.address(),
                    change.action(),
                    Outcome.APPLIED,
                    Optional.empty(),
                    Trail.NONE))
            .toList(),
        new TreeSet<>(),
        said);
  }

  /** Every outcome. */
  public static Result mixed() {
    List<ChangeResult> changes = new ArrayList<>();
    List<PlannedChange> writes =
        everything().changes().stream().filter(change -> change.action().writes()).toList();
    List<Outcome> outcomes = List.of(Outcome.values());
    for (int i = 0; i < writes.size(); i++) {
      Outcome outcome = outcomes.get(i % outcomes.size());
      changes.add(
          new ChangeResult(
              writes.get(i).address(),
              writes.get(i).action(),
              outcome,
              Stream.of(Outcome.APPLIED, Outcome.ALREADY).anyMatch(outcome::equals)
                  ? Optional.empty()
                  : Optional.of(
                      Diagnostic.error(
                          Code.WRITE_FAILED,
                          writes.get(i).address().toString(),
                          "was refused by the API server",
                          "run apply again")),
              new Trail(1, Optional.of("uid"), Optional.of("7"))));
    }
    return new Result(everything(), changes, new TreeSet<>(List.of("c3/kargo-shop")), List.of());
  }

  /** A saved plan, as every report takes it. */
  public static Document planned(Plan plan) {
    return new Document.Planned(plan, RUN, Optional.of(NOW.plus(Duration.ofDays(1))));
  }

  /** The drift of a plan, as every report takes it. */
  public static Document drifted(Plan plan) {
    return new Document.Drifted(DriftReport.of(Drift.of(plan)), plan, RUN);
  }

  /**
   * Drift of forty clusters of which one is not read: what one script did to all of them, what
   * somebody did to one, what a rule ignores, and what was reported before.
   */
  public static Document spread() {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    List<PlannedChange> changes = new ArrayList<>();
    List<DriftKey> before = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      String name = "c%02d".formatted(i);
      clusters.put(
          name,
          new PlannedCluster(
              name,
              Optional.of("uid-" + name),
              i == 40
                  ? Optional.of(
                      Diagnostic.error(
                          Code.CLUSTER_UNREACHABLE, name, "did not answer within 10 s", "look"))
                  : Optional.empty(),
              2,
              "",
              new TreeSet<>()));
      if (i < 40) {
        SecretAddress address = SecretAddress.of(name, "akuity", "database");
        changes.add(
            planned(
                changed(
                    address.toString(), false, field("data.password", FieldChange.Cause.LIVE))));
        if (i > 3) {
          before.add(
              new DriftKey(address, Optional.of("data.password"), Drift.Cause.VALUE_CHANGED));
        }
        changes.add(
            planned(
                changed(
                    name + "/akuity/token",
                    false,
                    new FieldChange(
                        "data.token",
                        FieldChange.Kind.CHANGE,
                        FieldChange.Cause.LIVE,
                        Optional.of(
                            new Writer(
                                "vault-agent", "Update", Optional.of(NOW.minusSeconds(i))))))));
      }
    }
    changes.add(planned(new Difference.Missing(declared("c02/akuity/login"), true, false)));
    before.add(
        new DriftKey(
            SecretAddress.of("c05", "akuity", "login"),
            Optional.empty(),
            Drift.Cause.OBJECT_DELETED));
    Plan plan = plan("fleet", clusters, changes);
    EarlierDrift earlier =
        new EarlierDrift(NOW.minus(Duration.ofHours(6)), Set.copyOf(before), Set.of(), Set.of());
    return new Document.Drifted(
        DriftReport.of(
            plan,
            KnownDrift.by(
                "vault-agent",
                "vault-rotates",
                "the agent rotates it until it is taken over",
                new SourceLocation("policy/base.yaml", 14, 5)),
            List.of(earlier),
            NOW),
        plan,
        RUN);
  }

  /** The same where every text is an attack. */
  public static Document hostileSpread() {
    Plan plan = hostile();
    Drift drift = Drift.of(plan);
    SortedMap<DriftKey, Instant> gone = new TreeMap<>();
    SecretAddress address = SecretAddress.of(HOSTILE, HOSTILE, HOSTILE);
    gone.put(new DriftKey(address, Optional.of(HOSTILE), Drift.Cause.KEY_ADDED), NOW);
    return new Document.Drifted(
        new DriftReport(
            drift,
            List.of(
                new IgnoredDrift(
                    KnownDrift.by(HOSTILE, HOSTILE, HOSTILE, new SourceLocation(HOSTILE, 1, 1))
                        .rules()
                        .getFirst(),
                    drift)),
            new DriftHistory(
                List.of(new EarlierDrift(NOW, Set.of(), Set.of(), Set.of())),
                gone,
                new TreeMap<>()),
            List.of(Diagnostic.warning(Code.IGNORE_RULE, HOSTILE, HOSTILE, HOSTILE))),
        plan,
        RUN);
  }

  /** An offline plan with something of everything, each text of which is a name. */
  public static OfflinePlan offline(String name) {
    SourceLocation at = new SourceLocation(name + "/db.yaml", 3, 5);
    SecretAddress address = SecretAddress.of("east", name, "database");
    List<Field> fields =
        List.of(
            new Field(Field.Kind.ADDED, "data." + name, "(ciphertext, added)"),
            new Field(Field.Kind.CHANGED, "labels." + name, name),
            new Field(Field.Kind.REMOVED, "data.old", name));
    return new OfflinePlan(
        new Revision("a".repeat(40), "b".repeat(40), false),
        new Revision("c".repeat(40), "d".repeat(40), true),
        new PolicySource("origin/" + name, "a".repeat(40), new TreeMap<>(Map.of(name, name))),
        List.of(new TrustChange(TrustChange.Kind.RECIPIENTS, name, name)),
        List.of(new Reached(address, at, List.of(name), List.of(name))),
        List.of(
            new SecretChange(
                SecretChange.Kind.CHANGED,
                name,
                Optional.of(at),
                Optional.of(at),
                List.of(TargetChange.Fate.values()).stream()
                    .map(fate ->
                        new TargetChange(
                            fate,
                            SecretAddress.of(
                                "c-" + fate.name().toLowerCase(Locale.ROOT), name, "database"),
                            fate == TargetChange.Fate.MOVED
                                ? Optional.of(address)
                                : Optional.empty(),
                            List.of(name),
                            fate == TargetChange.Fate.TAKEN ? Optional.of(at) : Optional.empty()))
                    .toList(),
                fields,
                List.of(name))),
        List.of(
            new OtherChange("Cluster", name, OtherChange.What.CHANGED, at, fields, List.of(name))),
        List.of(
            new Refusal(
                new Finding(address, Code.POLICY_DENIED, name, Optional.of(at), name, true),
                at,
                true),
            new Refusal(
                new Finding(address, Code.POLICY_DENIED, name + "2", Optional.empty(), name, true),
                at,
                false)),
        List.of(
            Diagnostic.error(Code.SCHEMA, at, name, name),
            Diagnostic.warning(Code.REDUNDANT, name, name, "")));
  }

  /** {@link #mixed}, as every report takes it. */
  public static Document applied() {
    return new Document.Applied(mixed(), PERFORMED, RUN);
  }

  private static PlannedChange planned(Difference difference) {
    return PlannedChange.of(
        difference, List.of(), new TreeMap<>(Map.of("secrets/db.enc.yaml", "b10b")));
  }

  private static PlannedChange denied(Difference difference) {
    return PlannedChange.of(
        difference,
        List.of(
            new Finding(
                difference.address(),
                Code.POLICY_DENIED,
                "no-kube-system",
                Optional.of(new SourceLocation("policy/base.yaml", 14, 5)),
                "nothing is declared into kube-system",
                true)),
        new TreeMap<>());
  }

  private static Difference changed(String address, boolean adoption, FieldChange... changes) {
    return new Difference.Changed(
        declared(address), seen(), List.of(changes), List.of(), 1, false, adoption);
  }

  private static FieldChange field(String field, FieldChange.Cause cause) {
    return new FieldChange(
        field, FieldChange.Kind.CHANGE, cause, cause.isDrift() ? by() : Optional.empty());
  }

  private static Difference orphan(String address) {
    return new Difference.Orphaned(
        of(address),
        seen(),
        "Opaque",
        new TreeMap<>(),
        new TreeSet<>(List.of("data.password")),
        Optional.empty(),
        Optional.of("secrets/old.yaml"),
        Optional.of("a".repeat(40)));
  }

  private static Optional<Writer> by() {
    return Optional.of(
        new Writer("kubectl-edit", "Update", Optional.of(NOW.minus(Duration.ofHours(5)))));
  }

  private static Seen seen() {
    return new Seen(
        "uid",
        "1",
        "Opaque",
        new TreeMap<>(),
        NOW.minus(Duration.ofDays(90)),
        Optional.of(NOW.minus(Duration.ofDays(2))));
  }

  private static Subject declared(String address) {
    return subject(
        address, new Origin.Declared(new SourceLocation("secrets/db.enc.yaml", 12, 1), "b10b"));
  }

  private static Subject collected(String address) {
    return subject(
        address,
        new Origin.Collected(
            SecretAddress.of("c1", "shop", "repository"), "uid-c1", "uid/7", "plane"));
  }

  private static Subject subject(String address, Origin origin) {
    return new Subject(
        of(address),
        "Opaque",
        new TreeMap<>(),
        new TreeSet<>(List.of("data.password", "data.user")),
        origin,
        List.of("AllowedClusters shop (clusters/all.yaml:7)"));
  }

  private static SecretAddress of(String address) {
    String[] parts = address.split("/", -1);
    return SecretAddress.of(parts[0], parts[1], parts[2]);
  }
}
