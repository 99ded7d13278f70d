import dev.secretsync.diff.Difference;
import dev.secretsync.diff.FieldChange;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.Shard;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.report.RunInfo;
import dev.secretsync.saved.PlanFile;
import dev.secretsync.saved.SavedPlan;
import java.nio.file.Path;
import java.time.Duration;
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
 * Saves the plans of all shards of a fleet in which every Secret changes, as {@code plan --shard
 * --out} would, and in {@code whole.json} that of the fleet.
 *
 * <pre>java Shards FOLDER VERSION SHARDS CLUSTERS SECRETS</pre>
 *
 * <p>VERSION is that of the secretsync which is to read them; SECRETS is for each cluster.
 */
public final class Shards {
  private static final Instant NOW = Instant.now();
  private static final SortedMap<String, String> LABELS =
      new TreeMap<>(Map.of("app.kubernetes.io/managed-by", "secretsync", "team", "bench"));

  private Shards() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    Plan plan = plan(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    SortedSet<String> fleet = new TreeSet<>(plan.clusters().keySet());
    int shards = Integer.parseInt(args[2]);
    for (int index = 1; index <= shards; index++) {
      save(folder.resolve("shard-" + index + ".json"), plan.of(new Shard(index, shards), fleet), args[1]);
    }
    save(folder.resolve("whole.json"), plan, args[1]);
  }

  private static void save(Path file, Plan plan, String version) {
    PlanFile.write(
        file,
        new SavedPlan(plan, new RunInfo(version, NOW), NOW.plus(Duration.ofHours(24))),
        Optional.empty());
  }

  private static Plan plan(int clusters, int secrets) {
    SortedMap<String, PlannedCluster> all = new TreeMap<>();
    List<PlannedChange> changes = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      String cluster = "cluster-" + c;
      all.put(
          cluster,
          new PlannedCluster(
              cluster,
              Optional.of("uid-" + c),
              Optional.empty(),
              secrets,
              "",
              Collections.emptySortedSet()));
      for (int s = 0; s < secrets; s++) {
        changes.add(change(SecretAddress.of(cluster, "bench", "secret-" + s), s));
      }
    }
    return new Plan(
        new Revision("c".repeat(40), "d".repeat(40), false),
        "bench",
        new PolicySource("", "", new TreeMap<>()),
        List.of(),
        all,
        changes,
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of());
  }

  private static PlannedChange change(SecretAddress address, int number) {
    String file = "secrets/secret-" + number + ".yaml";
    String blob = "b".repeat(40);
    return PlannedChange.of(
        new Difference.Changed(
            new Subject(
                address,
                "Opaque",
                LABELS,
                new TreeSet<>(List.of("data.username", "data.password", "data.token")),
                new Origin.Declared(new SourceLocation(file, 3, 1), blob),
                List.of("spec.allowedClusters.all")),
            new Seen(
                "uid-of-" + address, "" + number, "Opaque", LABELS, NOW, Optional.of(NOW)),
            List.of(
                new FieldChange(
                    "data.password",
                    FieldChange.Kind.CHANGE,
                    FieldChange.Cause.GIT,
                    Optional.empty())),
            List.of(),
            0,
            false,
            false),
        List.of(),
        new TreeMap<>(Map.of(file, blob, "clusters/" + address.cluster() + ".yaml", blob)));
  }
}
