package dev.secretsync.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.secretsync.fixtures.github.Actor;
import dev.secretsync.fixtures.github.Recorded;
import dev.secretsync.github.DriftReport.DriftedField;
import dev.secretsync.model.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("workflows.md A4: the one issue about drift")
class DriftIssueTest {
  private static final Instant MADE = Instant.parse("2026-11-20T08:30:00Z");
  private static final DriftReport CLEAN = new DriftReport.Looked(new TreeSet<>(), true, MADE);
  private static final DriftReport NOT_ALL_READ =
      new DriftReport.Looked(new TreeSet<>(), false, MADE);
  private static final DriftReport FAILED = new DriftReport.Unknown("the drift run failed: SSY401");

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private static final DriftReport.Standing HERE =
      new DriftReport.Standing(false, true, Optional.empty());

  private static DriftedField field(String cluster, String secret, String field, String manager) {
    return new DriftedField(
        cluster,
        secret,
        field,
        "value_changed",
        manager,
        Optional.of(Instant.parse("2026-11-20T08:00:00Z")),
        HERE);
  }

  private static DriftReport drift(DriftedField... fields) {
    return new DriftReport.Looked(new TreeSet<>(List.of(fields)), true, MADE);
  }

  private static DriftReport east() {
    return drift(field("east", "akuity/database", "data.password", "kubectl-edit"));
  }

  private DriftIssue.Kept keep(DriftReport report) {
    desk.clock.pass(Duration.ofHours(6));
    return new DriftIssue(desk.github(), Repository.parse(Desk.REPOSITORY), "prod").keep(report);
  }

  private String body() {
    return desk.onlyIssue().path("body").asText();
  }

  private String state() {
    return desk.onlyIssue().path("state").asText();
  }

  private List<String> comments() {
    return desk.server.comments(Desk.REPOSITORY, desk.onlyIssue().path("number").asInt()).stream()
        .map(one -> one.path("body").asText())
        .toList();
  }

  @Test
  void noDriftMakesNoIssue() {
    keep(CLEAN);
    keep(FAILED);
    keep(NOT_ALL_READ);
    assertThat(desk.server.issues(Desk.REPOSITORY)).isEmpty();
  }

  @Test
  void driftOpensOneWithALabelAndAMark() {
    assertThat(keep(east()).words()).isEqualTo("opened");
    JsonNode issue = desk.onlyIssue();
    assertThat(issue.path("title").asText()).isEqualTo("secretsync: drift in prod");
    assertThat(issue.path("labels").path(0).path("name").asText()).isEqualTo("secretsync-drift");
    assertThat(body())
        .startsWith("<!-- secretsync:drift {\"v\":1,\"key\":\"prod\"} -->\n")
        .contains("**1 Secret in 1 cluster is not as Git says.**")
        .contains(
            "| value changed: `data.password` | `kubectl-edit` | 2026-11-20 08:00:00Z |"
                + " `akuity/database` | `east` |");
  }

  @Test
  void theSameDriftChangesTheBodyAndTellsNobody() {
    keep(east());
    String before = body();
    keep(east());
    assertThat(body()).isNotEqualTo(before).contains("Checked 2026-11-20 21:00:00Z");
    assertThat(comments()).isEmpty();
  }

  @Test
  void anotherDriftIsTold() {
    keep(east());
    assertThat(
            keep(drift(field("west", "akuity/database", "data.password", "kubectl-edit"))).words())
        .isEqualTo("updated: the drift has changed");
    assertThat(comments())
        .containsExactly("The drift has changed: 1 Secret in 1 cluster is not as Git says.");
    assertThat(body()).contains("`west`").doesNotContain("`east`");
  }

  @Test
  void whoDidItAndWhatIsPartOfTheDriftAndWhenIsNot() {
    Set<String> all = new TreeSet<>();
    DriftedField one = field("east", "akuity/database", "data.password", "kubectl-edit");
    all.add(Fingerprint.of(List.of(one)));
    all.add(Fingerprint.of(List.of(field("east", "akuity/database", "data.password", "argocd"))));
    all.add(Fingerprint.of(List.of(field("east", "akuity/database", "data.user", "kubectl-edit"))));
    all.add(Fingerprint.of(List.of(field("eas", "takuity/database", "data.user", "kubectl-edit"))));
    assertThat(all).hasSize(4);
    DriftedField later =
        new DriftedField(
            one.cluster(),
            one.secret(),
            one.field(),
            one.cause(),
            one.manager(),
            Optional.of(Instant.parse("2026-11-21T08:00:00Z")),
            HERE);
    assertThat(Fingerprint.of(List.of(later))).isEqualTo(Fingerprint.of(List.of(one)));
  }

