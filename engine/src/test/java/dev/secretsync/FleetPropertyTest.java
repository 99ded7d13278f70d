package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.cluster.FieldManager;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.cluster.LiveState;
import dev.secretsync.cluster.Observation;
import dev.secretsync.cluster.Observation.NamespaceState;
import dev.secretsync.desired.DesiredCluster;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.desired.DesiredState;
import dev.secretsync.desired.LastApplied;
import dev.secretsync.diff.Differences;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SecretRef;
import dev.secretsync.model.Shard;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Drift;
import dev.secretsync.plan.DriftKey;
import dev.secretsync.plan.Merge;
import dev.secretsync.plan.NamedPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.policy.Policy;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.json.PlanJson;
import dev.secretsync.report.text.PlanText;
import dev.secretsync.report.text.Style;
import dev.secretsync.saved.ReadBack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every fleet: 200 of them, made by chance from fixed seeds. */
class FleetPropertyTest {
  private static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFleetThatHoldsWhatIsDeclaredHasAnEmptyPlanAndNoDrift(long seed) {
    Random random = new Random(seed);
    DesiredState desired = desired(random);
    Plan plan = plan(desired, written(desired, random));
    assertThat(plan.hasChanges()).isFalse();
    assertThat(plan.exitCodes()).isEmpty();
    assertThat(plan.changes()).hasSameSizeAs(desired.addresses());
    assertThat(Drift.of(plan).secrets()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneChangedObjectIsExactlyOneChange(long seed) {
    Random random = new Random(seed);
    DesiredState desired = desired(random);
    SortedMap<SecretAddress, LiveSecret> live = written(desired, random);
    List<SecretAddress> all = List.copyOf(live.keySet());
    SecretAddress one = all.get(random.nextInt(all.size()));
    switch (random.nextInt(3)) {
      case 0 -> live.remove(one);
      case 1 -> live.computeIfPresent(one, (address, secret) -> withoutLabels(secret));
      default -> live.computeIfPresent(one, (address, secret) -> edited(secret));
    }
    assertThat(
            plan(desired, live).changes().stream()
                .filter(change -> change.action().writes())
                .map(PlannedChange::address))
        .containsExactly(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSameFleetIsTheSameBytesInWhateverOrderItComes(long seed) {
    DesiredState desired = desired(new Random(seed));
    SortedMap<SecretAddress, LiveSecret> live = written(desired, new Random(seed));
    live.keySet().removeIf(address -> address.ref().name().endsWith("1"));
    live.replaceAll(
        (address, secret) -> address.ref().name().endsWith("2") ? edited(secret) : secret);
    Plan plan = plan(desired, live);
    Random order = new Random(~seed);
    List<PlannedChange> shuffled = new ArrayList<>(plan.changes());
    Collections.shuffle(shuffled, order);
    Plan same =
        AlteredPlan.of(plan)
            .clusters(shuffled(plan.clusters(), order))
            .changes(shuffled)
            .diagnostics(plan.diagnostics().reversed())
            .plan();
    assertThat(bytes(same)).isEqualTo(bytes(plan));
    assertThat(bytes(plan(desired, shuffled(live, order)))).isEqualTo(bytes(plan));
  }

  @DisplayName("cli.md 6.6: whatever the fleet, its parts make the whole, byte for byte")
  @ParameterizedTest
  @MethodSource("seeds")
  void partsMakeTheWhole(long seed) {
    DesiredState desired = desired(new Random(seed));
    SortedMap<SecretAddress, LiveSecret> live = written(desired, new Random(seed));
    live.keySet().removeIf(address -> address.ref().name().endsWith("1"));
    Plan plan = plan(desired, live);
    for (int of = 1; of <= 8; of++) {
      List<NamedPlan> parts = new ArrayList<>();
      for (int index = 1; index <= of; index++) {
        parts.add(
            new NamedPlan(
                "part-" + index,
                plan.of(new Shard(index, of), new TreeSet<>(desired.clusters().keySet()))));
      }
      Collections.shuffle(parts, new Random(seed + of));
      assertThat(bytes(Merge.of(parts))).isEqualTo(bytes(plan));
    }
  }

  @DisplayName("cli.md 2.5: grouping by cause loses no finding, and invents none")
  @ParameterizedTest
  @MethodSource("seeds")
  void everyFindingIsInExactlyOneGroup(long seed) {
    Random random = new Random(seed);
    DesiredState desired = desired(random);
    SortedMap<SecretAddress, LiveSecret> live = written(desired, random);
    List.copyOf(live.keySet())
        .forEach(address -> {
          switch (random.nextInt(4)) {
            case 0 -> live.remove(address);
            case 1 -> live.computeIfPresent(address, (same, secret) -> withoutLabels(secret));
            case 2 -> live.computeIfPresent(address, (same, secret) -> edited(secret));
            default -> {}
          }
        });
    Drift drift = Drift.of(plan(desired, live));
    List<DriftKey> found =
        drift.secrets().stream()
            .flatMap(secret ->
                secret.fields().stream().map(field -> DriftKey.of(secret.address(), field)))
            .toList();
    assertThat(
            drift.groups().stream()
                .flatMap(group ->
                    group.clusters().stream()
                        .map(cluster ->
                            new DriftKey(
                                new SecretAddress(cluster, group.what().secret()),
                                group.what().field(),
                                group.what().cause()))))
        .containsExactlyInAnyOrderElementsOf(found);
    assertThat(drift.groups()).doesNotHaveDuplicates();
    assertThat(drift.size()).isEqualTo(found.size());
  }

  private static <K, V> SortedMap<K, V> shuffled(SortedMap<K, V> map, Random order) {
    List<K> keys = new ArrayList<>(map.keySet());
    Collections.shuffle(keys, order);
    SortedMap<K, V> shuffled = new TreeMap<>();
    keys.forEach(key -> shuffled.put(key, map.get(key)));
    return shuffled;
  }

  private static String bytes(Plan plan) {
    ReadBack.assertTheSame(plan);
    StringWriter text = new StringWriter();
    new PlanText(Style.plain(), RUN).write(plan, new PrintWriter(text));
    PlanJson.write(plan, RUN, text);
    return text.toString();
  }

  private static Plan plan(DesiredState desired, SortedMap<SecretAddress, LiveSecret> live) {
    return Plan.of(
        Differences.between(desired, observed(desired, live), LastApplied.nothing()),
        Policy.builtIn(),
        List.of(),
        List.of());
  }

  private static LiveState observed(
      DesiredState desired, SortedMap<SecretAddress, LiveSecret> live) {
    SortedMap<String, Observation> clusters = new TreeMap<>();
    desired
        .clusters()
        .forEach((name, cluster) -> {
          SortedMap<String, NamespaceState> namespaces = new TreeMap<>();
          for (String namespace : cluster.namespaces()) {
            SortedMap<String, LiveSecret> secrets = new TreeMap<>();
            live.forEach((address, secret) -> {
              if (address.cluster().equals(name) && address.ref().namespace().equals(namespace)) {
                secrets.put(address.ref().name(), secret);
              }
            });
            namespaces.put(namespace, new NamespaceState.Listed(secrets));
          }
          clusters.put(name, new Observation.Read(Optional.of("uid-of-" + name), namespaces));
        });
    return new LiveState(clusters);
  }

  private static DesiredState desired(Random random) {
    Revision revision = new Revision("c".repeat(40), "d".repeat(40), false);
    SortedMap<String, DesiredCluster> clusters = new TreeMap<>();
    int number = 1 + random.nextInt(4);
    for (int i = 0; i < number; i++) {
      String name = "cluster-" + random.nextInt(100) + "-" + i;
      clusters.put(name, cluster(name, random));
    }
    return new DesiredState(
        revision, "local", clusters, new TreeSet<>(), List.of(), List.of(), List.of());
  }

  private static DesiredCluster cluster(String name, Random random) {
    SortedMap<SecretRef, DesiredSecret> secrets = new TreeMap<>();
    SortedSet<String> namespaces = new TreeSet<>();
    int number = 1 + random.nextInt(6);
    for (int i = 0; i < number; i++) {
      SecretRef ref = new SecretRef("ns-" + random.nextInt(3), "secret-" + i);
      namespaces.add(ref.namespace());
      secrets.put(
          ref,
          new DesiredSecret(
              new SecretAddress(name, ref),
              content(random),
              random.nextBoolean(),
              new Origin.Declared(
                  new SourceLocation("secrets/" + i + ".yaml", 1 + random.nextInt(9), 1),
                  "b".repeat(40)),
              List.of("allowedClusters.all")));
    }
    return new DesiredCluster(
        name,
        name,
        Optional.empty(),
        secrets,
        new TreeMap<>(),
        new TreeMap<>(),
        namespaces,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static SecretContent content(Random random) {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    int keys = 1 + random.nextInt(4);
    for (int i = 0; i < keys; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      data.put("key" + i, SecretBytes.copyOf(bytes));
    }
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put(Marks.MANAGED_BY, Marks.MANAGER);
    labels.put(Marks.INSTALLATION, "local");
    if (random.nextBoolean()) {
      labels.put("team", "team-" + random.nextInt(3));
    }
    SortedMap<String, String> annotations = new TreeMap<>();
    annotations.put(Marks.SOURCE_COMMIT, "c".repeat(40));
    return new SecretContent(
        random.nextBoolean() ? "Opaque" : "example.com/kind", false, data, labels, annotations);
  }

  /** Every Secret as we wrote it; on some of them others had a key before that. */
  private static SortedMap<SecretAddress, LiveSecret> written(DesiredState desired, Random random) {
    SortedMap<SecretAddress, LiveSecret> live = new TreeMap<>();
    for (SecretAddress address : desired.addresses()) {
      SecretContent content = desired.find(address).orElseThrow().content();
      SortedSet<String> ours = new TreeSet<>();
      content.data().keySet().forEach(key -> ours.add("data." + key));
      content.labels().keySet().forEach(key -> ours.add("metadata.labels[" + key + "]"));
      List<FieldManager> managers = new ArrayList<>();
      managers.add(manager(Marks.MANAGER, WRITTEN, ours));
      SortedMap<String, SecretBytes> data = new TreeMap<>(content.data());
      if (random.nextBoolean()) {
        data.put("theirs", SecretBytes.ofUtf8("visibly-fake"));
        managers.add(
            manager("other", WRITTEN.minusSeconds(60), new TreeSet<>(List.of("data.theirs"))));
      }
      live.put(address, secret(address.ref(), with(content, data, content.labels()), managers));
    }
    return live;
  }

  private static LiveSecret edited(LiveSecret secret) {
    Map<String, SecretBytes> data = new LinkedHashMap<>(secret.content().data());
    String key = secret.content().data().firstKey();
    data.put(key, SecretBytes.ofUtf8("visibly-fake-edit-that-is-longer"));
    List<FieldManager> managers = new ArrayList<>();
    for (FieldManager manager : secret.managers()) {
      SortedSet<String> fields = new TreeSet<>(manager.fields());
      fields.remove("data." + key);
      managers.add(manager(manager.manager(), manager.time().orElseThrow(), fields));
    }
    managers.add(
        manager("kubectl-edit", WRITTEN.plusSeconds(60), new TreeSet<>(List.of("data." + key))));
    return secret(
        secret.ref(),
        with(secret.content(), new TreeMap<>(data), secret.content().labels()),
        managers);
  }

  private static LiveSecret withoutLabels(LiveSecret secret) {
    return secret(
        secret.ref(),
        with(secret.content(), secret.content().data(), new TreeMap<>()),
        secret.managers());
  }

  private static SecretContent with(
      SecretContent content,
      SortedMap<String, SecretBytes> data,
      SortedMap<String, String> labels) {
    return new SecretContent(
        content.type(), content.immutable(), data, labels, content.annotations());
  }

  private static FieldManager manager(String name, Instant time, SortedSet<String> fields) {
    return new FieldManager(name, FieldManager.Operation.APPLY, Optional.of(time), fields);
  }

  private static LiveSecret secret(
      SecretRef ref, SecretContent content, List<FieldManager> managers) {
    return new LiveSecret(ref, "uid-of-" + ref, "1", WRITTEN, false, false, content, managers);
  }
}
