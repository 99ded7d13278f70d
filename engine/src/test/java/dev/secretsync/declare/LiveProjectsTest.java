package dev.secretsync.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.declare.LiveGrants.Complaint;
import dev.secretsync.model.Code;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which projects the annotations of a Secret allow that a cluster offers to all of them. */
class LiveProjectsTest {
  private static final String NAMES = "secretsync.dev/projects";
  private static final String SELECTOR = "secretsync.dev/project-selector";

  @DisplayName("R51, R104: names of projects are trimmed; empties and doubles do not count")
  @Test
  void namesAllowTheProjectsThatTheyName() {
    LiveProjects live = live(Map.of(NAMES, " kargo-demo ,, other,kargo-demo, "));
    assertThat(live.projects().names()).containsExactly("kargo-demo", "other");
    assertThat(live.projects().all()).isFalse();
    assertThat(live.complaints()).isEmpty();
  }

  @DisplayName("R47, R104: ALL is every project, in upper case only")
  @Test
  void allIsEveryProject() {
    assertThat(live(Map.of(NAMES, "ALL")).projects().all()).isTrue();
    assertThat(live(Map.of(NAMES, "all")).projects())
        .isEqualTo(live(Map.of(NAMES, " all ")).projects())
        .matches(projects -> !projects.all() && projects.names().contains("all"));
  }

  @DisplayName("R48: names beside ALL are said in vain, unless they are shared namespaces")
  @Test
  void namesBesideAllAreSaidInVain() {
    assertThat(live(Map.of(NAMES, "ALL,kargo-demo")).complaints())
        .containsExactly(
            new Complaint(
                Code.OFFER_AUTHORIZATION,
                false,
                "annotation " + NAMES + ": ALL makes the other names pointless",
                "keep ALL, or the names"));
    assertThat(live(Map.of(NAMES, "ALL,kargo-shared-resources")).complaints()).isEmpty();
  }

  @DisplayName("R49, R104: both annotations are a union")
  @Test
  void bothAreAUnion() {
    ProjectGrant projects = live(Map.of(NAMES, "other", SELECTOR, "team=a")).projects();
    assertThat(projects.allows("other", Map.of())).isPresent();
    assertThat(projects.allows("kargo-demo", Map.of("team", "a"))).isPresent();
    assertThat(projects.allows("kargo-demo", Map.of())).isEmpty();
  }

  @DisplayName("R50: an empty annotation allows nobody, never everybody, and says so")
  @Test
  void anEmptyAnnotationAllowsNobody() {
    for (Map<String, String> empty :
        List.of(Map.of(NAMES, ""), Map.of(NAMES, " , "), Map.of(SELECTOR, " \t"))) {
      LiveProjects live = live(empty);
      assertThat(live.projects().isNobody()).isTrue();
      assertThat(live.malformed()).isFalse();
      assertThat(live.complaints())
          .singleElement()
          .satisfies(c -> assertThat(c.error()).isFalse())
          .satisfies(c -> assertThat(c.summary()).endsWith("allows nobody"))
          .satisfies(c -> assertThat(c.hint()).endsWith("which projects"));
    }
  }

  @DisplayName("R98: without annotations it goes on to no project, also not by those for clusters")
  @Test
  void withoutAnnotationsNobodyIsAllowed() {
    assertThat(live(Map.of("akuity.io/managed-secret-allowed-clusters", "ALL")))
        .isEqualTo(new LiveProjects(ProjectGrant.nobody(), false, List.of()));
  }

  @DisplayName("R55: a malformed selector allows nobody, also not by the other annotation")
  @Test
  void aMalformedSelectorAllowsNobody() {
    LiveProjects live = live(Map.of(NAMES, "kargo-demo", SELECTOR, "team in (a"));
    assertThat(live.malformed()).isTrue();
    assertThat(live.projects().isNobody()).isTrue();
    assertThat(live.complaints())
        .singleElement()
        .satisfies(c -> assertThat(c.error()).isTrue())
        .satisfies(c -> assertThat(c.summary()).contains(SELECTOR + ": malformed selector"));
    assertThat(live(Map.of(SELECTOR, "a,".repeat(50_000) + "a")).malformed()).isTrue();
  }

  @DisplayName("R86: what cannot be the name of a project is an error; the others count")
  @Test
  void whatCannotBeAProjectIsAnError() {
    LiveProjects live = live(Map.of(NAMES, "Kargo.Demo,kargo-demo,\u001b[2J"));
    assertThat(live.projects().names()).isEqualTo(new TreeSet<>(List.of("kargo-demo")));
    assertThat(live.malformed()).isFalse();
    assertThat(live.complaints())
        .extracting(Complaint::summary)
        .containsExactly(
            "annotation " + NAMES + ": no project can be called (not a name)",
            "annotation " + NAMES + ": no project can be called Kargo.Demo");
    assertThat(live.complaints()).allMatch(Complaint::error);
  }

  @Test
  void manyBadNamesAreCounted() {
    String names =
        IntStream.range(0, 20).mapToObj(i -> "Site-" + i).collect(Collectors.joining(","));
    assertThat(live(Map.of(NAMES, names)).complaints()).hasSize(6);
    assertThat(live(Map.of(NAMES, names)).complaints().getLast().summary())
        .endsWith("not names of projects: 15 more");
  }

  @DisplayName("R19: no copy carries the annotations")
  @ParameterizedTest
  @ValueSource(strings = {NAMES, SELECTOR})
  void noCopyCarriesThem(String annotation) {
    assertThat(CopiedMetadata.annotations(Map.of(annotation, "ALL"))).isEmpty();
  }

  private static LiveProjects live(Map<String, String> annotations) {
    return LiveProjects.of(annotations);
  }
}
