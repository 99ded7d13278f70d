package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("cli.md 5.1, 5.3, 5.6: what the example workflows may do")
class WorkflowsTest {
  private static final Path FOLDER = Playground.PROJECT.resolve("examples/workflows");
  private static final Path README = ActionFile.FOLDER.resolve("README.md");

  /** Every job with all that it may do; what is not here it may not. */
  private static final Map<String, String> PERMISSIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("apply.yml/plan", "{\"contents\":\"read\"}"),
              Map.entry("apply.yml/apply", "{\"contents\":\"read\"}"),
              Map.entry("apply.yml/report", "{\"pull-requests\":\"write\"}"),
              Map.entry(
                  "comment.yml/comment", "{\"actions\":\"read\",\"pull-requests\":\"write\"}"),
              Map.entry("drift.yml/drift", "{\"contents\":\"read\"}"),
              Map.entry("drift.yml/issue", "{\"issues\":\"write\"}"),
              Map.entry("pull-request.yml/offline", "{\"contents\":\"read\"}"),
              Map.entry("pull-request.yml/live", "{\"contents\":\"read\"}"),
              Map.entry("pull-request.yml/secretsync", "{}"),
              Map.entry("sharded-apply.yml/size", "{\"contents\":\"read\"}"),
              Map.entry("sharded-apply.yml/plan", "{\"contents\":\"read\"}"),
              Map.entry("sharded-apply.yml/merge", "{}"),
              Map.entry("sharded-apply.yml/apply", "{\"contents\":\"read\"}"),
              Map.entry("sharded-apply.yml/results", "{}"),
              Map.entry("sharded-apply.yml/report", "{\"pull-requests\":\"write\"}"),
              Map.entry("sharded.yml/offline", "{\"contents\":\"read\"}"),
              Map.entry("sharded.yml/size", "{\"contents\":\"read\"}"),
              Map.entry("sharded.yml/live", "{\"contents\":\"read\"}"),
              Map.entry("sharded.yml/merge", "{}"),
              Map.entry("sharded.yml/secretsync", "{}")));

  /** The jobs that have a key and a cluster, and the environment that guards them. */
  private static final Map<String, String> TRUSTED =
      Map.of(
          "apply.yml/plan", "secrets-plan",
          "apply.yml/apply", "secrets-prod",
          "drift.yml/drift", "secrets-plan",
          "pull-request.yml/live", "secrets-plan",
          "sharded-apply.yml/plan", "secrets-plan",
          "sharded-apply.yml/apply", "secrets-prod",
          "sharded.yml/live", "secrets-plan");

  private static final Pattern USES =
      Pattern.compile("(?m)^ +(?:- )?uses: (\\S+)@([0-9a-f]{40}) # v[0-9]+\\.[0-9]+\\.[0-9]+$");
  private static final Pattern OURS = Pattern.compile("acme/secretsync/action/([a-z]+)");
  private static final Set<String> OF_GITHUB =
      Set.of("actions/checkout", "actions/upload-artifact", "actions/download-artifact");
  private static final String NOT_A_FORK =
      "github.event.pull_request.head.repo.full_name == github.repository";

  /** A job of a workflow. */
  private record Job(String workflow, String name, JsonNode root) {
    String id() {
      return workflow + "/" + name;
    }

    List<JsonNode> steps() {
      List<JsonNode> steps = new ArrayList<>();
      root.path("steps").forEach(steps::add);
      return steps;
    }

    boolean uses(String what) {
      return steps().stream().anyMatch(step -> step.path("uses").asText().contains(what));
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  private static List<Job> jobs() throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (Path file : files()) {
      ActionFile.yaml(file)
          .path("jobs")
          .properties()
          .forEach(job ->
              jobs.add(new Job(file.getFileName().toString(), job.getKey(), job.getValue())));
    }
    return jobs;
  }

  @Test
  void everyJobMayDoTheLeast() throws IOException {
    for (Path file : files()) {
      JsonNode root = ActionFile.yaml(file);
      assertThat(root.path("permissions").isObject() && root.path("permissions").isEmpty())
          .as("%s begins with no permission at all", file)
          .isTrue();
    }
    Map<String, String> found = new TreeMap<>();
    jobs().forEach(job -> found.put(job.id(), job.root().path("permissions").toString()));
    assertThat(found).isEqualTo(PERMISSIONS);
  }

  @Test
  void secretsAreForJobsBehindAnEnvironmentAlone() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Job job : jobs()) {
      JsonNode environment = job.root().path("environment");
      if (job.root().toString().contains("secrets.") || !environment.isMissingNode()) {
        found.put(job.id(), environment.asText());
      }
    }
    assertThat(found).isEqualTo(TRUSTED);
  }

  @Test
  void noJobThatForksReachHasAnythingToLose() throws IOException {
    List<Job> forForks =
        jobs().stream()
            .filter(job -> Set.of("pull-request.yml", "sharded.yml").contains(job.workflow()))
            .filter(job -> !job.root().path("if").asText().contains(NOT_A_FORK))
            .filter(job ->
                !Set.of("live", "merge").contains(job.name())
                    || !job.root().path("needs").toString().contains("size"))
            .toList();
    assertThat(forForks.stream().map(Job::id))
        .containsExactlyInAnyOrder(
            "pull-request.yml/offline",
            "pull-request.yml/secretsync",
            "sharded.yml/offline",
            "sharded.yml/secretsync");
    assertThat(forForks)
        .allSatisfy(job ->
            assertThat(job.root().toString()).doesNotContain("secrets.", "github.token", "write"));
  }

  @Test
  void nothingOfAPullRequestRunsWithMoreThanItsOwnRights() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file))
          .doesNotContain("pull_request_target", "issue_comment", "secrets: inherit", "cache")
          .doesNotContain("id-token");
    }
    // who posts has neither the repository nor a key
    assertThat(jobs())
        .filteredOn(job -> job.root().path("permissions").toString().contains("write"))
        .hasSize(4)
        .allSatisfy(job -> {
          assertThat(job.steps()).allMatch(step -> step.has("uses") && !step.has("env"));
          assertThat(job.uses("checkout")).isFalse();
          assertThat(job.root().has("environment")).isFalse();
        });
  }

  @Test
  void aRunOfAForkHandsOverDataByNameAndNothingElse() throws IOException {
    Job comment = job("comment.yml/comment");
    assertThat(comment.root().path("if").asText())
        .isEqualTo("github.event.workflow_run.event == 'pull_request'");
    assertThat(comment.root().toString())
        .doesNotContain("head_branch", "display_title", "pattern", "markdown")
        .contains(
            "github.event.workflow_run.head_repository.full_name == github.repository"
                + " && 'secretsync-plan' || 'secretsync-offline'");
  }

  /**
   * What the first attempt of a run has left is there for the second, and which of two of one name
   * GitHub takes is not said anywhere. And an empty list of artifacts means all of them.
   */
  @Test
  void nothingOfAnEarlierAttemptIsTakenForThatOfThis() throws IOException {
    int downloads = 0;
    for (Job job : jobs()) {
      for (JsonNode step : job.steps()) {
        JsonNode with = step.path("with");
        if (step.path("uses").asText().startsWith("actions/upload-artifact@")) {
          assertThat(with.path("name").asText()).endsWith("-${{ github.run_attempt }}");
        }
        if (step.path("uses").asText().startsWith("actions/download-artifact@")) {
          downloads++;
          String named = with.path("name").asText() + with.path("pattern").asText();
          String ids = with.path("artifact-ids").asText();
          if (ids.isEmpty()) {
            assertThat(named).as(job.id()).endsWith("run_attempt }}");
          } else {
            assertThat(named).as(job.id()).isEmpty();
            assertThat(ids)
                .as(job.id())
                .matches("(,?\\$\\{\\{ needs\\.[a-z]+\\.outputs\\.[a-z]+ }})+");
            assertThat(ids.contains(",") || guarded(job, step, ids)).as(job.id()).isTrue();
          }
        }
      }
    }
    assertThat(downloads).isGreaterThan(PERMISSIONS.size() / 3);
  }

  /** Whether it only runs where there is an artifact. */
  private static boolean guarded(Job job, JsonNode step, String ids) {
    String there = ids.replaceAll("^\\$\\{\\{ | }}$", "") + " != ''";
    return (job.root().path("if").asText() + step.path("if").asText()).contains(there);
  }

  @Test
  void actionsAreOfGitHubOrOursAndPinned() throws IOException {
    Set<String> pins = new TreeSet<>();
    int steps = 0;
    for (Path file : files()) {
      for (MatchResult one : USES.matcher(Files.readString(file)).results().toList()) {
        assertThat(OF_GITHUB.contains(one.group(1)) || OURS.matcher(one.group(1)).matches())
            .as(one.group(1))
            .isTrue();
        pins.add(one.group(1).replaceFirst("^acme/.*", "acme") + "@" + one.group(2));
        steps++;
      }
    }
    assertThat(pins).as("one version of each").hasSize(OF_GITHUB.size() + 1);
    assertThat(pins).contains("acme@" + "0".repeat(40));
    assertThat(jobs().stream().flatMap(job -> job.steps().stream()).filter(one -> one.has("uses")))
        .hasSize(steps);
  }

  @TestFactory
  Stream<DynamicTest> ourActionsAreCalledAsTheyAre() throws IOException {
    return jobs().stream().map(job -> dynamicTest(job.id(), () -> called(job)));
  }

  private static void called(Job job) throws IOException {
    Map<String, List<String>> outputs = new TreeMap<>();
    for (JsonNode step : job.steps()) {
      var name = OURS.matcher(step.path("uses").asText());
      if (name.lookingAt()) {
        ActionFile action = ActionFile.of(name.group(1));
        assertThat(step.path("with").properties().stream().map(Map.Entry::getKey))
            .isSubsetOf(action.inputs());
        outputs.put(step.path("id").asText(), action.outputs());
      }
    }
    for (MatchResult one :
        Pattern.compile("steps\\.([a-z]+)\\.outputs\\.([a-z_]+)")
            .matcher(job.root().toString())
            .results()
            .toList()) {
      if (outputs.containsKey(one.group(1))) {
        assertThat(outputs.get(one.group(1))).contains(one.group(2));
      }
    }
  }

  @Test
  void expressionsNeverStandInScripts() throws IOException {
    for (Job job : jobs()) {
      assertThat(job.steps()).noneMatch(step -> step.path("run").asText().contains("${{"));
    }
  }

  @Test
  void aCheckoutLeavesNoTokenAndBringsTheHistory() throws IOException {
    Set<String> seen = new HashSet<>();
    for (Job job : jobs()) {
      job.steps().stream()
          .filter(step -> step.path("uses").asText().startsWith("actions/checkout@"))
          .forEach(step -> {
            assertThat(step.path("with").path("persist-credentials").asText()).isEqualTo("false");
            assertThat(step.path("with").path("fetch-depth").asInt(1)).isZero();
            assertThat(step.path("with")).hasSize(2);
            seen.add(job.id());
          });
    }
    assertThat(seen).hasSizeGreaterThan(TRUSTED.size());
  }

  @Test
  void everyJobEnds() throws IOException {
    assertThat(jobs())
        .allSatisfy(job -> {
          assertThat(job.root().path("timeout-minutes").asInt()).isPositive();
          assertThat(job.root().path("runs-on").asText()).isEqualTo("ubuntu-24.04");
        });
  }

  @Test
  void anApplyIsNeverCancelledAndAPlanMayBe() throws IOException {
    for (Path file : files()) {
      JsonNode concurrency = ActionFile.yaml(file).path("concurrency");
      switch (file.getFileName().toString()) {
        case "apply.yml", "sharded-apply.yml", "drift.yml" ->
            assertThat(concurrency.path("cancel-in-progress").asBoolean(true)).isFalse();
        case "pull-request.yml", "sharded.yml" ->
            assertThat(concurrency.path("cancel-in-progress").asBoolean(false)).isTrue();
        default -> assertThat(concurrency.isMissingNode()).isTrue();
      }
    }
  }

  @Test
  void oneClusterThatCannotBeReadStopsNoneOfTheOthers() throws IOException {
    String condition =
        "${{ !cancelled() && needs.plan.outputs.changes == 'true'"
            + " && needs.plan.outputs.applyable == 'true' && needs.plan.outputs.saved != '' }}";
    Job apply = job("apply.yml/apply");
    assertThat(apply.root().path("if").asText()).isEqualTo(condition);
    assertThat(apply.root().path("needs").asText()).isEqualTo("plan");
    Job sharded = job("sharded-apply.yml/apply");
    assertThat(sharded.root().path("if").asText())
        .isEqualTo(condition.replace("needs.plan.", "needs.merge."));
    assertThat(sharded.root().path("needs").toString()).isEqualTo("[\"size\",\"merge\"]");
  }

  @Test
  void whatBecameOfAnApplyIsToldHoweverItEnded() throws IOException {
    for (String id : List.of("apply.yml/report", "sharded-apply.yml/report")) {
      assertThat(job(id).root().path("if").asText())
          .isEqualTo("${{ always() && needs.apply.result != 'skipped' }}");
      assertThat(job(id).steps().getLast().path("with").path("result").asText())
          .isEqualTo("result.json");
    }
  }

  @Test
  void aMergeQueueNeedsTheSameCheck() throws IOException {
    for (String file : List.of("pull-request.yml", "sharded.yml")) {
      assertThat(ActionFile.yaml(FOLDER.resolve(file)).path("on").has("merge_group")).isTrue();
      assertThat(job(file + "/secretsync").root().path("if").asText()).isEqualTo("always()");
    }
  }

  private static Job job(String id) throws IOException {
    return jobs().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void theCommentFollowsTheWorkflowThatPlans() throws IOException {
    String name = ActionFile.yaml(FOLDER.resolve("pull-request.yml")).path("name").asText();
    assertThat(ActionFile.yaml(FOLDER.resolve("sharded.yml")).path("name").asText())
        .isEqualTo(name);
    assertThat(
            ActionFile.yaml(FOLDER.resolve("comment.yml"))
                .at("/on/workflow_run/workflows/0")
                .asText())
        .isEqualTo(name);
  }

  @DisplayName("code scanning closes what an upload does not have, so a part is never uploaded")
  @Test
  void sarifIsUploadedWhereItIsCompleteAlone() throws IOException {
    String readme = Files.readString(README);
    String begin = "<!-- upload-sarif -->\n```yaml\n";
    int from = readme.indexOf(begin) + begin.length();
    String step = readme.substring(from, readme.indexOf("```\n", from));
    assertThat(readme).contains(begin);
    assertThat(step)
        .contains("if: ${{ !cancelled() && steps.plan.outputs.complete == 'true' }}")
        .containsPattern(
            "uses: github/codeql-action/upload-sarif@[0-9a-f]{40} # v4(\\.[0-9]+){2}\n")
        .contains("sarif_file: ")
        .doesNotContain("category", "always()");
    assertThat(ActionFile.of("plan").outputs()).contains("complete");
  }

  /** {@code -Dgolden=update} copies them. */
  @Test
  void theReadmeShowsTheFiles() throws IOException {
    String readme = Files.readString(README);
    for (Path file : files()) {
      String begin = "<!-- " + file.getFileName() + " -->\n```yaml\n";
      assertThat(readme).contains(begin);
      int from = readme.indexOf(begin) + begin.length();
      int to = readme.indexOf("```\n", from);
      if ("update".equals(System.getProperty("golden"))) {
        readme = readme.substring(0, from) + Files.readString(file) + readme.substring(to);
        Files.writeString(README, readme);
      } else {
        assertThat(readme.substring(from, to)).isEqualTo(Files.readString(file));
      }
    }
  }
}
