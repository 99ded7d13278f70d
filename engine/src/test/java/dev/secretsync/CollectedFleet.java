package dev.secretsync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.FieldManager.Operation;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.crypt.KeyRing;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.Gone;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.desired.RefusedOffer;
import dev.secretsync.diff.Differences;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.DriftReport;
import dev.secretsync.plan.Plan;
import dev.secretsync.policy.Policy;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.PlanJson;
import dev.secretsync.report.text.DriftText;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.report.text.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A fleet after its offers were resolved, made by hand: {@code hub} carries Argo CD in namespace
 * {@code argocd}, {@code east} and {@code west} are agents. For the stages behind the resolution.
 */
public final class CollectedFleet {
  /** When what is there was written. */
  public static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");

  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));
  private static final Revision REVISION = new Revision("c".repeat(40), "d".repeat(40), false);
  private static final List<String> CLUSTERS = List.of("east", "hub", "west");

  private final SortedMap<SecretAddress, DesiredSecret> wanted = new TreeMap<>();
  private final SortedMap<SecretAddress, LiveSecret> live = new TreeMap<>();
  private final SortedMap<SecretAddress, Diagnostic> unknown = new TreeMap<>();
  private final SortedMap<SecretAddress, Diagnostic> kept = new TreeMap<>();
  private final SortedMap<SecretAddress, Gone> gone = new TreeMap<>();
  private final SortedMap<SecretAddress, String> itself = new TreeMap<>();
  private final List<RefusedOffer> refused = new ArrayList<>();

  /** An address as people write it. */
  public static SecretAddress at(String address) {
    String[] parts = address.split("/", 3);
    return SecretAddress.of(parts[0], parts[1], parts[2]);
  }

  /** A copy of a Secret that a cluster offers, as the resolution makes it. */
  public static DesiredSecret copy(
      String place, String source, String version, Map<String, String> data) {
    SecretAddress from = at(source);
    Origin.Collected origin =
        new Origin.Collected(from, "uid-of-" + from.cluster(), version, "main");
    SortedMap<String, String> annotations =
        new TreeMap<>(
            Map.of(
                Marks.SOURCE_CLUSTER,
                from.cluster(),
                Marks.SOURCE_IDENTITY,
                origin.identity(),
                Marks.SOURCE_SECRET,
                from.ref().toString(),
                Marks.SOURCE_VERSION,
                version,
                Marks.CONTROL_PLANE,
                "main",
                Marks.SOURCE_COMMIT,
                REVISION.commit(),
                "argocd.argoproj.io/sync-options",
                "Prune=false"));
    return new DesiredSecret(
        at(place),
        content("Opaque", data, ours("team", "my-team"), annotations),
        false,
        origin,
        List.of("SecretSource team-creds"));
  }

  /** What Git declares, as the desired state holds it. */
  public static DesiredSecret declared(String place, Map<String, String> data) {
    SortedMap<String, String> annotations =
        new TreeMap<>(
            Map.of(
                Marks.SOURCE_FILE, "secrets.yaml",
                Marks.SOURCE_BLOB, "b".repeat(40),
                Marks.SOURCE_COMMIT, REVISION.commit()));
    return new DesiredSecret(
        at(place),
        content("Opaque", data, ours("team", "my-team"), annotations),
        false,
        new Origin.Declared(new SourceLocation("secrets.yaml", 3, 1), "b".repeat(40)),
        List.of("allowedClusters.all"));
  }

  private static SortedMap<String, String> ours(String key, String value) {
    return new TreeMap<>(
        Map.of(Marks.MANAGED_BY, Marks.MANAGER, Marks.INSTALLATION, "local", key, value));
  }

  private static SecretContent content(
      String type,
      Map<String, String> data,
      SortedMap<String, String> labels,
      SortedMap<String, String> annotations) {
    SortedMap<String, SecretBytes> bytes = new TreeMap<>();
    data.forEach((key, value) -> bytes.put(key, SecretBytes.ofUtf8(value)));
    return new SecretContent(type, false, bytes, labels, annotations);
  }

  /** The same with another label. */
  public static DesiredSecret labelled(DesiredSecret secret, String key, String value) {
    SortedMap<String, String> labels = new TreeMap<>(secret.content().labels());
    labels.put(key, value);
    return with(
        secret,
        new SecretContent(
            secret.content().type(),
            false,
            secret.content().data(),
            labels,
            secret.content().annotations()));
  }

  /** The same with another type. */
  public static DesiredSecret typed(DesiredSecret secret, String type) {
    return with(
        secret,
        new SecretContent(
            type,
            false,
            secret.content().data(),
            secret.content().labels(),
            secret.content().annotations()));
  }

  private static DesiredSecret with(DesiredSecret secret, SecretContent content) {
    return new DesiredSecret(
        secret.address(), content, secret.adopt(), secret.origin(), secret.reasons());
  }

  /** The same where a Secret of that name may be taken over. */
  public static DesiredSecret adopting(DesiredSecret secret) {
    return new DesiredSecret(
        secret.address(), secret.content(), true, secret.origin(), secret.reasons());
  }

  /** The same for another reason. */
  public static DesiredSecret because(DesiredSecret secret, String... reasons) {
    return new DesiredSecret(
        secret.address(), secret.content(), secret.adopt(), secret.origin(), List.of(reasons));
  }

  /** What we wrote, as a cluster holds it. */
  public static LiveSecret written(DesiredSecret secret) {
    return liveAs(secret, secret.content(), manager(Marks.MANAGER, WRITTEN, fields(secret)));
  }

  /** The same after somebody changed the value of a key. */
  public static LiveSecret edited(DesiredSecret secret, String key) {
    SortedMap<String, SecretBytes> data = new TreeMap<>(secret.content().data());
    data.put(key, SecretBytes.ofUtf8("visibly-fake-edit"));
    SortedSet<String> left = fields(secret);
    left.remove("data." + key);
    return liveAs(
        secret,
        new SecretContent(
            secret.content().type(),
            false,
            data,
            secret.content().labels(),
            secret.content().annotations()),
        manager(Marks.MANAGER, WRITTEN, left),
        manager("kubectl-edit", WRITTEN.plusSeconds(60), new TreeSet<>(List.of("data." + key))));
  }

  /** A Secret of that name that others wrote. */
  public static LiveSecret foreign(DesiredSecret secret, Map<String, String> data) {
    SortedSet<String> fields = new TreeSet<>(List.of("type"));
    data.keySet().forEach(key -> fields.add("data." + key));
    return liveAs(
        secret,
        content("Opaque", data, new TreeMap<>(), new TreeMap<>()),
        manager("argocd-server", WRITTEN, fields));
  }

  /** What carries our labels and was not written by us. */
  public static LiveSecret restored(DesiredSecret secret) {
    return liveAs(secret, secret.content(), manager("velero-server", WRITTEN, fields(secret)));
  }

  private static LiveSecret liveAs(
      DesiredSecret secret, SecretContent content, FieldManager... managers) {
    return new LiveSecret(
        secret.address().ref(),
        "uid-of-" + secret.address(),
        "7",
        WRITTEN.minusSeconds(3600),
        false,
        false,
        content,
        List.of(managers));
  }

  private static FieldManager manager(String name, Instant time, SortedSet<String> fields) {
    return new FieldManager(name, Operation.APPLY, Optional.of(time), fields);
  }

  private static SortedSet<String> fields(DesiredSecret secret) {
    SortedSet<String> fields = new TreeSet<>(List.of("type"));
    SecretContent content = secret.content();
    content.data().keySet().forEach(key -> fields.add("data." + key));
    content.labels().keySet().forEach(key -> fields.add("metadata.labels[" + key + "]"));
    content.annotations().keySet().forEach(key -> fields.add("metadata.annotations[" + key + "]"));
    return fields;
  }

  public CollectedFleet wants(DesiredSecret secret) {
    wanted.put(secret.address(), secret);
    return this;
  }

  public CollectedFleet holds(String cluster, LiveSecret secret) {
    live.put(new SecretAddress(cluster, secret.ref()), secret);
    return this;
  }

  public CollectedFleet cannotTell(String address, Diagnostic why) {
    unknown.put(at(address), why);
    return this;
  }

  public CollectedFleet keeps(String address, Diagnostic why) {
    kept.put(at(address), why);
    return this;
  }

  public CollectedFleet gone(String address, String why, boolean stays) {
    gone.put(at(address), new Gone(why, stays));
    return this;
  }

  /** A copy whose source asks for another place in the same cluster by now (R92). */
  public CollectedFleet moves(String from, DesiredSecret to) {
    gone.put(
        at(from),
        new Gone(
            "its source belongs to " + to.address() + " now (R92)",
            false,
            Optional.of(to.address().ref())));
    return wants(to);
  }

  public CollectedFleet itself(String address, String allowedBy) {
    itself.put(at(address), allowedBy);
    return this;
  }

  /** An offer that a rule blocks. */
  public CollectedFleet blocked(
      String source, String place, String type, SortedMap<String, String> labels) {
    return refuses(
        source,
        place,
        type,
        labels,
        "offered by " + at(source).cluster(),
        new RefusedOffer.Why.Blocked());
  }

  /** A claim on a place that somebody else has. */
  public CollectedFleet outdone(String source, String place, String origin, String owner) {
    return refuses(
        source, place, "Opaque", new TreeMap<>(), origin, new RefusedOffer.Why.Owned(owner));
  }

  private CollectedFleet refuses(
      String source,
      String place,
      String type,
      SortedMap<String, String> labels,
      String origin,
      RefusedOffer.Why why) {
    refused.add(new RefusedOffer(at(source), at(place), type, labels, origin, why));
    return this;
  }

  /** What every cluster should hold. */
  public DesiredState desired() {
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>();
    for (String name : CLUSTERS) {
      clusters.put(
          name,
          new DesiredCluster(
              name,
              name,
              Optional.empty(),
              in(name, wanted),
              in(name, unknown),
              new TreeMap<>(),
              new TreeSet<>(List.of("akuity", "argocd")),
              in(name, kept),
              in(name, gone),
              in(name, itself)));
    }
    return new DesiredState(
        REVISION, "local", clusters, Collections.emptySortedSet(), refused, List.of(), List.of());
  }

  private static <V> SortedMap<SecretRef, V> in(String cluster, SortedMap<SecretAddress, V> all) {
    SortedMap<SecretRef, V> some = new TreeMap<>();
    all.forEach((address, value) -> {
      if (address.cluster().equals(cluster)) {
        some.put(address.ref(), value);
      }
    });
    return some;
  }

  /** What the clusters hold. */
  public LiveState live() {
    SortedMap<String, Observation> clusters = new TreeMap<>();
    for (String name : CLUSTERS) {
      SortedMap<String, NamespaceState> namespaces = new TreeMap<>();
      for (String namespace : List.of("akuity", "argocd")) {
        SortedMap<String, LiveSecret> secrets = new TreeMap<>();
        in(name, live)
            .forEach((ref, secret) -> {
              if (ref.namespace().equals(namespace)) {
                secrets.put(ref.name(), secret);
              }
            });
        namespaces.put(namespace, new NamespaceState.Listed(secrets));
      }
      clusters.put(name, new Observation.Read(Optional.of("uid-of-" + name), namespaces));
    }
    return new LiveState(clusters);
  }

  /** What follows from both. */
  public Plan plan() {
    DesiredState desired = desired();
    LastApplied lastApplied =
        LastApplied.of(
            desired,
            live().lastWrites("local"),
            write -> Optional.empty(),
            commit -> Optional.empty(),
            KeyRing.of(List.of()));
    return Plan.of(
        Differences.between(desired, live(), lastApplied), Policy.builtIn(), List.of(), List.of());
  }

  /** The plan as people read it, from its first change on. */
  public String text() {
    StringWriter text = new StringWriter();
    new PlanText(Style.plain(), RUN).write(plan(), new PrintWriter(text));
    return text.toString();
  }

  /** The plan as programs read it. */
  public JsonNode json() {
    StringWriter text = new StringWriter();
    PlanJson.write(plan(), RUN, text);
    try {
      return new ObjectMapper().readTree(text.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The drift as people read it. */
  public String drift() {
    StringWriter text = new StringWriter();
    Plan plan = plan();
    new DriftText(Style.plain(), RUN)
        .write(DriftReport.of(Drift.of(plan)), plan, new PrintWriter(text));
    return text.toString();
  }
}
