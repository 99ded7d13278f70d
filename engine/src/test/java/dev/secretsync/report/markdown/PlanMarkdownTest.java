package dev.secretsync.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.diff.Difference;
import dev.secretsync.diff.Seen;
import dev.secretsync.diff.Subject;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.model.TrustChange;
import dev.secretsync.plan.Action;
import dev.secretsync.plan.AlteredPlan;
import dev.secretsync.plan.Plan;
import dev.secretsync.plan.PlannedChange;
import dev.secretsync.plan.PlannedCluster;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.RunInfo;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 4.6: a plan as a comment is harmless, and never more than a comment may hold")
class PlanMarkdownTest {
  private static final RunInfo RUN = new RunInfo("0.1.0", Instant.parse("2026-11-21T12:00:00Z"));
  private static final String HOSTILE =
      "``` @octocat | <img src=x> ![a](b) [c](d) --> </code></summary> \u202etxet\u202c \n# big *x*";

  @DisplayName("P3: no text of the repository becomes markup, calls anybody, or ends a block")
  @Tag("P3")
  @Test
  void textsOfTheRepositoryStayText() {
    String markdown = markdown(hostile());
    assertThat(markdown).doesNotContain("\u202e").doesNotContainPattern("(?m)^# big");
    assertThat(markdown.lines().filter(line -> line.startsWith("<!--"))).hasSize(1);
    assertThat(markdown.indexOf("-->")).isLessThan(markdown.indexOf('\n'));
    List<String> outside = outsideOfBlocks(markdown);
    assertThat(outside).noneMatch(line -> line.contains("@octocat"));
    assertThat(outside.stream().map(PlanMarkdownTest::withoutSpans))
        .noneMatch(line -> line.matches(".*(<img|!\\[a]|\\[c]|-->.|\\*x\\*|octocat \\|).*"));
    assertThat(outside.stream().filter(line -> line.startsWith("|")))
        .allSatisfy(row -> assertThat(row.split("(?<!\\\\)\\|", -1)).hasSize(11));
  }

  @Test
  void aPlanWithNothingToDoSaysSo() {
    Plan all = ReportSamples.everything();
    Plan calm =
        AlteredPlan.of(all)
            .trust(List.of())
            .clusters(new TreeMap<>())
            .changes(
                all.changes().stream().filter(change -> change.action() == Action.NO_OP).toList())
            .guards(List.of())
            .waves(List.of())
            .unassigned(new TreeSet<>())
            .diagnostics(List.of())
            .plan();
    assertThat(markdown(calm))
        .contains("### 🔐 secretsync plan · `fleet` · **no changes**\n\n")
        .contains("2 Secrets are as Git says.")
        .doesNotContain("[!WARNING]");
    assertThat(markdown(all)).doesNotContain("no changes");
  }

  @Test
  void everySpanEndsWhereItShould() {
    assertThat(MarkdownText.code("a")).isEqualTo("`a`");
    assertThat(MarkdownText.code("a`b``c")).isEqualTo("```a`b``c```");
    assertThat(MarkdownText.code("`a")).isEqualTo("`` `a ``");
    assertThat(MarkdownText.code("")).isEqualTo("` `");
    assertThat(MarkdownText.code("a|b")).isEqualTo("`a\\|b`");
    assertThat(MarkdownText.code("@team")).isEqualTo("`@\u200dteam`");
    assertThat(MarkdownText.html("<a>&")).isEqualTo("<code>&lt;a&gt;&amp;</code>");
    assertThat(MarkdownText.fence("a ```` b")).isEqualTo("`````");
    assertThat(MarkdownText.code("x".repeat(1000))).hasSize(202).endsWith("…`");
  }

  @Test
  void aLargePlanFitsAndCountsWhatDoesNot() {
    for (int clusters : List.of(1, 3, 150, 400)) {
      Plan plan = large(clusters, 6_000 / clusters);
      String markdown = markdown(plan);
      assertThat(markdown).hasSizeLessThanOrEqualTo(DocumentMarkdown.COMMENT).endsWith("</sub>\n");
      long shown =
          markdown.lines().filter(line -> line.matches("(\\+|!|-|-/\\+) +c.*/apps/s.*")).count();
      Matcher omitted =
          Pattern.compile("… (\\d+) more changes in (\\d+) cluster").matcher(markdown);
      assertThat(omitted.find()).as(markdown).isTrue();
      assertThat(shown + Integer.parseInt(omitted.group(1))).isEqualTo(plan.changes().size());
      assertThat(shown).isGreaterThan(100);
      assertThat(markdown.split("<details", -1)).hasSameSizeAs(markdown.split("</details>", -1));
    }
  }

