package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Flags of all commands, as a table: no abbreviation, no environment variable, each documented. */
class FlagsTest {
  private static final int GUARD = 9;
  private static final int USAGE = 64;

  private record Ran(int exit, String out, String err) {}

  @DisplayName("cli.md 4.2: every beginning of every long flag of every command is refused")
  @TestFactory
  Stream<DynamicTest> abbreviatedFlagsAreRefused() {
    return Commands.all().stream()
        .map(command ->
            dynamicTest(
                command.name(),
                () -> {
                  List<String> tried = new ArrayList<>();
                  for (String flag : longFlags(command)) {
                    for (int end = 1; end < flag.length(); end++) {
                      String beginning = flag.substring(0, end);
                      if (!longFlags(command).contains(beginning)) {
                        Ran ran = run(command, "--" + beginning);
                        assertThat(ran.exit()).as("--" + beginning).isEqualTo(USAGE);
                        assertThat(ran.out()).isEmpty();
                        assertThat(ran.err()).contains("does not know the flag --" + beginning);
                        tried.add(beginning);
                      }
                    }
                  }
                  assertThat(tried).isNotEmpty();
                }));
  }

  @DisplayName("cli.md 4.2: with a value glued to it, an abbreviation is refused as well")
  @Test
  void abbreviatedFlagsWithAValueAreRefused() {
    assertThat(run("apply", "--auto=true").exit()).isEqualTo(USAGE);
    assertThat(run("plan", "--re=HEAD").exit()).isEqualTo(USAGE);
    assertThat(run("plan", "--kube=/tmp/nothing").exit()).isEqualTo(USAGE);
  }

  @DisplayName("cli.md 4.2: a value glued to a flag with one dash is refused")
  @Test
  void valuesGluedToAFlagAreRefused() {
    assertThat(run("plan", "-revHEAD").exit()).isEqualTo(USAGE);
    assertThat(run("plan", "-timeout5s").exit()).isEqualTo(USAGE);
    assertThat(run("plan", "-revHEAD").err()).contains("does not know the flag -revHEAD");
  }

  @DisplayName("cli.md 4.2: behind a single dash, an abbreviation is refused as well")
  @Test
  void abbreviatedFlagsWithASingleDashAreRefused() {
    for (String flag : List.of("-auto", "-a", "-jso", "-re", "-worktre", "-qui", "-he")) {
      assertThat(run("apply", flag).exit()).as(flag).isEqualTo(USAGE);
    }
  }

  @Test
  void switchesTakeNoValueSoThatFalseIsNeverReadAsYes() {
    assertThat(run("apply", "--auto-approve=false").exit()).isEqualTo(USAGE);
    assertThat(run("plan", "--worktree=no").exit()).isEqualTo(USAGE);
    assertThat(run("plan", "--json=false").exit()).isEqualTo(USAGE);
  }

  @Test
  void valuesAreNeverRepeatedForUnknownFlags() {
    assertThat(run("plan", "--pasword=visibly-fake").err())
        .contains("--pasword")
        .doesNotContain("visibly-fake");
  }

  @DisplayName("two flags do not name one file: what the first wrote would be lost")
  @Test
  void oneFileIsForOneFlag(@TempDir Path folder) throws IOException {
    String file = folder.resolve("same").toString();
    String dotted = folder.resolve(".") + "/same";
    for (String[] flags :
        new String[][] {
          {"plan", "--out", file, "--json-into", dotted},
          {"apply", "--result", file, "--markdown", dotted},
          {"report merge", "--out", file, "--html", file},
          {"drift", "--summary", file, "--github-output", file}
        }) {
      List<String> words = new ArrayList<>(List.of(flags[0].split(" ", -1)));
      words.addAll(List.of(flags).subList(1, flags.length));
      Ran ran = run(words.toArray(String[]::new));
      assertThat(ran.exit()).as(ran.err()).isEqualTo(USAGE);
      assertThat(ran.err()).contains(flags[1], flags[3], " both name ");
    }
    Files.writeString(folder.resolve("same"), "");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("same"));
    String link = folder.resolve("link").toString();
    assertThat(run("plan", "--sarif", link, "--junit", file).err()).contains(" both name ");
    assertThat(run("plan", "--sarif", "/dev/null", "--junit", "/dev/null").err())
        .doesNotContain(" both name ");
  }

  @Test
  void whoGivesShowAFileForMarkdownIsToldThatItPrints() {
    assertThat(run("show", "plan.json", "--markdown", "plan.md").err())
        .contains("show takes one FILE, got 2", "redirect it");
  }

  @DisplayName("cli.md 4.2: no environment variable gives a flag; what apply needs is typed")
  @Test
  void noFlagComesFromTheEnvironment() throws IOException {
    try (Playground playground = Playground.embedded().withQuickstart()) {
      String repository = playground.repository().toString();
      List<String> before = List.of("apply", repository, "--auto-approve");
      assertThat(playground.run(before.toArray(String[]::new)).exit()).isZero();
      Files.delete(playground.repository().resolve("secrets/registry.yaml"));
      Files.delete(playground.repository().resolve("secrets/database.yaml"));
      playground.commit();
      String all = "--auto-approve --accept-deletes 5 --accept-changes 5 --allow-empty west";
      for (String program : List.of("SECRETSYNC", "TF", "HELM", "KUBECTL", "JAVA")) {
        playground.env().put(program + "_CLI_ARGS", all);
        playground.env().put(program + "_CLI_ARGS_apply", all);
        playground.env().put(program + "_ARGS", all);
        playground.env().put(program + "_OPTS", all);
        playground.env().put(program + "_AUTO_APPROVE", "true");
        playground.env().put(program + "_ACCEPT_DELETES", "5");
        playground.env().put(program + "_ACCEPT_CHANGES", "5");
        playground.env().put(program + "_ALLOW_EMPTY", "west");
        playground.env().put(program + "_FORCE", "1");
      }
      assertThat(playground.run("apply", repository).exit()).isEqualTo(USAGE);
      Playground.Ran guarded = playground.run("apply", repository, "--auto-approve");
      assertThat(guarded.exit()).isEqualTo(GUARD);
      assertThat(guarded.err()).contains("--allow-empty west");
      assertThat(playground.somebody("c3").secrets()).hasSize(2);
    }
  }

  @DisplayName("cli.md 4.2: there is no flag that forces everything")
  @Test
  void nothingIsForcedWithoutANumberOrAName() {
    for (Command command : Commands.all()) {
      assertThat(longFlags(command)).doesNotContain("force", "yes-to-all", "accept-all");
      assertThat(run(command, "--force").exit()).as(command.name()).isEqualTo(USAGE);
    }
    for (String flag : List.of("--accept-deletes", "--accept-changes", "--allow-empty")) {
      assertThat(run("apply", flag).exit()).as(flag).isEqualTo(USAGE);
    }
  }

  @Test
  void everyFlagAndCommandStandsInItsHelp() {
    Ran overview = run("help");
    for (Command command : Commands.all()) {
      assertThat(overview.out()).contains("  " + command.name() + " ");
      String help = run(command, "--help").out();
      assertThat(help).startsWith("Usage: secretsync " + command.name());
      for (String flag : longFlags(command)) {
        assertThat(help).contains("--" + flag);
      }
    }
  }

  private static Ran run(Command command, String flag) {
    return run(Stream.concat(command.words().stream(), Stream.of(flag)).toArray(String[]::new));
  }

  private static Collection<String> longFlags(Command command) {
    return command.options().getOptions().stream().map(Option::getLongOpt).sorted().toList();
  }

  private static Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            arguments,
            Map.of(),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