  @Test
  void isClosedWithACommentWhenNothingDiffers() {
    keep(east());
    assertThat(keep(CLEAN).words()).startsWith("closed");
    assertThat(state()).isEqualTo("closed");
    assertThat(comments()).singleElement().asString().startsWith("Nothing differs from Git");
  }

  @DisplayName("what the policy ignores is still there, and closing does not say otherwise")
  @Test
  void closingSaysThatSomethingIsIgnored() {
    keep(east());
    keep(CLEAN);
    assertThat(comments()).singleElement().asString().doesNotContain("ignores");
    keep(east());
    keep(
        new DriftReport.Looked(
            new TreeSet<>(),
            true,
            false,
            MADE,
            List.of(
                new DriftReport.Ignored(
                    "policy.yaml:1 known",
                    LocalDate.parse("2026-12-31"),
                    "known",
                    new TreeSet<>())),
            List.of()));
    assertThat(
            desk.server.comments(
                Desk.REPOSITORY,
                desk.server.issues(Desk.REPOSITORY).getFirst().path("number").asInt()))
        .singleElement()
        .satisfies(one ->
            assertThat(one.path("body").asText())
                .startsWith(
                    "Nothing differs from Git any more, but for what the policy ignores for now"));
  }

  @DisplayName("of several that are open the oldest is kept, and the others say which that is")
  @Test
  void ofSeveralTheOldestIsKept() {
    keep(east());
    int oldest = desk.onlyIssue().path("number").asInt();
    desk.server.openIssue(
        Desk.REPOSITORY,
        JsonNodeFactory.instance
            .objectNode()
            .put("title", "another")
            .put("body", IssueText.mark("prod") + "\n")
            .set("labels", JsonNodeFactory.instance.arrayNode().add("secretsync-drift")),
        Actor.workflow());
    assertThat(keep(east()).number()).isEqualTo(oldest);
    JsonNode other = desk.server.issues(Desk.REPOSITORY).getFirst();
    assertThat(other.path("state").asText()).isEqualTo("closed");
    assertThat(other.path("state_reason").asText()).isEqualTo("not_planned");
    assertThat(desk.server.comments(Desk.REPOSITORY, other.path("number").asInt()))
        .singleElement()
        .satisfies(
            one -> assertThat(one.path("body").asText()).isEqualTo("The same as #" + oldest + "."));
    assertThat(desk.server.issues(Desk.REPOSITORY).getLast().path("state").asText())
        .isEqualTo("open");
  }

  @DisplayName("the label is made with its words before the first issue, and only then")
  @Test
  void theLabelIsMadeOnce() {
    keep(east());
    keep(CLEAN);
    keep(east());
    assertThat(desk.server.requests())
        .filteredOn(one -> one.method().equals("POST") && one.path().endsWith("/labels"))
        .hasSize(1);
  }

  @DisplayName("P3: a key can neither end the comment that hides it nor leave its line")
  @Test
  void aKeyIsAName() {
    for (String key : List.of("", "-a", "a/b", "a b", "a--b", "a\n", "a\"", "a".repeat(64))) {
      assertThatThrownBy(() -> issueOf(key)).as(key).isInstanceOf(RefusedException.class);
    }
    assertThat(issueOf("a".repeat(63))).isNotNull();
    assertThat(issueOf("Prod-1.eu_west")).isNotNull();
  }

  private DriftIssue issueOf(String key) {
    return new DriftIssue(desk.github(), Repository.parse(Desk.REPOSITORY), key);
  }

  @DisplayName(
      "a run that is repeated may find the report of its first attempt, and proves nothing")
  @Test
  void anOlderReportNeitherClosesItNorChangesIt() {
    keep(east());
    String before = body();
    Instant earlier = MADE.minusSeconds(1);
    assertThat(keep(new DriftReport.Looked(new TreeSet<>(), true, earlier)).words())
        .isEqualTo("left alone: it is of a newer report");
    keep(new DriftReport.Looked(new TreeSet<>(), false, earlier));
    assertThat(state()).isEqualTo("open");
    assertThat(body()).isEqualTo(before);
    keep(FAILED);
    assertThat(keep(new DriftReport.Looked(new TreeSet<>(), true, earlier)).words())
        .startsWith("left alone");
    assertThat(keep(CLEAN).words()).startsWith("closed");
  }

