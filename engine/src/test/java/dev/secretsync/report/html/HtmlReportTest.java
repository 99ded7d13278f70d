package dev.secretsync.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.ReportSamples;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("an HTML report is one file, complete in itself, in which names are only text")
class HtmlReportTest {
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)((?: [^<>]*)?)>");
  private static final Pattern ATTRIBUTES = Pattern.compile("(?: [a-z][a-z-]*(?:=\"[^\"<>]*\")?)*");

  @DisplayName("P3: no text becomes an element, an attribute or the end of one")
  @Tag("P3")
  @Test
  void textsStayText() {
    for (String page : pages(ReportSamples.hostile()).toList()) {
      String body = withoutStyleAndScript(page);
      Matcher tags = TAG.matcher(body);
      assertThat(tags.replaceAll("")).doesNotContain("<");
      tags.reset();
      while (tags.find()) {
        assertThat(tags.group(2)).isNotIn("img", "b", "iframe", "object", "svg", "base", "link");
        assertThat(tags.group(3)).matches(ATTRIBUTES);
        assertThat(tags.group(3).replaceAll("\"[^\"]*\"", ""))
            .doesNotContainPattern(" (on[a-z]+|style|src|action)=");
      }
      assertThat(body.replace("\n", "")).doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}].*");
      assertThat(body).doesNotContain("<!--").contains("&lt;img src=x onerror=alert(1)&gt;");
    }
  }

  @Test
  void nothingIsFetchedFromAnywhere() {
    for (String page :
        Stream.concat(
                pages(ReportSamples.everything()),
                Stream.of(html(out -> HtmlReport.write(ReportSamples.spread(), out))))
            .toList()) {
      assertThat(page)
          .contains("default-src 'none'")
          .doesNotContainPattern(" (src|srcset|action|poster|data)=\"")
          .doesNotContainPattern("url\\(|@import|@font-face|<link|<iframe|<img");
      assertThat(hrefs(page)).containsOnly("#changes");
      assertThat(page.split("<script", -1)).hasSize(2);
      assertThat(page.split("<style", -1)).hasSize(2);
    }
  }

  @Test
  void theSamePlanIsTheSameBytes() {
    assertThat(html(out -> plan(ReportSamples.everything(), out)))
        .isEqualTo(html(out -> plan(ReportSamples.everything(), out)));
  }

  @Test
  void whatIsDeniedComesFirstAndThenWhatDestroys() {
    assertThat(actions(html(out -> plan(ReportSamples.everything(), out))))
        .containsExactly(
            "denied",
            "replace",
            "delete",
            "move",
            "conflict",
            "unknown",
            "release",
            "update",
            "adopt",
            "create",
            "create",
            "no change");
  }

  @Test
  void whatChangesTrustAndWhatAGuardWantsComesBeforeTheChanges() {
    String page = html(out -> plan(ReportSamples.everything(), out));
    assertThat(page.indexOf("one recipient more")).isBetween(0, page.indexOf("id=\"changes\""));
    assertThat(page.indexOf("needs --accept-deletes 3"))
        .isBetween(0, page.indexOf("id=\"changes\""));
    assertThat(page.indexOf("did not answer within 10 s"))
        .isBetween(0, page.indexOf("id=\"changes\""));
  }

  @Test
  void whatDriftedSaysWhoDidItAndWhen() {
    assertThat(html(out -> drift(ReportSamples.everything(), out)))
        .contains("by kubectl-edit (Update) 2026-11-21 07:00:00Z")
        .contains("left alone by apply")
        .contains("object deleted");
  }

  @DisplayName("workflows.md A4: what happened in many clusters is one row, which filters the rest")
  @Test
  void whatHappenedInManyClustersIsOneRow() {
    String page = html(out -> HtmlReport.write(ReportSamples.spread(), out));
    assertThat(page)
        .contains("<span class=\"name\">value changed: data.password of akuity/database</span>")
        .contains("39: c01, c02, c03, c04, c05, and 34 more")
        .contains("since 2026-11-21 06:00:00Z, new in 3 clusters")
        .contains("akuity/database (39)</option>")
        .contains("Gone since the last report")
        .contains("<dt>Ignored until</dt><dd>2026-12-31</dd>");
    assertThat(actions(page).stream().filter("ignored"::equals)).hasSize(39);
    assertThat(actions(page).getFirst()).isEqualTo("put back");
    assertThat(actions(page).getLast()).isEqualTo("ignored");
  }

  @DisplayName("a result says what went wrong before it says what went well")
  @Test
  void aResultBeginsWithWhatFailed() {
    String page = html(out -> HtmlReport.write(ReportSamples.applied(), out));
    assertThat(actions(page).getFirst()).isEqualTo("failed");
    assertThat(actions(page)).contains("not written", "applied", "already", "skipped");
    assertThat(page).contains("https://ci.example.com/7").contains("somebody@ci");
  }

  @Test
  void aRunThatFailedSaysThatAndWhy() {
    assertThat(
            html(out ->
                HtmlReport.write(
                    new Document.Failed(
                        "plan",
                        List.of(Diagnostic.error(Code.USAGE, "plan", "it is broken", "mend it")),
                        ReportSamples.RUN),
                    out)))
        .contains("Failed: nothing is known but what is below.")
        .contains("it is broken")
        .contains("mend it")
        .doesNotContain("No changes");
  }

  @Test
  void tenThousandChangesAreAllThere() {
    String page = html(out -> plan(ReportSamples.large(100, 100), out));
    assertThat(actions(page)).hasSize(10_000);
    assertThat(page.length()).isLessThan(20_000_000);
  }

  private static Stream<String> pages(Plan plan) {
    return Stream.of(
        html(out -> plan(plan, out)),
        html(out -> drift(plan, out)),
        html(out -> HtmlReport.write(ReportSamples.hostileSpread(), out)));
  }

  private static void plan(Plan plan, Writer out) {
    HtmlReport.write(ReportSamples.planned(plan), out);
  }

  private static void drift(Plan plan, Writer out) {
    HtmlReport.write(ReportSamples.drifted(plan), out);
  }

  private static List<String> actions(String page) {
    return Pattern.compile("<li data-cluster=\"[^\"]*\" data-action=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static List<String> hrefs(String page) {
    return Pattern.compile("href=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String withoutStyleAndScript(String page) {
    return page.replace("<!doctype html>", "")
        .replaceFirst("(?s)<style>.*?</style>", "")
        .replaceFirst("(?s)<script>\n\\(\\(\\) => .*?</script>", "");
  }

  private static String html(Consumer<Writer> report) {
    StringWriter out = new StringWriter();
    report.accept(out);
    return out.toString();
  }
}
