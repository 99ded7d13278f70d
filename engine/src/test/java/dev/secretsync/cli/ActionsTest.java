package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("cli.md 5.3, 5.7: the actions turn inputs into a command line and do nothing else")
class ActionsTest {
  /** What an action runs. */
  private static final Map<String, String> COMMANDS =
      new TreeMap<>(
          Map.of(
              "plan", "plan",
              "apply", "apply",
              "drift", "drift",
              "comment", "github comment",
              "issue", "github issue"));

  /** Inputs that are a word of the command line, or decide about a flag that has another name. */
  private static final Set<String> NO_FLAGS = Set.of("repository", "mode", "summary", "token");

  /** Inputs that name several things. */
  private static final Set<String> LISTS = Set.of("allow-empty", "since");

  private static final String HOSTILE = "-x $(touch hacked) `touch hacked` \"; touch hacked; ' *";
  private static final String OUTPUT = "the output of the step";
  private static final String SUMMARY = "the summary of the job";
  private static final int LONGEST = 20;
  private static final int DENIED = 3;

  @TempDir private Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> eachIsThin() throws IOException {
    return ActionFile.all().stream().map(action -> dynamicTest(action.name(), () -> thin(action)));
  }

  private static void thin(ActionFile action) {
    assertThat(action.root().path("runs").path("using").asText()).isEqualTo("composite");
    Set<String> used = new TreeSet<>();
    for (JsonNode step : action.steps()) {
      assertThat(step.has("uses")).as("first-party steps only").isFalse();
      assertThat(step.path("shell").asText()).isEqualTo("bash");
      String script = step.path("run").asText();
      assertThat(script).as("expressions go through env").doesNotContain("${{");
      assertThat(script.lines().count()).isLessThanOrEqualTo(LONGEST);
      assertThat(script.lines().count() == 1 || script.startsWith("set -eu")).isTrue();
      step.path("env").forEach(value -> used.add(ActionFile.inputOf(value.asText())));
    }
    assertThat(used).as("every input is used").containsExactlyInAnyOrderElementsOf(action.inputs());
    assertThat(action.inputs()).allMatch(name -> name.matches("[a-z]+[0-9]*(-[a-z]+)*"));
    assertThat(action.outputs()).allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
    action
        .root()
        .path("outputs")
        .properties()
        .forEach(output ->
            assertThat(output.getValue().path("value").asText())
                .isEqualTo(
                    "${{ steps."
                        + action.last().path("id").asText()
                        + ".outputs."
                        + output.getKey()
                        + " }}"));
    if (COMMANDS.containsKey(action.name())) {
      assertThat(action.steps().path(0).path("run").asText())
          .isEqualTo("\"$GITHUB_ACTION_PATH/../setup/install\"");
    }
  }