  @DisplayName("a clock that is years ahead does not keep the issue open for years")
  @Test
  void aReportOfTheFutureIsForgotten() {
    DriftedField field = field("east", "akuity/database", "data.password", "kubectl-edit");
    Instant ahead = Instant.parse("2036-11-20T08:30:00Z");
    keep(new DriftReport.Looked(new TreeSet<>(List.of(field)), true, ahead));
    assertThat(keep(CLEAN).words()).startsWith("closed");
  }

  @Test
  void aRunThatCouldNotLookNeverClosesIt() {
    keep(east());
    assertThat(keep(FAILED).words()).isEqualTo("left open: the drift run failed: SSY401");
    assertThat(keep(NOT_ALL_READ).words()).isEqualTo("left open: not every cluster could be read");
    assertThat(state()).isEqualTo("open");
    assertThat(body())
        .contains("> Could not check since 2026-11-20 21:00:00Z: not every cluster could be read.")
        .contains("`akuity/database`")
        .containsOnlyOnce("Could not check")
        .containsOnlyOnce("[!WARNING]");
    keep(east());
    assertThat(body()).doesNotContain("Could not check").doesNotContain("Not every cluster");
    assertThat(comments()).isEmpty();
  }

  @Test
  void driftOfARunThatDidNotReadAllIsShownAndToldOnlyWhenItIsWhole() {
    keep(east());
    DriftedField west = field("west", "akuity/database", "data.password", "kubectl-edit");
    keep(new DriftReport.Looked(new TreeSet<>(List.of(west)), false, MADE));
    assertThat(body()).contains("`west`").contains("Not every cluster could be read");
    assertThat(comments()).isEmpty();
    keep(drift(west));
    assertThat(comments()).hasSize(1);
  }

  @Test
  void whatAPersonClosedIsOpenedAgain() {
    keep(east());
    closeBy(Actor.person(5, "somebody"));
    assertThat(keep(east()).words()).isEqualTo("opened again");
    assertThat(state()).isEqualTo("open");
    assertThat(comments()).singleElement().asString().startsWith("Still there, or there again");
  }

  @Test
  void whatWeClosedStaysClosed() {
    keep(east());
    keep(CLEAN);
    keep(east());
    assertThat(desk.server.issues(Desk.REPOSITORY))
        .extracting(one -> one.path("state").asText())
        .containsExactly("open", "closed");
  }

  @Test
  void whatAPersonClosedLongAgoStaysClosed() {
    keep(east());
    closeBy(Actor.person(5, "somebody"));
    desk.clock.pass(Duration.ofDays(31));
    keep(east());
    assertThat(desk.server.issues(Desk.REPOSITORY)).hasSize(2);
  }

  @DisplayName("talk about an issue that was closed long ago does not bring it back")
  @Test
  void whatWasClosedLongAgoStaysClosedThoughPeopleTalkOfIt() {
    keep(east());
    int number = desk.onlyIssue().path("number").asInt();
    closeBy(Actor.person(5, "somebody"));
    desk.clock.pass(Duration.ofDays(31));
    desk.server.comment(Desk.REPOSITORY, number, "as I said", Actor.person(5, "somebody"));
    assertThat(keep(east()).words()).isEqualTo("opened");
    assertThat(desk.server.issues(Desk.REPOSITORY)).hasSize(2);
  }

  @Test
  void anOpenIssueIsFoundHoweverOldItIs() {
    keep(east());
    desk.clock.pass(Duration.ofDays(300));
    keep(east());
    assertThat(desk.onlyIssue().path("state").asText()).isEqualTo("open");
  }

  private void closeBy(Actor actor) {
    desk.server.editIssue(
        Desk.REPOSITORY,
        desk.onlyIssue().path("number").asInt(),
        JsonNodeFactory.instance.objectNode().put("state", "closed"),
        actor);
  }

