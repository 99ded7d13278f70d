package dev.secretsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Workflows as GitHub runs them, on this machine and without containers: act. It hides nothing in
 * its log, not even secrets, so that what leaks is seen.
 */
final class Act {
  private static final int MINUTES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ALWAYS =
      List.of(
          "--platform=ubuntu-24.04=-self-hosted",
          "--no-skip-checkout",
          "--no-cache-server",
          "--insecure-secrets",
          "--json");

  private final Path folder;
  private final Map<String, Path> actions;

  /**
   * @param folder for all that it writes
   * @param actions by {@code OWNER/NAME@REF} the folders that stand for those on GitHub
   */
  Act(Path folder, Map<String, Path> actions) throws IOException {
    this.folder = folder;
    this.actions = Map.copyOf(actions);
    for (String name : List.of("home", "cache", "temporary", "nowhere")) {
      Files.createDirectories(folder.resolve(name));
    }
  }

  /** Whether there is one on this machine. */
  static boolean available() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(place -> !place.isEmpty() && Files.isExecutable(Path.of(place, "act")));
  }

  /**
   * Runs a workflow to its end.
   *
   * @param env what GitHub would set, such as {@code GITHUB_REPOSITORY}
   * @param secrets those that the workflow may use
   */
  Ran run(
      Path workflow,
      String event,
      JsonNode payload,
      Map<String, String> env,
      Map<String, String> secrets) {
    try {
      List<String> line = new ArrayList<>(List.of("act", event));
      line.addAll(ALWAYS);
      line.addAll(
          List.of(
              "--directory=" + folder.resolve("nowhere"),
              "--workflows=" + workflow,
              "--eventpath=" + write("event.json", payload),
              "--secret-file=" + write("secrets.yml", secrets)));
      env.forEach((name, value) -> line.add("--env=" + name + "=" + value));
      actions.forEach((name, place) -> line.add("--local-repository=" + name + "=" + place));
      return run(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Path write(String name, Object content) throws IOException {
    return Files.write(folder.resolve(name), JSON.writeValueAsBytes(content));
  }

  private Ran run(List<String> line) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> env = builder.environment();
    String path = env.getOrDefault("PATH", "");
    env.clear();
    env.putAll(
        Map.of(
            "PATH",
            path,
            "HOME",
            folder.resolve("home").toString(),
            "XDG_CACHE_HOME",
            folder.resolve("cache").toString(),
            "TMPDIR",
            folder.resolve("temporary").toString()));
    Process act = builder.start();
    act.getOutputStream().close();
    boolean ended = act.waitFor(MINUTES, TimeUnit.MINUTES);
    act.descendants().forEach(ProcessHandle::destroyForcibly);
    act.destroyForcibly();
    String said = Files.readString(out, UTF_8);
    if (!ended) {
      throw new IllegalStateException("does not end: " + said);
    }
    return Ran.of(act.exitValue(), said, Files.readString(err, UTF_8));
  }

  /**
   * What a run of a workflow has left.
   *
   * @param events what was logged, in order
   * @param complaints what it says of itself
   */
  record Ran(int exit, List<JsonNode> events, String complaints) {
    Ran {
      events = List.copyOf(events);
    }

    private static Ran of(int exit, String out, String err) throws IOException {
      List<JsonNode> events = new ArrayList<>();
      for (String line : out.lines().toList()) {
        events.add(JSON.readTree(line));
      }
      return new Ran(exit, events, err);
    }

    /** How the jobs that ran have ended, {@code success} or {@code failure}; the worst of each. */
    SortedMap<String, String> jobs() {
      SortedMap<String, String> results = new TreeMap<>();
      events.stream()
          .filter(one -> one.has("jobResult"))
          .forEach(one ->
              results.merge(
                  one.path("jobID").asText(),
                  one.path("jobResult").asText(),
                  (first, second) -> first.equals("success") ? second : first));
      return results;
    }

    /** How many machines a job ran on: one for each row of its matrix. */
    long machines(String job) {
      return events.stream()
          .filter(one -> job.equals(one.path("jobID").asText()) && one.has("jobResult"))
          .count();
    }

    /** The outputs of a step, as the steps after it see them. */
    SortedMap<String, String> outputs(String job, String step) {
      SortedMap<String, String> outputs = new TreeMap<>();
      of(job, "set-output")
          .filter(one -> step.equals(steps(one)))
          .forEach(one -> outputs.put(one.path("name").asText(), one.path("arg").asText()));
      return outputs;
    }

    /** What the page of the run would show below a job. */
    String summary(String job) {
      return of(job, "summary")
          .map(one -> one.path("content").asText())
          .distinct() // an action's is that of its step
          .collect(Collectors.joining("\n"));
    }

    /** The messages beside lines of files: {@code error}, {@code warning}, {@code notice}. */
    List<JsonNode> annotations(String job, String severity) {
      return of(job, severity).toList();
    }

    /** The commands that were meant for the runner and taken as such. */
    List<String> commands() {
      return events.stream()
          .map(one -> one.path("command").asText())
          .filter(one -> !one.isEmpty())
          .toList();
    }

    /** What the steps of a job printed. */
    String printed(String job) {
      return events.stream()
          .filter(one -> job.equals(one.path("jobID").asText()))
          .filter(one -> one.path("raw_output").asBoolean())
          .map(one -> one.path("msg").asText())
          .collect(Collectors.joining());
    }

    /** Everything. */
    String log() {
      return Stream.concat(events.stream().map(Ran::line), Stream.of(complaints))
          .collect(Collectors.joining("\n"));
    }

    private static String line(JsonNode event) {
      String content =
          Optional.of(event.path("content").asText())
              .filter(s -> !s.isEmpty())
              .map(s -> "\n" + s)
              .orElse("");
      return event.path("jobID").asText()
          + " "
          + event.path("stepID")
          + " "
          + event.path("msg").asText().stripTrailing()
          + content;
    }

    private Stream<JsonNode> of(String job, String command) {
      return events.stream()
          .filter(one -> job.equals(one.path("jobID").asText()))
          .filter(one -> command.equals(one.path("command").asText()));
    }

    private static String steps(JsonNode event) {
      List<String> ids = new ArrayList<>();
      event.path("stepID").forEach(id -> ids.add(id.asText()));
      return String.join("/", ids);
    }
  }
}
