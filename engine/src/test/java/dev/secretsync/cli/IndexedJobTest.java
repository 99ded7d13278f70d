package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Shard;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.cli.DefaultParser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said about {@code examples/indexed-job} without a server. */
@DisplayName("cli.md 6.6: the Indexed Job")
class IndexedJobTest {
  static final Path EXAMPLE = Playground.PROJECT.resolve("examples/indexed-job");
  static final List<String> MANIFESTS = List.of("base.yaml", "plan-job.yaml", "apply-job.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The documents of a manifest, without what only YAML has. */
  static List<JsonNode> documents(String manifest) {
    try {
      List<JsonNode> documents = new ArrayList<>();
      for (String document : Files.readString(EXAMPLE.resolve(manifest)).split("(?m)^---$", -1)) {
        documents.add(JSON.valueToTree(Serialization.unmarshal(document, Map.class)));
      }
      return documents;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode job(String manifest) {
    return documents(manifest).getFirst();
  }

  private static Stream<JsonNode> pods() {
    return MANIFESTS.stream()
        .flatMap(manifest -> documents(manifest).stream())
        .flatMap(document ->
            switch (document.path("kind").asText()) {
              case "Pod" -> Stream.of(document.path("spec"));
              case "Job" -> Stream.of(document.path("spec").path("template").path("spec"));
              default -> Stream.of();
            });
  }

  private static List<JsonNode> containers(JsonNode pod) {
    return Stream.of("initContainers", "containers")
        .flatMap(name -> StreamSupport.stream(pod.path(name).spliterator(), false))
        .toList();
  }

  private static JsonNode main(String manifest) {
    return job(manifest).path("spec").path("template").path("spec").path("containers").path(0);
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  @DisplayName("Kubernetes knows every field of it by that name and type")
  void everyFieldIsKnown() throws Exception {
    for (String manifest : MANIFESTS) {
      for (JsonNode document : documents(manifest)) {
        HasMetadata typed = Serialization.unmarshal(document.toString(), HasMetadata.class);
        assertThat(unknown(typed)).as("%s", document.path("kind")).isEmpty();
      }
    }
    ObjectNode wrong = (ObjectNode) job("plan-job.yaml");
    ((ObjectNode) wrong.path("spec")).put("backoffLimitPerIndx", 2);
    assertThat(unknown(Serialization.unmarshal(wrong.toString(), HasMetadata.class)))
        .containsExactly("backoffLimitPerIndx");
  }

  /** What a typed object could not place, anywhere in it. */
  private static List<String> unknown(Object part) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    if (part instanceof Collection<?> all) {
      for (Object one : all) {
        found.addAll(unknown(one));
      }
    }
    if (part instanceof KubernetesResource) {
      for (Method getter : part.getClass().getMethods()) {
        boolean get = getter.getName().startsWith("get") && getter.getParameterCount() == 0;
        Object value = get ? getter.invoke(part) : null;
        if (getter.getName().equals("getAdditionalProperties")) {
          if (value instanceof Map<?, ?> fields) {
            fields.keySet().forEach(name -> found.add(name.toString()));
          }
        } else if (value instanceof KubernetesResource || value instanceof Collection) {
          found.addAll(unknown(value));
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan-job.yaml", "apply-job.yaml"})
  @DisplayName(
      "cli.md 2.1: an index fails at once with exactly the codes that no retry makes better")
  void anIndexFailsWithWhatNoRetryMakesBetter(String manifest) {
    JsonNode spec = job(manifest).path("spec");
    JsonNode rules = spec.path("podFailurePolicy").path("rules");
    assertThat(rules).hasSize(2);
    assertThat(rules.path(0).path("action").asText()).isEqualTo("Ignore");
    assertThat(rules.path(0).at("/onPodConditions/0/type").asText()).isEqualTo("DisruptionTarget");
    JsonNode codes = rules.path(1).path("onExitCodes");
    assertThat(rules.path(1).path("action").asText()).isEqualTo("FailIndex");
    assertThat(codes.path("operator").asText()).isEqualTo("In");
    assertThat(codes.path("containerName")).isEqualTo(main(manifest).path("name"));
    assertThat(StreamSupport.stream(codes.path("values").spliterator(), false).map(JsonNode::asInt))
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values())
                .filter(code -> code != ExitCode.OK && code != ExitCode.CHANGES)
                .filter(code -> !code.isWorthRetrying())
                .map(ExitCode::number)
                .toList());
    assertThat(spec.at("/template/spec/restartPolicy").asText()).isEqualTo("Never");
  }

  @Test
  @DisplayName("the README says of every exit code what the Job does")
  void theReadmeSaysWhatTheJobDoes() throws IOException {
    List<Set<Integer>> rows =
        Files.readAllLines(EXAMPLE.resolve("README.md")).stream()
            .filter(line -> line.matches("\\| [0-9, ]+ \\|.*"))
            .map(line -> numbers(line.split("\\|", -1)[1]))
            .toList();
    assertThat(rows).hasSize(2);
    for (ExitCode code : ExitCode.values()) {
      boolean failure = code != ExitCode.OK && code != ExitCode.CHANGES;
      assertThat(rows.get(0).contains(code.number()))
          .as("%s fails its index", code)
          .isEqualTo(failure && !code.isWorthRetrying());
      assertThat(rows.get(1).contains(code.number()))
          .as("%s is tried again", code)
          .isEqualTo(failure && code.isWorthRetrying());
    }
  }

  private static Set<Integer> numbers(String text) {
    Set<Integer> numbers = new TreeSet<>();
    Pattern.compile("[0-9]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .forEach(number -> numbers.add(Integer.valueOf(number)));
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan-job.yaml", "apply-job.yaml"})
  @DisplayName("each index has a shard of its own, and all of them are the whole fleet")
  void eachIndexHasAShard(String manifest) {
    JsonNode spec = job(manifest).path("spec");
    int shards = spec.path("completions").asInt();
    assertThat(spec.path("completionMode").asText()).isEqualTo("Indexed");
    assertThat(spec.path("backoffLimitPerIndex").asInt()).isEqualTo(2);
    assertThat(spec.path("maxFailedIndexes").asInt()).isEqualTo(shards / 10);
    String shard =
        StreamSupport.stream(main(manifest).path("env").spliterator(), false)
            .filter(variable -> variable.path("name").asText().equals("SECRETSYNC_SHARD"))
            .map(variable -> variable.path("value").asText())
            .findFirst()
            .orElseThrow();
    assertThat(shard).isEqualTo("index/" + shards);
    assertThat(IntStream.range(0, shards).mapToObj(index -> Shard.parse(index + 1 + "/" + shards)))
        .allMatch(parsed -> parsed.isPresent());
    assertThat(texts(main(manifest).path("args")))
        .as("each writes a file of its own")
        .anyMatch(argument -> argument.endsWith("-$(JOB_COMPLETION_INDEX).json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan-job.yaml", "apply-job.yaml"})
  void itsArgumentsAreACommandLine(String manifest) {
    assertParses(texts(main(manifest).path("args")));
  }

  @Test
  void everyCommandOfItsReadmeIsACommandLine() throws IOException {
    List<String> lines =
        Files.readAllLines(EXAMPLE.resolve("README.md")).stream()
            .filter(line -> line.startsWith("secretsync "))
            .toList();
    assertThat(lines).hasSize(2);
    lines.forEach(line -> assertParses(List.of(line.substring(11).split(" ", -1))));
  }

  private static void assertParses(List<String> words) {
    Command command = Commands.in(words).orElseThrow();
    assertThatCode(() ->
            DefaultParser.builder()
                .setAllowPartialMatching(false)
                .get()
                .parse(
                    command.options(),
                    words.stream().skip(command.words().size()).toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("every pod keeps to the restricted profile, and has no token of the API server")
  void everyPodIsRestricted() {
    assertThat(pods())
        .hasSize(3)
        .allSatisfy(pod -> {
          JsonNode context = pod.path("securityContext");
          assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
          assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
          assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
          assertThat(pod.path("serviceAccountName").asText()).isEqualTo("secretsync");
        });
    assertThat(pods().flatMap(pod -> containers(pod).stream()))
        .hasSize(5)
        .allSatisfy(container -> {
          JsonNode context = container.path("securityContext");
          assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
          assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
          assertThat(texts(context.at("/capabilities/drop"))).containsExactly("ALL");
          assertThat(container.path("image").asText()).matches("[a-z./-]+@sha256:0{64}");
          assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
          assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        });
  }

  @Test
  void everyMountHasItsVolume() {
    assertThat(pods())
        .allSatisfy(pod -> {
          List<String> volumes =
              StreamSupport.stream(pod.path("volumes").spliterator(), false)
                  .map(volume -> volume.path("name").asText())
                  .toList();
          assertThat(containers(pod))
              .flatExtracting(container ->
                  StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
                      .map(mount -> mount.path("name").asText())
                      .toList())
              .isSubsetOf(volumes)
              .containsAll(volumes);
        });
  }

  @Test
  @DisplayName(
      "both Jobs differ in what they run and in what they are given for that, and in nothing else")
  void bothJobsAreAlike() {
    assertThat(without(job("plan-job.yaml"))).isEqualTo(without(job("apply-job.yaml")));
  }

  private static JsonNode without(JsonNode job) {
    ((ObjectNode) job.path("metadata")).remove("name");
    ObjectNode pod = (ObjectNode) job.at("/spec/template/spec");
    ((ObjectNode) pod.at("/containers/0")).remove(List.of("args", "volumeMounts"));
    pod.remove("volumes");
    return job;
  }
}