  @Test
  void anIssueThatSomebodyElseMarkedIsNotOurs() {
    desk.server.openIssue(
        Desk.REPOSITORY,
        JsonNodeFactory.instance
            .objectNode()
            .put("title", "forged")
            .put("body", IssueText.mark("prod") + "\nall is well")
            .set("labels", JsonNodeFactory.instance.arrayNode().add("secretsync-drift")),
        Desk.STRANGER);
    keep(CLEAN);
    keep(east());
    assertThat(desk.server.issues(Desk.REPOSITORY))
        .extracting(one -> one.path("title").asText())
        .containsExactly("secretsync: drift in prod", "forged");
    assertThat(desk.server.issues(Desk.REPOSITORY).getLast().path("state").asText())
        .isEqualTo("open");
  }

  @Test
  void eachKeyHasItsOwn() {
    keep(east());
    new DriftIssue(desk.github(), Repository.parse(Desk.REPOSITORY), "staging").keep(east());
    keep(CLEAN);
    assertThat(desk.server.issues(Desk.REPOSITORY))
        .extracting(one -> one.path("title").asText() + " " + one.path("state").asText())
        .containsExactly("secretsync: drift in staging open", "secretsync: drift in prod closed");
  }

  @Test
  void fiveAtOnceLeaveOneOpen() throws InterruptedException, ExecutionException {
    desk.server.createTogether(5);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<DriftIssue.Kept>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(threads.submit(() -> keep(east())));
      }
      for (Future<DriftIssue.Kept> one : all) {
        one.get();
      }
    }
    assertThat(desk.server.issues(Desk.REPOSITORY))
        .filteredOn(one -> one.path("state").asText().equals("open"))
        .hasSize(1);
  }

  @Test
  void aTokenThatSetsNoLabelIsRefused() {
    desk.server.knows(
        "visibly-fake-weak", new Actor(9, "weak[bot]", Set.of("issues: write", "no labels")));
    DriftIssue issue =
        new DriftIssue(desk.github("visibly-fake-weak"), Repository.parse(Desk.REPOSITORY), "prod");
    assertThatThrownBy(() -> issue.keep(east()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("did not set the label secretsync-drift");
    assertThat(desk.server.issues(Desk.REPOSITORY))
        .filteredOn(one -> one.path("state").asText().equals("open"))
        .isEmpty();
  }

  @Test
  void fortyClustersAreOneRow() {
    DriftedField[] fields = new DriftedField[40];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field("c" + (100 + i), "akuity/database", "data.password", "kubectl-edit");
    }
    keep(drift(fields));
    assertThat(body())
        .contains("**40 Secrets in 40 clusters are not as Git says.**")
        .contains("| **40**: `c100`, `c101`, `c102`, `c103`, `c104`, and 35 more |");
    assertThat(body().lines().filter(line -> line.contains("akuity/database"))).hasSize(1);
  }

  @Test
  void whatIsWidestComesFirst() {
    keep(
        drift(
            field("east", "akuity/api", "data.a", "kubectl-edit"),
            field("east", "akuity/login", "data.a", "kubectl-edit"),
            field("west", "akuity/login", "data.a", "kubectl-edit")));
    assertThat(body().indexOf("`akuity/login`"))
        .isPositive()
        .isLessThan(body().indexOf("`akuity/api`"));
    assertThat(body()).doesNotContain("more row", "Ignored by the policy", "Gone since");
  }

  @DisplayName("what is about the whole Secret names no field, and says what apply leaves alone")
  @Test
  void whatIsAboutTheWholeSecretNamesNoField() {
    keep(
        drift(
            new DriftedField(
                "east",
                "akuity/database",
                "",
                "object_recreated",
                "",
                Optional.empty(),
                new DriftReport.Standing(false, false, Optional.empty()))));
    assertThat(body())
        .contains(
            "| object recreated<br>left alone by apply | unknown | unknown | `akuity/database` |"
                + " `east` |\n");
  }

  @DisplayName("an issue whose text somebody took out is not ours any more")
  @Test
  void anEmptiedIssueIsLeftAlone() {
    keep(east());
    for (String emptied : List.of("", IssueText.mark("prod"))) {
      desk.server.editIssue(
          Desk.REPOSITORY,
          desk.server.issues(Desk.REPOSITORY).getFirst().path("number").asInt(),
          JsonNodeFactory.instance.objectNode().put("body", emptied),
          Actor.person(5, "somebody"));
      keep(east());
    }
    assertThat(desk.server.issues(Desk.REPOSITORY)).hasSize(2);
    assertThat(desk.server.issues(Desk.REPOSITORY).getFirst().path("body").asText())
        .as("where the mark was left, the rest is written again")
        .contains("`akuity/database`");
  }

  @Test
  void aThousandRowsFitAndAreCounted() {
    DriftedField[] fields = new DriftedField[3000];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field("east", "akuity/s" + i, "data.password", "kubectl-edit");
    }
    keep(drift(fields));
    assertThat(body().length()).isLessThan(65_000);
    Matcher more = Pattern.compile("… (\\d+) more rows: see `secretsync drift`\\.").matcher(body());
    assertThat(more.find()).isTrue();
    long shown = body().lines().filter(line -> line.startsWith("| value changed")).count();
    assertThat(shown + Long.parseLong(more.group(1))).isEqualTo(fields.length);
  }

  @Test
  void hostileNamesStayText() {
    keep(
        drift(
            field(
                "`<b>@everyone",
                "-->\n# title\u202e",
                "|a|![x](http://x.example)\u001b[31m",
                "::error::boo`` ##[group]")));
    String row =
        body().lines().filter(line -> line.startsWith("| value changed")).findFirst().orElseThrow();
    assertThat(body().lines().filter(line -> line.startsWith("#"))).isEmpty();
    assertThat(row)
        .contains("@\u200deveryone", "\\|a\\|")
        .doesNotContain("\u202e", "\u001b", "##[", "`::error");
    assertThat(row).contains("`` `<b>@\u200deveryone ``");
  }

  @Test
  void pagesAreFollowed() {
    for (int i = 0; i < 120; i++) {
      desk.server.openIssue(
          Desk.REPOSITORY,
          JsonNodeFactory.instance
              .objectNode()
              .put("title", "talk " + i)
              .set("labels", JsonNodeFactory.instance.arrayNode().add("secretsync-drift")),
          Desk.STRANGER);
    }
    keep(east());
    keep(east());
    assertThat(desk.server.issues(Desk.REPOSITORY)).hasSize(121);
    assertThat(desk.server.requests())
        .extracting(Recorded::path)
        .anyMatch(p -> p.contains("page=2"));
  }

  @Test
  void whoeverReadsItSeesSinceWhenWhatIsIgnoredAndWhatIsGone() {
    DriftReport report =
        DriftReport.parse(
            """
            {"kind":"secretsync.drift","timestamp":"2026-11-20T08:30:00Z",
             "has_drift":true,"complete":true,
             "resource_drift":[
              {"address":"c1/akuity/database","fields":[{"field":"data.password",
               "cause":"value_changed","by":{"manager":"kubectl-edit","operation":"Update",
               "time":"2026-11-20T08:00:00Z"},"also_in_git":true,"put_back":true,
               "new":false,"since":"2026-11-18T08:00:00Z","seen_in_reports":2}]},
              {"address":"c2/akuity/database","fields":[{"field":"data.password",
               "cause":"value_changed","by":{"manager":"kubectl-edit","operation":"Update",
               "time":"2026-11-20T09:00:00Z"},"also_in_git":true,"put_back":true,"new":true}]}],
             "ignored":[{"rule":"rotated-by-hand","range":{"filename":"policy/base.yaml",
              "start":{"line":14,"column":5}},"until":"2026-12-31","reason":"until it is taken over",
              "resource_drift":[{"address":"c3/akuity/login","fields":[{"field":"data.token",
               "cause":"value_changed","also_in_git":false,"put_back":true}]}]}],
             "history":{"reports":2,"gone":[{"address":"c4/akuity/database",
              "cause":"object_deleted","last_seen":"2026-11-19T08:00:00Z"}]}}
            """);
    keep(report);
    assertThat(body())
        .contains(
            "| value changed: `data.password`<br>also changed where it is declared |"
                + " `kubectl-edit` | 2026-11-20 08:00:00Z to 2026-11-20 09:00:00Z |"
                + " `akuity/database` | **2**: `c1`, `c2` |"
                + " since 2026-11-18 08:00:00Z, new in 1 cluster |\n")
        .contains("**2 Secrets in 2 clusters are not as Git says.**")
        .contains("Ignored by the policy for now (1)")
        .contains(
            "Until 2026-12-31 by `policy/base.yaml:14 rotated-by-hand`: `until it is taken over`")
        .contains("| value changed: `data.token` | unknown | unknown | `akuity/login` | `c3` |")
        .contains("- `c4/akuity/database`: `object deleted`, last seen 2026-11-19 08:00:00Z");
  }
}
