package dev.secretsync.resolve;

import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.declare.LiveProjects;
import dev.secretsync.model.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A fleet of chance and what happens to it: few names, so that they collide, and everything that
 * the rules speak of. A seed always makes the same story.
 */
final class RandomFleet {
  private static final List<String> NAMES =
      List.of(
          "creds",
          "creds",
          "other",
          "third",
          "argocd-notifications-secret",
          "application-set-secret",
          "argocd-secret");
  private static final List<String> REGIONS = List.of("north", "south");
  private static final List<String> OPT_INS = List.of("true", "true", "true", "True", "false");
  private static final List<String> ALLOWED =
      List.of("ALL", "c0,c1", "c1", "c2, c3", "", "nowhere,c1", "c0,ALL");
  private static final List<String> SELECTORS =
      List.of("region=north", "region in (north, south)", "!region", "", "region in (");

  private static final List<String> PROJECTS = List.of("p0", "p1", "p2");
  private static final List<String> PLACES =
      List.of(
          "p0",
          "p0",
          "p1",
          "p1",
          "p2",
          "nowhere",
          "kargo-shared-resources",
          "kargo-shared-resources",
          "kargo-cluster-secrets",
          "");
  private static final List<String> CRED_TYPES = List.of("git", "git", "generic", "gti");
  private static final List<String> PROJECT_NAMES =
      List.of("ALL", "p0", "p1,p2", "p0, nowhere", "");
  private static final List<String> PROJECT_SELECTORS =
      List.of("tier=one", "tier in (one, two)", "!tier", "tier in (");

  private final Random random;
  private final TestFleet fleet = new TestFleet();
  private final int size;
  private final boolean kargo;
  private int renamed;

  /** With Argo CD only. */
  RandomFleet(long seed) {
    this(seed, false);
  }