  @Test
  void thereIsOneForEachVerbAndOneForThoseThatWantMore() throws IOException {
    assertThat(ActionFile.all().stream().map(ActionFile::name))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(COMMANDS.keySet().stream(), Stream.of("setup")).toList());
  }

  @TestFactory
  Stream<DynamicTest> everyInputReachesItsFlagAsItIs() {
    return COMMANDS.keySet().stream().map(name -> dynamicTest(name, () -> everyInput(name)));
  }

  private void everyInput(String name) throws IOException, InterruptedException {
    ActionFile action = ActionFile.of(name);
    Command command = command(name);
    Map<String, String> given = new TreeMap<>();
    List<String> expected = new ArrayList<>();
    for (String input : action.inputs()) {
      if (NO_FLAGS.contains(input) || (name.equals("apply") && input.equals("plan"))) {
        given.put(input, HOSTILE);
        continue;
      }
      Flag flag = flag(command, input);
      if (LISTS.contains(input)) {
        given.put(input, "one *");
        expected.addAll(List.of("--" + input + "=one", "--" + input + "=*"));
      } else if (flag.option().hasArg()) {
        given.put(input, HOSTILE);
        expected.add("--" + input + "=" + HOSTILE);
      } else {
        given.put(input, "true");
        expected.add("--" + input);
      }
    }
    given.put("mode", "offline");
    given.put("summary", "true");
    List<String> words = run(action, given);
    assertThat(words.subList(0, command.words().size())).isEqualTo(command.words());
    assertThat(words).containsAll(expected);
    words.stream()
        .skip(command.words().size())
        .takeWhile(word -> !word.equals("--"))
        .forEach(word -> flag(command, word.substring(2).split("=", 2)[0]));
    assertThat(action.inputs().contains("mode")).isEqualTo(words.contains("--offline"));
    if (action.inputs().contains("repository")) {
      assertThat(words.getLast()).isEqualTo(HOSTILE);
      assertThat(words.subList(words.indexOf("--"), words.size()))
          .hasSize(name.equals("apply") ? 3 : 2);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("hacked");
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsEmptyIsNotGiven() {
    String out = "--github-output=" + OUTPUT;
    String summary = "--summary=" + SUMMARY;
    Map<String, List<String>> expected =
        Map.of(
            "plan", List.of("plan", out, summary, "--annotations", "--", "."),
            "apply", List.of("apply", out, "--annotations", summary, "--", "."),
            "drift", List.of("drift", out, summary, "--annotations", "--", "."),
            "comment", List.of("github", "comment"),
            "issue", List.of("github", "issue", "--report="));
    return new TreeMap<>(expected)
        .entrySet().stream()
            .map(one ->
                dynamicTest(
                    one.getKey(),
                    () ->
                        assertThat(run(ActionFile.of(one.getKey()), Map.of()))
                            .isEqualTo(one.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> theStepEndsAsTheProgramDoes() {
    return COMMANDS.keySet().stream()
        .map(name ->
            dynamicTest(
                name,
                () ->
                    assertThat(attempt(ActionFile.of(name), Map.of(), DENIED).exit())
                        .isEqualTo(DENIED)));
  }

  @Test
  void keysAndKubeconfigsAreNoInputs() throws IOException {
    for (ActionFile action : ActionFile.all()) {
      assertThat(action.inputs())
          .doesNotContain("kubeconfig", "age-key", "sops-age-key", "password")
          .filteredOn(name -> name.contains("key"))
          .isSubsetOf("key"); // of an issue
    }
  }

  @Test
  void everyOutputIsOneThatTheProgramWrites() throws IOException {
    String session = Files.readString(Playground.PROJECT.resolve("test-fixtures/cli/reports.txt"));
    for (String name : COMMANDS.keySet()) {
      assertThat(ActionFile.of(name).outputs())
          .allSatisfy(output ->
              assertThat(session).containsPattern("(?m)^> " + Pattern.quote(output) + "(=|<<)"));
    }
  }

  @Test
  void theReadmeHasTheirInputsAndOutputs() throws IOException {
    String readme = Files.readString(ActionFile.FOLDER.resolve("README.md"));
    for (ActionFile action : ActionFile.all()) {
      String title = "\n### action/" + action.name() + "\n";
      assertThat(readme).contains(title);
      String part = readme.substring(readme.indexOf(title) + title.length());
      assertThat(part.split("\n### ", 2)[0]).contains(action.tables());
    }
  }

  private static Command command(String action) {
    return Commands.all().stream()
        .filter(one -> one.name().equals(COMMANDS.get(action)))
        .findFirst()
        .orElseThrow();
  }

  private static Flag flag(Command command, String name) {
    return command.flags().stream()
        .filter(flag -> flag.longName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("secretsync " + command.name() + " has no flag --" + name));
  }

  /** The words that the program is started with. */
  private List<String> run(ActionFile action, Map<String, String> given)
      throws IOException, InterruptedException {
    Tool.Ran ran = attempt(action, given, 0);
    assertThat(ran.exit()).as(ran.err()).isZero();
    return Stream.of(ran.out().split("\0")).toList();
  }

  private Tool.Ran attempt(ActionFile action, Map<String, String> given, int exit)
      throws IOException, InterruptedException {
    Path stub = Files.createDirectories(folder.resolve("bin")).resolve("secretsync");
    Files.writeString(stub, "#!/bin/sh\nprintf '%s\\0' \"$@\"\nexit " + exit + "\n");
    Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwx------"));
    Path script = folder.resolve("script");
    Files.writeString(script, action.last().path("run").asText());
    Map<String, String> env = new TreeMap<>(action.environment(given));
    env.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    env.put("GITHUB_OUTPUT", OUTPUT);
    env.put("GITHUB_STEP_SUMMARY", SUMMARY);
    // as the runner starts a script whose shell is bash
    return Tool.find("bash")
        .attempt(folder, env, "", "--noprofile", "--norc", "-eo", "pipefail", script.toString());
  }
}
