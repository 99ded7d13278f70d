package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.GitHubServer;
import dev.secretsync.model.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the READMEs show is what happens. */
class ReadmeTest {
  private static final Path README = Playground.PROJECT.resolve("README.md");
  private static final Path QUICKSTART = Playground.PROJECT.resolve("examples/quickstart");
  private static final Path KARGO = Playground.PROJECT.resolve("examples/kargo");
  private static final Path ARGOCD = Playground.PROJECT.resolve("examples/argocd");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** What only a shell can run; CI runs the first three, people the others. */
  private static final Set<String> FOR_A_SHELL =
      Set.of(
          "./mvnw -q -DskipTests package && engine/target/secretsync/bin/secretsync demo",
          "./mvnw verify",
          "KUBEBUILDER_ASSETS=FOLDER engine/src/bench/run",
          "export SOPS_AGE_KEY_FILE=$PWD/examples/test-age-key.txt",
          "cp -r examples/quickstart ../fleet && cd ../fleet",
          "git init -q && git add . && git commit -qm \"Declare the fleet\"");

  /** A line of a shell block, and the exit code that its comment promises. */
  private record Line(String command, Optional<Integer> exit) {}

  @Test
  void everyCommandOfTheReadmeDoesWhatItSays() throws IOException {
    Set<String> left = new TreeSet<>();
    int run = play(README, left);
    assertThat(left).hasSize(3).isSubsetOf(FOR_A_SHELL);
    assertThat(run).isEqualTo(43);
  }

  @Test
  void everyCommandOfTheQuickstartDoesWhatItSays() throws IOException {
    Set<String> left = new TreeSet<>();
    int run = play(QUICKSTART.resolve("README.md"), left);
    assertThat(left).hasSize(3).isSubsetOf(FOR_A_SHELL);
    assertThat(run).isEqualTo(6);
  }

  @Test
  void thePlanOfTheReadmeIsThePlanOfTheQuickstart() throws IOException {
    String readme = Files.readString(README);
    String block =
        readme.substring(
            readme.indexOf("<!-- plan -->\n```\n") + "<!-- plan -->\n```\n".length(),
            readme.indexOf("\n```\n<!-- /plan -->"));
    try (Playground playground = Playground.embedded().withQuickstart()) {
      String plan = playground.run("plan", playground.repository().toString()).out();
      List<String> parts = List.of(anyCommit(block).split("\n\\.\\.\\.\n", -1));
      assertThat(anyCommit(plan)).containsSubsequence(parts);
      assertThat(anyCommit(plan)).startsWith(parts.getFirst()).endsWith(parts.getLast() + "\n");
      assertThat(block.lines().count()).isGreaterThan(20);
    }
  }

  @Test
  void theExplanationOfTheReadmeIsThatOfTheQuickstart() throws IOException {
    String readme = Files.readString(README);
    String block =
        readme.substring(
            readme.indexOf("<!-- explain -->\n```\n") + "<!-- explain -->\n```\n".length(),
            readme.indexOf("```\n<!-- /explain -->"));
    try (Playground playground = Playground.embedded().withQuickstart()) {
      assertThat(
              playground
                  .run("explain", "hub/akuity/database", playground.repository().toString())
                  .out())
          .isEqualTo(block);
    }
  }

  @Test
  void theArgoCdPlanOfTheReadmeIsThatOfTheExample() throws IOException {
    String readme = Files.readString(README);
    String begin = "<!-- argocd plan -->\n```\n";
    String block =
        readme.substring(
            readme.indexOf(begin) + begin.length(), readme.indexOf("```\n<!-- /argocd plan -->"));
    try (Playground playground = Playground.embedded()) {
      playground.copy("examples/argocd/repository", playground.repository());
      playground.init();
      playground.commit();
      playground.somebody("c2").apply(ARGOCD.resolve("live/3-fan-out/east.yaml"));
      assertThat(playground.run("plan", playground.repository().toString()).out())
          .containsSubsequence(List.of(block.split("(?m)^\\.\\.\\.\\n", -1)));
    }
  }

  @Test
  void theKargoPlanOfTheReadmeIsThatOfTheExample() throws IOException {
    String readme = Files.readString(README);
    String begin = "<!-- kargo plan -->\n```\n";
    String block =
        readme.substring(
            readme.indexOf(begin) + begin.length(), readme.indexOf("```\n<!-- /kargo plan -->"));
    // KargoIT holds that against what is printed
    assertThat(Files.readString(KARGO.resolve("live/3-move/expected-plan.txt")))
        .containsSubsequence(List.of(block.split("(?m)^\\.\\.\\.\\n", -1)));
  }