  /** With Argo CD, and with a Kargo beside it if that is asked for. */
  RandomFleet(long seed, boolean kargo) {
    this.kargo = kargo;
    random = new Random(seed);
    size = 2 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      fleet.clusterIn("c" + i, random.nextInt(4) == 0 ? "agents" : "akuity", region());
      fleet.at("c" + i).anonymous(random.nextInt(6) == 0);
    }
    fleet.controlPlane("main", "c0");
    if (random.nextInt(3) == 0) {
      fleet.controlPlane("second", "c1", "argocd-two");
    }
    if (kargo) {
      fleet.kargo("kargo", "c0");
      PROJECTS.forEach(this::project);
      fleet.sourceFor("kargo", "all", "", "team in (my-team, theirs)");
      for (int i = 0; i < size; i++) {
        fleet.relabel("c" + i, region(), "kargo=yes");
      }
    }
    source();
    source();
    for (int i = 0; i < 4 * size; i++) {
      somethingHappens();
    }
    answerAll();
  }

  TestFleet fleet() {
    return fleet;
  }

  private String region() {
    return "region=" + pick(REGIONS);
  }

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Every cluster can be read again. */
  void answerAll() {
    fleet.contexts().values().forEach(cluster -> cluster.unreachable(false));
    fleet.contexts().values().forEach(cluster -> cluster.allow("akuity"));
    fleet.contexts().values().forEach(cluster -> cluster.allow("argocd"));
    fleet.contexts().values().forEach(cluster -> cluster.forbidDiscovery(false));
    PLACES.forEach(place -> fleet.at("c0").allow(place));
  }

  /** One thing that people do to their repository or their clusters. */
  void somethingHappens() {
    if (kargo && random.nextBoolean()) {
      somethingHappensToKargo();
      return;
    }
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5 -> fleet.holds(agentAddress(), secret());
      case 6 -> edit(secret -> secret.label(TestSecret.OPT_IN, pick(OPT_INS)));
      case 7 -> edit(secret -> secret.withoutLabel(TestSecret.OPT_IN));
      case 8 -> edit(secret -> secret.allowing(pick(ALLOWED)));
      case 9 -> edit(secret -> secret.allowingSelected(pick(SELECTORS)));
      case 10 -> edit(secret -> secret.data("password", "visibly-fake-" + random.nextInt(9)));
      case 11 ->
          edit(secret ->
              secret.label(
                  "argocd.argoproj.io/secret-type", pick(List.of("cluster", "repository"))));
      case 12 -> edit(secret -> secret.withoutLabel(Marks.INSTALLATION));
      case 13 -> anySecret().ifPresent(fleet::remove);
      case 14 -> fleet.holds("c0/argocd/" + pick(NAMES), secret());
      case 15 -> relabel();
      case 16 -> comeOrGo();
      case 17, 18 -> source();
      case 19 -> managed();
      case 20 -> fleet.at("c" + random.nextInt(size)).unreachable(random.nextBoolean());
      case 21 -> forbid();
      case 22 -> rename();
      default -> edit(secret -> secret.label("team", pick(List.of("my-team", "theirs"))));
    }
  }

  private void somethingHappensToKargo() {
    switch (random.nextInt(19)) {
      case 0, 1, 2, 3, 4 -> fleet.holds(agentAddress(), forKargo());
      case 5, 6, 7 -> edit(secret -> secret.label(TestSecret.KARGO, pick(PLACES)));
      case 8 -> edit(secret -> secret.label(TestSecret.CRED_TYPE, pick(CRED_TYPES)));
      case 9 ->
          edit(
              secret -> secret.withoutLabel(pick(List.of(TestSecret.KARGO, TestSecret.CRED_TYPE))));
      case 10 -> edit(secret -> secret.annotation(LiveProjects.NAMES, pick(PROJECT_NAMES)));
      case 11 -> edit(secret -> secret.annotation(LiveProjects.SELECTOR, pick(PROJECT_SELECTORS)));
      case 12 -> project(pick(PROJECTS));
      case 13 -> projectGoes();
      case 14 -> inProject(secret());
      case 15 -> fleet.at("c0").forbidDiscovery(random.nextInt(3) == 0);
      case 16 -> forbidPlace();
      case 17 -> distribute();
      default -> fleet.relabel(pick(fleet.names()), region(), "kargo=yes");
    }
  }

  private TestSecret forKargo() {
    TestSecret secret =
        secret()
            .label(TestSecret.KARGO, pick(PLACES))
            .label(TestSecret.CRED_TYPE, pick(CRED_TYPES));
    return random.nextInt(3) == 0
        ? secret.annotation(LiveProjects.NAMES, pick(PROJECT_NAMES))
        : secret;
  }

  private void project(String name) {
    fleet.project("c0", name, "tier=" + pick(List.of("one", "two")));
  }

  private void projectGoes() {
    if (random.nextBoolean()) {
      fleet.at("c0").deleteNamespace(pick(PROJECTS));
    } else {
      fleet.at("c0").labelNamespace(pick(PROJECTS), Map.of());
    }
  }

  /** Somebody, or Kargo itself, puts a Secret into a project. */
  private void inProject(TestSecret secret) {
    fleet.holds(
        "c0/" + pick(PROJECTS) + "/" + pick(NAMES),
        random.nextBoolean() ? secret : secret.label(Marks.KARGO_REPLICA, "creds"));
  }

  private void forbidPlace() {
    String place = pick(List.of("p0", "p1", "kargo-shared-resources"));
    if (random.nextBoolean()) {
      fleet.at("c0").forbid(place);
    } else {
      fleet.at("c0").allow(place);
    }
  }

  private void distribute() {
    String name = pick(List.of("creds", "third"));
    if (fleet.has("managed " + name) && random.nextInt(2) == 0) {
      fleet.without("managed " + name);
      return;
    }
    fleet.managed(
        name,
        "labels: {rev: \"" + random.nextInt(4) + "\"}",
        "controlPlane: kargo",
        "projects: {"
            + pick(List.of("all: true", "names: [p0, nowhere]", "selector: tier=one"))
            + "}");
  }

  private TestSecret secret() {
    TestSecret secret =
        TestSecret.plain()
            .label("team", pick(List.of("my-team", "theirs")))
            .data("password", "visibly-fake-" + random.nextInt(9));
    if (random.nextInt(8) == 0) {
      secret = secret.type("example.com/kind");
    }
    if (random.nextInt(3) == 0) {
      secret = secret.created("2026-01-0" + (1 + random.nextInt(3)) + "T00:00:00Z");
    }
    if (random.nextInt(3) == 0) {
      secret = secret.allowing(pick(ALLOWED));
    }
    if (random.nextInt(3) == 0) {
      secret = secret.allowingSelected(pick(SELECTORS));
    }
    return random.nextInt(6) == 0 ? secret : secret.label(TestSecret.OPT_IN, pick(OPT_INS));
  }

  private String agentAddress() {
    return "c"
        + random.nextInt(size)
        + "/"
        + pick(List.of("akuity", "akuity", "akuity", "agents"))
        + "/"
        + pick(NAMES);
  }

  private Optional<String> anySecret() {
    List<String> all = new ArrayList<>();
    new TreeMap<>(fleet.contexts())
        .forEach((name, cluster) ->
            cluster.secrets().stream()
                .map(LiveSecret::ref)
                .forEach(ref -> all.add(name + "/" + ref)));
    return all.isEmpty() ? Optional.empty() : Optional.of(pick(all));
  }

  private void edit(UnaryOperator<TestSecret> change) {
    anySecret().ifPresent(address -> fleet.edit(address, change));
  }

  private void relabel() {
    String name = pick(fleet.names());
    if (random.nextBoolean()) {
      fleet.relabel(name, region());
    } else {
      fleet.relabel(name);
    }
  }

  /** The hosts of control planes stay. */
  private void comeOrGo() {
    String name = "c" + (size - 1);
    if (size < 3) {
      return;
    }
    if (fleet.declares(name)) {
      fleet.undeclare(name);
    } else if (fleet.names().stream().noneMatch(other -> fleet.contextOf(other).equals(name))) {
      fleet.cluster(name, region());
    }
  }

  private void rename() {
    String name = pick(fleet.names());
    if (!name.equals("c0") && !name.equals("c1")) {
      renamed++;
      fleet.rename(name, "renamed-" + renamed);
    }
  }

  private void forbid() {
    ModelCluster cluster = fleet.at("c" + random.nextInt(size));
    String namespace = pick(List.of("akuity", "argocd"));
    if (random.nextBoolean()) {
      cluster.forbid(namespace);
    } else {
      cluster.allow(namespace);
    }
  }

  private void source() {
    String name = "s" + random.nextInt(3);
    if (fleet.has("source " + name) && random.nextInt(3) == 0) {
      fleet.without("source " + name);
      return;
    }
    String plane = fleet.has("controlplane second") ? pick(List.of("main", "second")) : "main";
    switch (random.nextInt(3)) {
      case 0 -> fleet.sourceFor(plane, name, "", "team=my-team");
      case 1 -> fleet.sourceFor(plane, name, region(), "");
      default ->
          fleet.sourceFor(plane, name, "region notin (nowhere)", "team in (my-team, theirs)");
    }
  }

  private void managed() {
    String name = pick(List.of("creds", "other", "argocd-notifications-secret"));
    if (fleet.has("managed " + name) && random.nextInt(2) == 0) {
      fleet.without("managed " + name);
      return;
    }
    List<String> spec = new ArrayList<>();
    spec.add("labels: {rev: \"" + random.nextInt(4) + "\"}");
    if (random.nextBoolean()) {
      spec.add("controlPlane: main");
    }
    spec.add(pick(List.of("allowedClusters: {selector: region=north}", "adopt: false")));
    fleet.managed(name, spec.toArray(String[]::new));
  }

  /** All that clusters hold and that was made by somebody who is not us, by address. */
  Map<String, LiveSecret> ofOthers() {
    Map<String, LiveSecret> all = new TreeMap<>();
    fleet
        .contexts()
        .forEach((name, cluster) ->
            cluster.secrets().stream()
                .filter(cluster::madeByOthers)
                .forEach(secret -> all.put(name + "/" + secret.ref(), secret)));
    return all;
  }
}
