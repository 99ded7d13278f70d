package dev.secretsync.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Difference.Unchangeable.Why;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Origin;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R20-R29, K7: Secrets that are never written")
class BlockedSecretsTest {
  private static final Seen HARMLESS = seen("Opaque");
  private static final Seen TOKEN = seen("kubernetes.io/service-account-token");

  @ParameterizedTest
  @CsvSource({
    "apps, argocd-secret, Opaque, '', R20",
    "apps, argocd-initial-admin-secret, Opaque, '', R21",
    "apps, a, kubernetes.io/service-account-token, '', R22",
    "apps, a, Opaque, argocd.argoproj.io/secret-type=cluster, R23",
    "apps, a, bootstrap.kubernetes.io/token, '', K7",
    "apps, a, helm.sh/release.v1, '', K7",
    "apps, a, Opaque, sealedsecrets.bitnami.com/sealed-secrets-key=active, K7",
    "kube-system, a, Opaque, '', K7",
    "kube-public, a, Opaque, '', K7",
    "kube-node-lease, a, Opaque, '', K7"
  })
  void oneCriterionIsEnoughForEveryKindOfChange(
      String namespace, String name, String type, String label, String rule) {
    SecretAddress address = SecretAddress.of("east", namespace, name);
    SortedMap<String, String> labels = labels(label);
    Subject subject = subject(address, type, labels);
    List<Difference> all =
        List.of(
            new Difference.Missing(subject, false, false),
            new Difference.Changed(subject, HARMLESS, List.of(), List.of(), 0, false, true),
            new Difference.Unchangeable(subject, HARMLESS, List.of(), new Why.Immutable()),
            new Difference.Same(subject, HARMLESS, List.of()),
            new Difference.Foreign(
                subject, HARMLESS, "Helm", Optional.empty(), Optional.empty(), false),
            new Difference.Orphaned(
                address,
                HARMLESS,
                type,
                labels,
                new TreeSet<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    for (Difference difference : all) {
      assertThat(Policy.builtIn().judge(difference))
          .as(difference.getClass().getSimpleName())
          .extracting(Finding::rule)
          .containsExactly("blocked-secrets (" + rule + ")");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "repository",
    "repo-creds",
    "repository-write",
    "repo-write-creds",
    "scm-creds",
    "Cluster",
    "''"
  })
  @DisplayName("R29")
  void otherKindsOfArgoCdSecretsAreNotBlocked(String kind) {
    Subject subject =
        subject(
            SecretAddress.of("east", "apps", "a"),
            "Opaque",
            labels("argocd.argoproj.io/secret-type=" + kind));
    assertThat(Policy.builtIn().judge(new Difference.Missing(subject, false, false))).isEmpty();
  }

  @Test
  @DisplayName("R22 R26 R28")
  void aBlockedLiveSecretIsNotChangedAndNotReplacedAndStopsNothingElse() {
    Subject subject = subject(SecretAddress.of("east", "apps", "a"), "Opaque", new TreeMap<>());
    for (Difference difference :
        List.of(
            new Difference.Changed(subject, TOKEN, List.of(), List.of(), 0, false, true),
            new Difference.Unchangeable(
                subject, TOKEN, List.of(), new Why.Type(TOKEN.type(), "Opaque")))) {
      assertThat(Policy.builtIn().judge(difference))
          .singleElement()
          .matches(finding -> finding.rule().contains("R22") && !finding.declared());
    }
  }

  @Test
  @DisplayName("R26, R27: what a cluster offers is judged like the rest, and concerns itself alone")
  void aBlockedOfferIsRefusedWhateverAllowsIt() {
    for (SecretAddress wanted :
        List.of(SecretAddress.of("hub", "argocd", "a"), SecretAddress.of("west", "akuity", "a"))) {
      for (SortedMap<String, String> labels :
          List.of(
              labels("argocd.argoproj.io/secret-type=cluster"),
              labels("sealedsecrets.bitnami.com/sealed-secrets-key=active"))) {
        labels.put("akuity.io/secret-sync", "true");
        Difference offer =
            new Difference.NotCollected(
                SecretAddress.of("east", "akuity", "a"),
                wanted,
                "Opaque",
                labels,
                "offered by east",
                Optional.empty());
        assertThat(Policy.builtIn().judge(offer))
            .singleElement()
            .matches(finding -> !finding.declared())
            .matches(finding -> finding.address().cluster().equals("east"));
      }
    }
  }

  @Test
  @DisplayName("R26: a declaration that loses its place to a cluster is still Git's to mend")
  void aBlockedDeclarationStopsThePlanAlsoWhereAClusterHasItsPlace() {
    SecretAddress place = SecretAddress.of("hub", "argocd", "a");
    Difference declaration =
        new Difference.NotCollected(
            place,
            place,
            "kubernetes.io/service-account-token",
            new TreeMap<>(),
            "declared at a.yaml:3",
            Optional.of("cluster east (east/akuity/a)"));
    assertThat(Policy.builtIn().judge(declaration)).singleElement().matches(Finding::declared);
  }

  @Test
  @DisplayName("R26, R27: no copy of a blocked Secret is written, neither collected nor fanned out")
  void aBlockedCopyIsRefusedAndStopsNothingElse() {
    for (String cluster : List.of("hub", "west")) {
      Subject copy =
          collected(
              SecretAddress.of(cluster, "akuity", "a"),
              labels("argocd.argoproj.io/secret-type=cluster"));
      for (Difference difference :
          List.of(
              new Difference.Missing(copy, false, false),
              new Difference.Changed(copy, HARMLESS, List.of(), List.of(), 0, false, true),
              new Difference.Same(copy, HARMLESS, List.of()))) {
        assertThat(Policy.builtIn().judge(difference))
            .singleElement()
            .matches(finding -> finding.rule().contains("R23") && !finding.declared());
      }
    }
  }

  @Test
  @DisplayName("R28: a copy that became blocked where it lies is not updated, deleted or released")
  void aCopyThatBecameBlockedIsLeftAlone() {
    SecretAddress address = SecretAddress.of("hub", "argocd", "a");
    SortedMap<String, String> cluster = labels("argocd.argoproj.io/secret-type=cluster");
    Seen relabelled = new Seen("uid", "1", "Opaque", cluster, Instant.EPOCH, Optional.empty());
    for (Difference difference :
        List.of(
            new Difference.Changed(
                collected(address, new TreeMap<>()),
                relabelled,
                List.of(),
                List.of(),
                0,
                false,
                false),
            new Difference.Released(address, relabelled, "its source is gone (R36)"),
            new Difference.Orphaned(
                address,
                relabelled,
                "Opaque",
                cluster,
                new TreeSet<>(),
                Optional.of("its source is gone (R36)"),
                Optional.empty(),
                Optional.empty()))) {
      assertThat(Policy.builtIn().judge(difference))
          .singleElement()
          .matches(finding -> finding.rule().contains("R23") && !finding.declared());
    }
  }

  @Test
  @DisplayName("R40, R59: what is never written needs no rule against it")
  void aSourceOnItsOwnClusterIsNotJudged() {
    assertThat(
            Policy.builtIn()
                .judge(new Difference.Itself(SecretAddress.of("east", "akuity", "a"), "ALL")))
        .isEmpty();
  }

  @Test
  void whatGitDeclaresStopsThePlan() {
    Subject subject =
        subject(SecretAddress.of("east", "apps", "argocd-secret"), "Opaque", new TreeMap<>());
    assertThat(Policy.builtIn().judge(new Difference.Missing(subject, false, false)))
        .singleElement()
        .matches(Finding::declared);
  }

  private static Seen seen(String type) {
    return new Seen("uid", "1", type, new TreeMap<>(), Instant.EPOCH, Optional.empty());
  }

  private static Subject subject(
      SecretAddress address, String type, SortedMap<String, String> labels) {
    return new Subject(
        address,
        type,
        labels,
        new TreeSet<>(),
        new Origin.Declared(new SourceLocation("a.yaml", 1, 1), "b".repeat(40)),
        List.of("allowedClusters.all"));
  }

  private static Subject collected(SecretAddress address, SortedMap<String, String> labels) {
    return new Subject(
        address,
        "Opaque",
        labels,
        new TreeSet<>(),
        new Origin.Collected(SecretAddress.of("east", "akuity", "a"), "uid", "uid/1", "main"),
        List.of("SecretSource team-creds"));
  }

  private static SortedMap<String, String> labels(String text) {
    SortedMap<String, String> labels = new TreeMap<>();
    int equals = text.indexOf('=');
    if (equals > 0) {
      labels.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return labels;
  }
}
