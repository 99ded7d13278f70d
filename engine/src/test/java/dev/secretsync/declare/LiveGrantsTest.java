package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.LiveGrants.Complaint;
import dev.secretsync.model.Code;
import dev.secretsync.model.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whom the annotations of a Secret that a cluster owns allow, rule by rule (rules.md E). */
class LiveGrantsTest {
  private static final String NAMES = "akuity.io/managed-secret-allowed-clusters";
  private static final String SELECTOR = "akuity.io/managed-secret-allowed-cluster-selector";

  private static final List<ClusterDeclaration> FLEET =
      List.of(
          cluster("east", Map.of("my-label", "cluster1")),
          cluster("hub", Map.of()),
          cluster("west", Map.of("my-label", "cluster2")));

  @DisplayName("R45: the selector annotation matches the labels that clusters are declared with")
  @Test
  void aSelectorAllowsTheClustersThatItMatches() {
    LiveGrants grants = grants(Map.of(SELECTOR, "my-label in (cluster2)"));
    assertThat(allowed(grants)).containsExactly("west");
    assertThat(grants.complaints()).isEmpty();
  }

  @DisplayName("R46, R51: names are trimmed; empties and doubles do not count")
  @Test
  void namesAllowTheClustersThatTheyName() {
    LiveGrants grants = grants(Map.of(NAMES, " hub ,, east,hub, "));
    assertThat(allowed(grants)).containsExactly("east", "hub");
    assertThat(grants.complaints()).isEmpty();
  }

  @DisplayName("R47: ALL allows every cluster")
  @Test
  void allAllowsEveryCluster() {
    assertThat(allowed(grants(Map.of(NAMES, "ALL")))).containsExactly("east", "hub", "west");
  }

  @DisplayName("R47: all in lower case is the name of a cluster, and of none here")
  @Test
  void allInLowerCaseIsAName() {
    LiveGrants grants = grants(Map.of(NAMES, "all"));
    assertThat(grants.grants()).isEmpty();
    assertThat(summaries(grants)).containsExactly("annotation " + NAMES + ": unknown cluster all");
  }

  @DisplayName("R48: ALL among names is ALL, and the names are pointed at")
  @Test
  void allAmongNamesIsAll() {
    LiveGrants grants = grants(Map.of(NAMES, "east,ALL"));
    assertThat(allowed(grants)).hasSize(3);
    assertThat(grants.complaints())
        .containsExactly(
            new Complaint(
                Code.OFFER_AUTHORIZATION,
                false,
                "annotation " + NAMES + ": ALL makes the other names pointless",
                "keep ALL, or the names"));
  }

  @DisplayName("R49: both annotations are a union, and each target can be told why")
  @Test
  void bothAreAUnion() {
    LiveGrants grants = grants(Map.of(NAMES, "hub", SELECTOR, "my-label=cluster2"));
    assertThat(allowed(grants)).containsExactly("hub", "west");
    assertThat(grants.grants())
        .extracting(Grant::display)
        .containsExactly("annotation " + NAMES, "annotation " + SELECTOR + " my-label=cluster2");
  }

  @DisplayName("R50: an empty annotation allows nobody, never everybody, and says so")
  @Test
  void anEmptyAnnotationAllowsNobody() {
    for (Map<String, String> empty :
        List.of(
            Map.of(NAMES, ""),
            Map.of(NAMES, " , ,"),
            Map.of(SELECTOR, ""),
            Map.of(SELECTOR, " \t"))) {
      LiveGrants grants = grants(empty);
      assertThat(grants.grants()).isEmpty();
      assertThat(grants.malformed()).isFalse();
      assertThat(grants.complaints())
          .singleElement()
          .satisfies(c -> assertThat(c.error()).isFalse())
          .satisfies(c -> assertThat(c.summary()).endsWith("allows nobody"));
    }
  }

  @DisplayName("R52: an unknown cluster is an error with the nearest name; the others count")
  @Test
  void anUnknownClusterIsAnErrorAndTheOthersCount() {
    LiveGrants grants = grants(Map.of(NAMES, "wset,east"));
    assertThat(allowed(grants)).containsExactly("east");
    assertThat(grants.malformed()).isFalse();
    assertThat(grants.complaints())
        .containsExactly(
            new Complaint(
                Code.OFFER_AUTHORIZATION,
                true,
                "annotation " + NAMES + ": unknown cluster wset",
                "did you mean west?"));
  }

  @DisplayName("R53: without annotations nobody is allowed, and nothing is wrong")
  @Test
  void withoutAnnotationsNobodyIsAllowed() {
    assertThat(grants(Map.of("example.com/other", "ALL")))
        .isEqualTo(new LiveGrants(List.of(), false, List.of()));
  }

  @DisplayName("R55: a malformed selector allows nobody, also not by the other annotation")
  @Test
  void aMalformedSelectorAllowsNobody() {
    LiveGrants grants = grants(Map.of(NAMES, "east", SELECTOR, "my-label in (cluster2"));
    assertThat(grants.malformed()).isTrue();
    assertThat(grants.grants()).isEmpty();
    assertThat(grants.complaints())
        .containsExactly(
            new Complaint(
                Code.OFFER_AUTHORIZATION,
                true,
                "annotation "
                    + SELECTOR
                    + ": malformed selector: expected a comma or ) at character 22",
                "write the values as (a,b)"));
  }

  @DisplayName("R55: a selector of absurd length counts as malformed")
  @Test
  void aSelectorOfAbsurdLengthIsMalformed() {
    assertThat(grants(Map.of(SELECTOR, "a,".repeat(50_000) + "a")).malformed()).isTrue();
  }

  @Test
  void manyUnknownNamesAreCounted() {
    LiveGrants grants =
        grants(
            Map.of(
                NAMES,
                IntStream.range(100, 200)
                    .mapToObj(i -> "site-" + i)
                    .collect(Collectors.joining(","))));
    assertThat(grants.complaints()).hasSize(6).allMatch(Complaint::error);
    assertThat(grants.complaints().getLast().summary()).endsWith("unknown clusters: 95 more");
  }

  @Test
  void textsOfStrangersAreShownOnlyWhereTheyLookLikeNames() {
    LiveGrants grants =
        grants(Map.of(NAMES, "\u001b[2J,a b,::error::x,<img>," + "x".repeat(500) + ",\u202eevil"));
    assertThat(summaries(grants))
        .allMatch(
            text -> text.matches("annotation " + NAMES + ": unknown cluster[ a-z0-9().:]{1,90}"));
    String long_ = "k in (" + "v".repeat(60) + "," + "w".repeat(60) + ")";
    assertThat(grants(Map.of(SELECTOR, long_)).grants().getFirst().display())
        .endsWith("...")
        .hasSizeLessThan(160);
  }

  private static LiveGrants grants(Map<String, String> annotations) {
    return LiveGrants.of(annotations, FLEET.stream().map(ClusterDeclaration::name).toList());
  }

  private static List<String> allowed(LiveGrants grants) {
    return FLEET.stream()
        .filter(cluster -> grants.grants().stream().anyMatch(grant -> grant.allows(cluster)))
        .map(ClusterDeclaration::name)
        .toList();
  }

  private static List<String> summaries(LiveGrants grants) {
    return grants.complaints().stream().map(Complaint::summary).toList();
  }

  private static ClusterDeclaration cluster(String name, Map<String, String> labels) {
    return new ClusterDeclaration(
        name,
        new TreeMap<>(labels),
        name,
        ClusterDeclaration.DEFAULT_AGENT_NAMESPACE,
        Optional.empty(),
        new SourceLocation("clusters.yaml", 1, 1));
  }
}
