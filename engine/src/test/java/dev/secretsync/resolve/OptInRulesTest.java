package dev.secretsync.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretContent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Secret must look like to be collected, and what its copy looks like (rules.md B). */
class OptInRulesTest {
  private final TestFleet fleet = TestFleet.threeClusters();

  @DisplayName("R13: only the label value true, exactly, is opt-in; a near miss is a hint")
  @Tag("R13")
  @ParameterizedTest
  @ValueSource(strings = {"", "True", "TRUE", "1", "yes", "on", "t", "true ", "truex"})
  void aNearMissIsNotOptInAndIsTold(String value) {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().label(TestSecret.OPT_IN, value));
    Look look = fleet.look();
    assertThat(look.lines()).isEmpty();
    assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R13");
    assertThat(look.chain("east/akuity/creds")).endsWith("-R13");
  }

  @DisplayName("R13: false and no label at all are not opt-in, and nobody's mistake")
  @Tag("R13")
  @Test
  void notOptedInIsSilent() {
    fleet
        .holds("east/akuity/no", TestSecret.optedIn().label(TestSecret.OPT_IN, "false"))
        .holds("east/akuity/none", TestSecret.plain().label("team", "my-team"))
        .holds(
            "east/akuity/annotated",
            TestSecret.plain().label("team", "my-team").annotation(TestSecret.OPT_IN, "true"));
    Look look = fleet.look();
    assertThat(look.lines()).isEmpty();
    assertThat(look.notes(Code.NOT_OFFERED)).isEmpty();
    assertThat(look.chain("east/akuity/none")).contains("-R13");
  }

  @DisplayName("R13: the opt-in label of the other product does not opt in")
  @Tag("R13")
  @Test
  void theOtherProductsLabelIsNotOptIn() {
    fleet.holds(
        "east/akuity/creds",
        TestSecret.plain().label("team", "my-team").label("kargo.akuity.io/secret-sync", "true"));
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R14: only the agent namespace counts, as the cluster declares it")
  @Tag("R14")
  @Test
  void theAgentNamespaceIsTheDeclaredOne() {
    fleet
        .clusterIn("north", "agents")
        .holds("north/agents/right", TestSecret.optedIn())
        .holds("north/akuity/wrong", TestSecret.optedIn());
    assertThat(fleet.look().lines()).containsExactly("create hub/argocd/right");
  }

  @DisplayName("R14: the right label in a wrong namespace that is read anyway is a hint")
  @Tag("R14")
  @Test
  void theWrongNamespaceIsAHint() {
    fleet
        .managed("other", "namespace: apps", "allowedClusters: {names: [east]}")
        .holds("east/apps/creds", TestSecret.optedIn());
    Look look = fleet.look();
    assertThat(look.lines()).containsExactly("create east/apps/other");
    assertThat(look.notes(Code.NOT_OFFERED)).singleElement().asString().contains("R14");
    assertThat(look.chain("east/apps/creds")).endsWith("-R14");
  }

  @DisplayName("R14: the cluster that hosts the control plane may offer from its agent namespace")
  @Tag("R14")
  @Test
  void theHostIsAnAgentToo() {
    fleet.holds("hub/akuity/creds", TestSecret.optedIn());
    assertThat(fleet.apply().lines()).containsExactly("create hub/argocd/creds");
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R14: what is in the control plane's own namespace is there already")
  @Tag("R14")
  @Test
  void theControlPlaneOffersNothingToItself() {
    fleet.holds("hub/argocd/creds", TestSecret.optedIn().allowing("ALL"));
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R15: an arbitrary Secret needs the opt-in label and nothing of Argo CD's")
  @Tag("R15")
  @Test
  void anArbitrarySecretIsCollected() {
    fleet.holds(
        "east/akuity/my-custom-credentials",
        TestSecret.optedIn()
            .data("api-key", "visibly-fake-key")
            .data("endpoint", "https://api.example.com"));
    assertThat(fleet.apply().lines()).containsExactly("create hub/argocd/my-custom-credentials");
  }

  @DisplayName("R16: the label by which Argo CD knows the Secret is on the copy, as it was")
  @Tag("R16")
  @ParameterizedTest
  @ValueSource(strings = {"repo-creds", "repository"})
  void theSecretTypeLabelIsKept(String type) {
    fleet.holds(
        "east/akuity/creds", TestSecret.optedIn().label("argocd.argoproj.io/secret-type", type));
    assertThat(fleet.look().content("hub/argocd/creds").labels())
        .containsEntry("argocd.argoproj.io/secret-type", type);
  }

  @DisplayName("R17: name, type and data are the source's, byte for byte")
  @Tag("R17")
  @Test
  void nameTypeAndDataAreKept() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    fleet.holds(
        "east/akuity/creds",
        TestSecret.optedIn()
            .type("example.com/kind")
            .data("binary", every)
            .data("empty", "")
            .data("line-end", "visibly-fake\n"));
    SecretContent copy = fleet.look().content("hub/argocd/creds");
    assertThat(copy.type()).isEqualTo("example.com/kind");
    assertThat(copy.data()).isEqualTo(fleet.get("east/akuity/creds").content().data());
  }

  @DisplayName("R17: a Secret without data is collected as such")
  @Tag("R17")
  @Test
  void noDataIsNoData() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().withoutData());
    assertThat(fleet.apply().lines()).containsExactly("create hub/argocd/creds");
    assertThat(fleet.get("hub/argocd/creds").content().data()).isEmpty();
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R17: a key that the source loses is lost by the copy")
  @Tag("R17")
  @Test
  void aRemovedKeyIsRemoved() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().data("second", "visibly-fake"));
    fleet.apply();
    fleet.edit("east/akuity/creds", secret -> secret.withoutData().data("first", "visibly-fake"));
    assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/creds");
    assertThat(fleet.get("hub/argocd/creds").content().data()).containsOnlyKeys("first");
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R67: a changed value alone is seen; nobody has to raise a version")
  @Tag("R67")
  @Test
  void aChangedValueAloneIsSeen() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn());
    fleet.apply();
    fleet.edit("east/akuity/creds", secret -> secret.data("password", "visibly-fakf"));
    assertThat(fleet.apply().lines()).containsExactly("update hub/argocd/creds");
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R67: no data and data: {} are one: keys that we wrote are cleared, others' stay")
  @Tag("R67")
  @ParameterizedTest
  @ValueSource(strings = {"type: Opaque", "data: {}"})
  void noDataClearsOurKeysOnly(String data) {
    fleet.managed("token", "allowedClusters: {names: [west]}", data);
    SecretContent wanted = fleet.look().content("west/akuity/token");
    fleet
        .at("west")
        .create(
            TestFleet.address("west/akuity/token").ref(),
            TestSecret.plain().with(wanted).data("ours", "visibly-fake").content());
    fleet.edit("west/akuity/token", secret -> secret.data("theirs", "visibly-fake"));
    assertThat(fleet.apply().lines()).containsExactly("update west/akuity/token");
    assertThat(fleet.get("west/akuity/token").content().data()).containsOnlyKeys("theirs");
    assertThat(fleet.look().lines()).isEmpty();
  }

  @DisplayName("R18: the user's own labels and annotations are on the copy")
  @Tag("R18")
  @Test
  void userLabelsAreKept() {
    fleet.holds(
        "east/akuity/creds",
        TestSecret.optedIn()
            .label("app.kubernetes.io/part-of", "argocd")
            .label("example.com/tier", "")
            .annotation("example.com/contact", "platform"));
    SecretContent copy = fleet.look().content("hub/argocd/creds");
    assertThat(copy.labels())
        .containsEntry("team", "my-team")
        .containsEntry("app.kubernetes.io/part-of", "argocd")
        .containsEntry("example.com/tier", "");
    assertThat(copy.annotations()).containsEntry("example.com/contact", "platform");
  }

  @DisplayName("R19: what controls the sync, and what others act on, is not copied")
  @Tag("R19")
  @Test
  void controlMetadataIsNotCopied() {
    fleet.holds(
        "east/akuity/creds",
        TestSecret.optedIn()
            .label("kargo.akuity.io/secret-sync", "project")
            .label("app.kubernetes.io/instance", "some-app")
            .label("app.kubernetes.io/managed-by", "Helm")
            .label("helm.sh/chart", "x")
            .label("kustomize.toolkit.fluxcd.io/name", "x")
            .allowing("west")
            .allowingSelected("region=west")
            .annotation("kubectl.kubernetes.io/last-applied-configuration", "visibly-fake-old")
            .annotation("managed-by", "argocd.argoproj.io")
            .annotation("argocd.argoproj.io/tracking-id", "some-app:/Secret:akuity/creds")
            .annotation("meta.helm.sh/release-name", "x")
            .annotation("reflector.v1.k8s.emberstack.com/reflection-allowed", "true")
            .immutable());
    Look look = fleet.look();
    for (String place : new String[] {"hub/argocd/creds", "west/akuity/creds"}) {
      SecretContent copy = look.content(place);
      assertThat(copy.labels())
          .containsOnlyKeys("team", Marks.MANAGED_BY, Marks.INSTALLATION)
          .containsEntry(Marks.MANAGED_BY, Marks.MANAGER);
      assertThat(copy.annotations().keySet())
          .allMatch(key ->
              key.startsWith(Marks.RESERVED_PREFIX)
                  || key.equals("argocd.argoproj.io/compare-options")
                  || key.equals("argocd.argoproj.io/sync-options"));
      assertThat(copy.immutable()).isFalse();
    }
  }

  @DisplayName("R19: an Argo CD application that looks at the namespace leaves the copy alone")
  @Tag("R19")
  @Test
  void argoCdIsToldToLeaveItAlone() {
    fleet.holds(
        "east/akuity/creds",
        TestSecret.optedIn().allowing("west").annotation("argocd.argoproj.io/sync-options", "x"));
    Look look = fleet.look();
    for (String place : new String[] {"hub/argocd/creds", "west/akuity/creds"}) {
      assertThat(look.content(place).annotations())
          .containsEntry("argocd.argoproj.io/compare-options", "IgnoreExtraneous")
          .containsEntry("argocd.argoproj.io/sync-options", "Prune=false");
    }
  }

  @DisplayName(
      "R41: the copy records whose it is: cluster, identity, Secret, version, control plane")
  @Tag("R41")
  @Test
  void theCopyRecordsItsSource() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().allowing("west"));
    Look look = fleet.apply();
    String version =
        fleet.get("east/akuity/creds").uid()
            + "/"
            + fleet.get("east/akuity/creds").resourceVersion();
    for (String place : new String[] {"hub/argocd/creds", "west/akuity/creds"}) {
      assertThat(look.content(place).annotations())
          .containsEntry(Marks.SOURCE_CLUSTER, "east")
          .containsEntry(Marks.SOURCE_IDENTITY, "uid-of-east")
          .containsEntry(Marks.SOURCE_SECRET, "akuity/creds")
          .containsEntry(Marks.SOURCE_VERSION, version)
          .containsEntry(Marks.CONTROL_PLANE, "main")
          .containsEntry(Marks.SOURCE_COMMIT, "c".repeat(40))
          .doesNotContainKeys(Marks.SOURCE_FILE, Marks.SOURCE_BLOB);
    }
  }

  @DisplayName("R36: a source that is being deleted is no reason for a new copy")
  @Tag("R36")
  @Test
  void aTerminatingSourceOffersNothingNew() {
    fleet.holds("east/akuity/creds", TestSecret.optedIn().beingDeleted());
    assertThat(fleet.look().writes()).isEmpty();
  }
}
