package dev.secretsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.apply.Result;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.report.ci.Metrics;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("design.md: what could not be read is unknown, and no report takes it for nothing")
class UnreadableTest {
  private static final Ending UNREACHABLE =
      new Ending(ExitCode.UNREACHABLE, EnumSet.of(ExitCode.UNREACHABLE), Optional.empty());

  @Test
  void nothingToApplyIsOnlySaidOfWhatWasRead() {
    Map<String, String> texts = EveryFormat.of(applied(silent(2)), UNREACHABLE);
    assertThat(text(texts, "markdown"))
        .contains("**nothing to apply in what could be read** · incomplete")
        .contains("| `c0` ❔ `did not answer within 10 s` | – |")
        .contains("Not everything could be read")
        .doesNotContain("| `c0` | 0 |");
    assertThat(text(texts, "html")).contains("Nothing to apply in what could be read.");
    assertThat(EveryFormat.outputs(text(texts, "outputs")))
        .containsEntry("summary", "Nothing to apply in what could be read.")
        .containsEntry("complete", "false");
  }

  @Test
  void noDriftIsOnlySaidOfWhatWasRead() {
    Map<String, String> texts = EveryFormat.of(ReportSamples.drifted(silent(2)), UNREACHABLE);
    assertThat(text(texts, "markdown")).contains("**no drift in what could be read** · incomplete");
    assertThat(text(texts, "metrics false")).doesNotContain("secretsync_drifted_secrets{");
    assertThat(text(texts, "junit")).contains("<error type=\"unreachable\"", "errors=\"2\"");
    assertThat(text(texts, "html")).contains("Nothing in what could be read.");
  }

  @Test
  void aClusterInWhichASecretIsUnknownHasNoZero() {
    Plan plan = ReportSamples.everything();
    assertThat(plan.changes())
        .anyMatch(
            change -> change.action() == Action.UNKNOWN && change.address().cluster().equals("c1"));
    assertThat(
            EveryFormat.metrics(Metrics.text(ReportSamples.drifted(plan), UNREACHABLE, false, "")))
        .doesNotContainKey("secretsync_drifted_secrets{cluster=\"c1\",cause=\"object_recreated\"}")
        .containsEntry("secretsync_drifted_secrets{cluster=\"c2\",cause=\"object_recreated\"}", "0")
        .containsEntry("secretsync_drifted_secrets{cluster=\"c1\",cause=\"value_changed\"}", "1");
  }

  @DisplayName("cli.md 2.8: a log that is not of everything does not call itself successful")
  @Test
  void codeScanningIsToldThatMoreMayBeMissing() {
    for (Document document :
        List.of(
            ReportSamples.planned(silent(1)),
            ReportSamples.drifted(silent(1)),
            applied(silent(1)))) {
      assertThat(successful(document)).as(document.command()).isFalse();
    }
    assertThat(successful(ReportSamples.drifted(ReportSamples.large(1, 1)))).isTrue();
  }

  private static boolean successful(Document document) {
    return EveryFormat.sarif(text(EveryFormat.of(document, UNREACHABLE), "sarif"))
        .path("invocations")
        .path(0)
        .path("executionSuccessful")
        .booleanValue();
  }

  @Test
  void inALargeFleetEachHasARowOfItsOwn() {
    Plan large = ReportSamples.large(150, 1);
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>(large.clusters());
    clusters.put("z", unread("z"));
    assertThat(markdown(ReportSamples.planned(withClusters(large, clusters))))
        .contains("| `z` | – |")
        .contains("| 51 more clusters |");
    assertThat(markdown(applied(withClusters(large, clusters)))).contains("| `z` ❔ ");
  }

  private static String markdown(Document document) {
    return text(EveryFormat.of(document, UNREACHABLE), "markdown");
  }

  /** Clusters of which none answers. */
  private static Plan silent(int number) {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    for (int i = 0; i < number; i++) {
      clusters.put("c" + i, unread("c" + i));
    }
    return withClusters(ReportSamples.large(0, 0), clusters);
  }

  private static PlannedCluster unread(String name) {
    return new PlannedCluster(
        name,
        Optional.empty(),
        Optional.of(
            Diagnostic.error(
                Code.CLUSTER_UNREACHABLE,
                name,
                "did not answer within 10 s",
                "check the kubeconfig")),
        2,
        "",
        new TreeSet<>());
  }

  private static Document applied(Plan plan) {
    return new Document.Applied(
        new Result(plan, List.of(), new TreeSet<>(), List.of()),
        ReportSamples.PERFORMED,
        ReportSamples.RUN);
  }

  private static Plan withClusters(Plan plan, SortedMap<String, PlannedCluster> clusters) {
    return AlteredPlan.of(plan)
        .trust(List.of())
        .clusters(clusters)
        .guards(List.of())
        .waves(List.of())
        .unassigned(new TreeSet<>())
        .diagnostics(List.of())
        .part(Optional.empty())
        .plan();
  }

  private static String text(Map<String, String> texts, String format) {
    return texts.getOrDefault(format, "");
  }
}