  @Test
  void hugeTextsFitToo() {
    Plan plan = large(100, 50);
    List<Diagnostic> many =
        IntStream.range(0, 500)
            .mapToObj(i -> Diagnostic.warning(Code.REDUNDANT, "s" + i, "`".repeat(5_000), ""))
            .toList();
    List<TrustChange> trust =
        IntStream.range(0, 500)
            .mapToObj(i -> new TrustChange(TrustChange.Kind.POLICY, "p" + i, "@".repeat(5_000)))
            .toList();
    String markdown = markdown(with(plan, trust, many));
    assertThat(markdown).hasSizeLessThanOrEqualTo(DocumentMarkdown.COMMENT).endsWith("</sub>\n");
    assertThat(markdown)
        .containsPattern("… \\d+ more changes in \\d+ clusters and \\d+ more lines");
  }

  @Test
  void whatChangesTrustComesBeforeAnyCluster() {
    String markdown = markdown(hostile());
    assertThat(markdown.indexOf(".sops.yaml")).isBetween(0, markdown.indexOf("| Cluster |"));
  }

  @Test
  void destructionComesBeforeWhatIsOnlyAdded() {
    String markdown = markdown(large(2, 4));
    assertThat(markdown.indexOf("will be destroyed: ")).isPositive();
    assertThat(markdown.indexOf("will be destroyed: "))
        .isLessThan(markdown.indexOf("will be created: "));
  }

  private static List<String> outsideOfBlocks(String markdown) {
    List<String> outside = new ArrayList<>();
    Optional<String> fence = Optional.empty();
    for (String line : markdown.lines().toList()) {
      Matcher start = Pattern.compile("(```+)(diff)?").matcher(line);
      if (start.matches() && fence.isEmpty()) {
        fence = Optional.of(start.group(1));
      } else if (fence.isPresent()) {
        fence = fence.filter(open -> !line.strip().equals(open));
      } else {
        outside.add(line);
      }
    }
    assertThat(fence).as("every block ends").isEmpty();
    return outside;
  }

  /** A span ends at as many backticks as it began with. */
  private static String withoutSpans(String line) {
    return line.replaceAll("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", "SPAN")
        .replaceAll("<code>[^<>]*</code>", "SPAN");
  }

  private static String markdown(Plan plan) {
    StringWriter out = new StringWriter();
    PlanMarkdown.write(plan, RUN, Optional.of(RUN.now()), out);
    return out.toString();
  }

  private static Plan hostile() {
    SortedMap<String, PlannedCluster> clusters = new TreeMap<>();
    clusters.put(
        HOSTILE,
        new PlannedCluster(
            HOSTILE,
            Optional.empty(),
            Optional.of(Diagnostic.error(Code.CLUSTER_UNREACHABLE, HOSTILE, HOSTILE, HOSTILE)),
            1,
            "",
            new TreeSet<>()));
    return new Plan(
        new Revision(HOSTILE, HOSTILE, true),
        HOSTILE,
        new PolicySource("", "", new TreeMap<>()),
        List.of(new TrustChange(TrustChange.Kind.SOPS_CONFIG, HOSTILE, HOSTILE)),
        clusters,
        List.of(
            planned(missing(SecretAddress.of(HOSTILE, HOSTILE, HOSTILE))),
            planned(orphan(SecretAddress.of("other", HOSTILE, HOSTILE)))),
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of(Diagnostic.warning(Code.REDUNDANT, HOSTILE, HOSTILE, HOSTILE)));
  }

  private static Plan large(int clusters, int each) {
    SortedMap<String, PlannedCluster> all = new TreeMap<>();
    List<PlannedChange> changes = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      String cluster = "c" + c;
      all.put(
          cluster,
          new PlannedCluster(
              cluster, Optional.empty(), Optional.empty(), each, "", new TreeSet<>()));
      for (int s = 0; s < each; s++) {
        SecretAddress address = SecretAddress.of(cluster, "apps", "s" + s);
        changes.add(planned(s % 4 == 0 ? orphan(address) : missing(address)));
      }
    }
    return new Plan(
        new Revision("c0ffee", "7ree", false),
        "local",
        new PolicySource("", "", new TreeMap<>()),
        List.of(),
        all,
        changes,
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of());
  }

  private static Plan with(Plan plan, List<TrustChange> trust, List<Diagnostic> diagnostics) {
    return AlteredPlan.of(plan).trust(trust).diagnostics(diagnostics).plan();
  }

  private static PlannedChange planned(Difference difference) {
    return PlannedChange.of(difference, List.of(), new TreeMap<>());
  }

  private static Difference missing(SecretAddress address) {
    return new Difference.Missing(
        new Subject(
            address,
            "Opaque",
            new TreeMap<>(),
            new TreeSet<>(List.of("data." + HOSTILE, "data.password")),
            new Origin.Declared(new SourceLocation(HOSTILE, 1, 1), "b10b"),
            List.of(HOSTILE)),
        false,
        false);
  }

  private static Difference orphan(SecretAddress address) {
    return new Difference.Orphaned(
        address,
        new Seen("uid", "1", "Opaque", new TreeMap<>(Map.of()), Instant.EPOCH, Optional.empty()),
        "Opaque",
        new TreeMap<>(),
        new TreeSet<>(List.of("data.a")),
        Optional.empty(),
        Optional.of(HOSTILE),
        Optional.of(HOSTILE));
  }
}