  @Test
  void yamlOfTheReadmeValidates() throws IOException {
    try (Playground playground = Playground.embedded()) {
      playground.copy("examples/quickstart", playground.repository());
      int number = 0;
      for (MatchResult block : blocks(README, Set.of("yaml"))) {
        Files.writeString(
            playground.repository().resolve("readme-" + number++ + ".yaml"), block.group(2));
      }
      playground.init();
      playground.commit();
      Playground.Ran ran = playground.run("validate", playground.repository().toString());
      assertThat(ran.exit()).as(ran.out()).isZero();
    }
  }

  @Test
  void theQuickstartIsCleanAndItsEditorsFindTheSchemas() throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      Playground.Ran ran = playground.run("validate", playground.repository().toString());
      assertThat(ran.exit()).isZero();
      assertThat(ran.out().strip()).isEqualTo("Valid.");
    }
    assertThat(withSchemas(QUICKSTART)).isEqualTo(8);
  }

  @Test
  void theArgoCdExampleIsCleanAndItsEditorsFindTheSchemas() throws IOException {
    assertClean(ARGOCD);
    assertThat(withSchemas(ARGOCD.resolve("repository"))).isEqualTo(6);
  }

  @Test
  void theKargoExampleIsCleanAndItsEditorsFindTheSchemas() throws IOException {
    assertClean(KARGO);
    assertThat(withSchemas(KARGO.resolve("repository"))).isEqualTo(6);
  }

  private static void assertClean(Path example) throws IOException {
    try (Playground playground = Playground.embedded()) {
      playground.copy(
          Playground.PROJECT.relativize(example.resolve("repository")).toString(),
          playground.repository());
      playground.init();
      playground.commit();
      Playground.Ran ran = playground.run("validate", playground.repository().toString());
      assertThat(ran.exit()).isZero();
      assertThat(ran.out().strip()).isEqualTo("Valid.");
    }
  }

  /** How many declarations there are; each names a schema that is there. */
  private static int withSchemas(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      List<Path> declarations =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.endsWith(".sops.yaml"))
              .toList();
      for (Path file : declarations) {
        String first = Files.readAllLines(file).getFirst();
        assertThat(first).startsWith("# yaml-language-server: $schema=");
        Path schema = file.resolve("..").resolve(first.substring(first.indexOf('=') + 1));
        assertThat(schema.normalize()).isRegularFile();
      }
      return declarations.size();
    }
  }

  @Test
  void exitCodesOfTheReadmeAreTheProgramsAndInItsOrder() throws IOException {
    String readme = Files.readString(README);
    List<Integer> known = Arrays.stream(ExitCode.values()).map(ExitCode::number).toList();
    Matcher row = Pattern.compile("^\\| (\\d+)(?:, \\d+)? \\|", Pattern.MULTILINE).matcher(readme);
    List<Integer> listed = new ArrayList<>();
    while (row.find()) {
      listed.add(Integer.parseInt(row.group(1)));
    }
    assertThat(listed).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 64, 65);
    assertThat(listed.stream().filter(code -> code < 128)).isSubsetOf(known);

    Matcher order = Pattern.compile("comes first in ([\\d, ]+) is the exit code").matcher(readme);
    assertThat(order.find()).isTrue();
    List<ExitCode> worstFirst =
        Arrays.stream(order.group(1).split(", ", -1))
            .map(Integer::parseInt)
            .map(ReadmeTest::exitCode)
            .toList();
    for (int i = 0; i + 1 < worstFirst.size(); i++) {
      assertThat(ExitCode.worst(List.of(worstFirst.get(i + 1), worstFirst.get(i))))
          .isEqualTo(worstFirst.get(i));
    }
  }

  @Test
  void flagsOfTheReadmeExist() throws IOException {
    Set<String> ofKubectl = Set.of("--context", "--type", "--server-side", "--client");
    Set<String> known = new TreeSet<>(ofKubectl);
    known.addAll(List.of("--auto", "--help"));
    Arrays.stream(Flag.values()).forEach(flag -> known.add("--" + flag.longName()));
    Matcher flag = Pattern.compile("(?<![-\\w])--[a-z][-a-z]+").matcher(Files.readString(README));
    Set<String> shown = new TreeSet<>();
    while (flag.find()) {
      shown.add(flag.group());
    }
    assertThat(shown).contains("--auto-approve").isSubsetOf(known);
  }

  @Test
  void linksOfTheReadmesLeadSomewhere() throws IOException {
    for (Path readme :
        List.of(README, QUICKSTART.resolve("README.md"), ARGOCD.resolve("README.md"))) {
      Matcher link = Pattern.compile("\\]\\(([^)#]+)\\)").matcher(Files.readString(readme));
      while (link.find()) {
        if (!link.group(1).contains("://")) {
          assertThat(readme.resolve("..").resolve(link.group(1)).normalize()).exists();
        }
      }
    }
  }

  /** Plays every shell block on a fleet of its own; returns how many lines it played. */
  private static int play(Path readme, Set<String> left) throws IOException {
    int run = 0;
    List<MatchResult> blocks = blocks(readme, Set.of("sh", "bash", "shell", "console"));
    assertThat(blocks).isNotEmpty();
    try (GitHubServer github = GitHubServer.start();
        Playground playground = Playground.embedded().withQuickstart()) {
      inAPullRequest(playground, github);
      for (MatchResult block : blocks) {
        if (block.group(2).contains("REPO/secrets/new.yaml")) {
          Files.writeString(
              playground.repository().resolve("secrets/new.yaml"),
              "apiVersion: v1\nkind: Secret\nmetadata: {name: new}\nstringData: {key: TEST}\n");
        }
        if (block.group(2).contains("--detailed-exitcode")) {
          run += playFresh(block, left);
        } else {
          run += play(playground, block, left);
        }
      }
    }
    return run;
  }

  /** As in a job of GitHub Actions. */
  private static void inAPullRequest(Playground playground, GitHubServer github)
      throws IOException {
    github.knows("visibly-fake-token", Actor.workflow()).repository("acme/fleet");
    int pull = github.openPull("acme/fleet", "acme:topic", "a".repeat(40));
    Path event = playground.folder().resolve("event.json");
    Files.writeString(event, "{\"pull_request\": {\"number\": " + pull + "}}");
    playground
        .env()
        .putAll(
            Map.of(
                "GITHUB_API_URL",
                github.url(),
                "GITHUB_TOKEN",
                "visibly-fake-token",
                "GITHUB_REPOSITORY",
                "acme/fleet",
                "GITHUB_EVENT_PATH",
                event.toString()));
  }

  private static int playFresh(MatchResult block, Set<String> left) throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      return play(playground, block, left);
    }
  }

  private static int play(Playground playground, MatchResult block, Set<String> left) {
    int run = 0;
    for (Line line : lines(block.group(2))) {
      if (line.command().startsWith("secretsync ")) {
        secretsync(playground, line);
        run++;
      } else if (line.command().startsWith("kubectl ")) {
        kubectl(playground, line.command());
        run++;
      } else {
        left.add(line.command());
      }
    }
    return run;
  }

  private static void secretsync(Playground playground, Line line) {
    List<String> words =
        new ArrayList<>(
            List.of(
                line.command()
                    .substring("secretsync ".length())
                    .split(" \\| ", 2)[0]
                    .split(" ", -1)));
    if (!line.command().contains("REPO")
        && !line.command()
            .matches("secretsync (keygen|show|github|plan merge|report merge)\\b.*")) {
      words.add("REPO");
    }
    words.replaceAll(word ->
        word.replaceAll("^'(.*)'$", "$1")
            .replaceAll("^(\\w+\\.(json|md|xml|prom|html))$", "REPO/../$1")
            .replace("REPO", playground.repository().toString()));
    Playground.Ran ran =
        playground.runAsking(
            new ByteArrayInputStream("0\n".getBytes(StandardCharsets.UTF_8)),
            words.toArray(String[]::new));
    assertThat(ran.exit())
        .as("%s\n%s%s", line.command(), ran.out(), ran.err())
        .isEqualTo(line.exit().orElse(0));
  }

  /** The one request of kubectl that the READMEs show. */
  private static void kubectl(Playground playground, String command) {
    assertThat(command)
        .isEqualTo(
            "kubectl --context c2 -n akuity patch secret database --type merge"
                + " -p '{\"data\":{\"password\":\"eA==\"}}'");
    ObjectNode patch = Somebody.object();
    patch.putObject("data").put("password", "eA==");
    playground.somebody("c2").patch("akuity", "database", "kubectl-patch", patch);
  }

  private static List<Line> lines(String block) {
    return block
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> {
          String[] parts = line.split("\\s+# ", 2);
          Matcher exit = Pattern.compile("exit (\\d+)").matcher(parts.length > 1 ? parts[1] : "");
          return new Line(
              parts[0].strip(),
              exit.find() ? Optional.of(Integer.parseInt(exit.group(1))) : Optional.empty());
        })
        .toList();
  }

  private static List<MatchResult> blocks(Path file, Set<String> languages) throws IOException {
    return BLOCK
        .matcher(Files.readString(file))
        .results()
        .filter(block -> languages.contains(block.group(1)))
        .toList();
  }

  private static ExitCode exitCode(int number) {
    return Arrays.stream(ExitCode.values())
        .filter(code -> code.number() == number)
        .findFirst()
        .orElseThrow();
  }

  private static String anyCommit(String text) {
    return text.replaceAll("commit [0-9a-f]{7}\\b", "commit COMMIT");
  }
}
