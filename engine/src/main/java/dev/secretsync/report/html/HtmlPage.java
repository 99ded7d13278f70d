package dev.secretsync.report.html;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.report.RunInfo;
import dev.secretsync.report.Shown;
import dev.secretsync.report.html.HtmlContent.ClusterLine;
import dev.secretsync.report.html.HtmlContent.Column;
import dev.secretsync.report.html.HtmlContent.Fact;
import dev.secretsync.report.html.HtmlContent.FieldLine;
import dev.secretsync.report.html.HtmlContent.Figure;
import dev.secretsync.report.html.HtmlContent.Group;
import dev.secretsync.report.html.HtmlContent.Notice;
import dev.secretsync.report.html.HtmlContent.Row;
import dev.secretsync.report.html.HtmlContent.Tone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One HTML file that needs nothing beside it: no script, style, font or image from elsewhere, and a
 * browser that would load any is told not to. Everything is in the markup, so that it can be read
 * and searched without a script; the script only filters, sorts and switches colours.
 */
final class HtmlPage {
  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private final HtmlContent content;
  private final RunInfo run;
  private final Writer out;

  private HtmlPage(HtmlContent content, RunInfo run, Writer out) {
    this.content = content;
    this.run = run;
    this.out = out;
  }

  /** Writes the page; apart from the time, the same content is the same bytes. */
  static void write(HtmlContent content, RunInfo run, Writer out) {
    try {
      new HtmlPage(content, run, out).page();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void page() throws IOException {
    head();
    add("<body>\n<a class=\"skip\" href=\"#" + (hasRows() ? "changes" : "main") + "\">Skip to ");
    add(hasRows() ? lower(content.labels().rows()) : "what was found");
    add("</a>\n");
    header();
    add("<main id=\"main\" tabindex=\"-1\">\n");
    figures();
    notices();
    groups();
    clusters();
    rows();
    diagnostics();
    add("</main>\n<footer><p>Made by secretsync " + HtmlText.of(run.version()) + " at ");
    add("<time datetime=\"" + run.now() + "\">" + Shown.time(run.now()) + "</time>. ");
    add("This file is complete in itself. No secret value is in it.</p></footer>\n");
    add("<script>" + SCRIPT + "</script>\n</body>\n</html>\n");
  }

  private void head() throws IOException {
    add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '");
    add(digest(STYLE) + "'; script-src '" + digest(SCRIPT));
    add("'; base-uri 'none'; form-action 'none'\">\n");
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    add("<meta name=\"referrer\" content=\"no-referrer\">\n");
    add("<meta name=\"color-scheme\" content=\"light dark\">\n");
    add("<title>" + HtmlText.of(title()) + ": " + HtmlText.of(content.verdict()) + "</title>\n");
    add("<style>" + STYLE + "</style>\n</head>\n");
  }

  private String title() {
    return "secretsync "
        + lower(content.kind())
        + (content.subject().isEmpty() ? "" : " · " + content.subject());
  }

  private void header() throws IOException {
    add(
        "<header class=\"top\">\n<div class=\"bar\"><p class=\"brand\"><span aria-hidden=\"true\">");
    add(
        "⟳</span> secretsync</p>\n<button type=\"button\" id=\"theme\" hidden></button></div>\n<h1>");
    add(HtmlText.of(content.kind()));
    if (!content.subject().isEmpty()) {
      add(" <span class=\"of\">of</span> <code>" + HtmlText.of(content.subject()) + "</code>");
    }
    add("</h1>\n<p class=\"verdict " + css(content.tone()) + "\">");
    add(HtmlText.of(content.verdict()) + "</p>\n");
    facts(content.facts(), "about");
    add("</header>\n");
  }

  private void facts(Collection<Fact> facts, String style) throws IOException {
    if (facts.isEmpty()) {
      return;
    }
    add("<dl class=\"" + style + "\">");
    for (Fact fact : facts) {
      add("<div><dt>" + HtmlText.of(fact.name()) + "</dt><dd>");
      add(HtmlText.of(fact.value()) + "</dd></div>");
    }
    add("</dl>\n");
  }

  private void figures() throws IOException {
    if (content.figures().isEmpty()) {
      return;
    }
    add("<section aria-labelledby=\"totals-title\">\n<h2 id=\"totals-title\" class=\"unseen\">");
    add("Totals</h2>\n<ul class=\"figures\">\n");
    for (Figure figure : content.figures()) {
      add("<li class=\"" + css(figure.shownTone()) + "\"><span class=\"number\">");
      sign(figure.symbol());
      add(figure.number() + "</span> <span>" + HtmlText.of(figure.words()) + "</span></li>\n");
    }
    add("</ul>\n</section>\n");
  }

  private void notices() throws IOException {
    if (content.notices().isEmpty()) {
      return;
    }
    add("<section aria-labelledby=\"first-title\">\n<h2 id=\"first-title\">Look at these first");
    add("</h2>\n");
    for (Notice notice : content.notices()) {
      add("<div class=\"notice " + css(notice.tone()) + "\"><h3>" + HtmlText.of(notice.title()));
      add("</h3>");
      if (!notice.lines().isEmpty()) {
        add("<ul>\n");
        for (String line : notice.lines()) {
          add("<li>" + HtmlText.of(line) + "</li>\n");
        }
        add("</ul>");
      }
      add("</div>\n");
    }
    add("</section>\n");
  }

  private void groups() throws IOException {
    if (content.groups().isEmpty()) {
      return;
    }
    add("<section aria-labelledby=\"groups-title\">\n<h2 id=\"groups-title\">What happened ");
    add("<span class=\"count\">" + content.groups().size() + "</span></h2>\n");
    add("<div class=\"scroll\" role=\"region\" aria-label=\"Table of what happened\" ");
    add("tabindex=\"0\">\n<table id=\"groups\"><thead><tr><th scope=\"col\">What</th>");
    add("<th scope=\"col\">Who</th><th scope=\"col\">When</th>");
    add("<th scope=\"col\">Clusters</th></tr></thead>\n<tbody>\n");
    for (Group group : content.groups()) {
      group(group);
    }
    add("</tbody></table></div>\n</section>\n");
  }

  private void group(Group group) throws IOException {
    add("<tr><th scope=\"row\"><span class=\"mark " + css(group.tone()) + "\">");
    sign(group.symbol());
    add("</span><span class=\"name\">" + HtmlText.of(group.name()) + "</span>");
    for (String note : group.notes()) {
      add("<span class=\"note\">" + HtmlText.of(note) + "</span>");
    }
    add("</th><td><span class=\"name\">" + HtmlText.of(group.who()) + "</span></td><td>");
    add(HtmlText.of(group.when()) + "</td><td><span class=\"name\">" + HtmlText.of(group.where()));
    add("</span></td></tr>\n");
  }

  private void clusters() throws IOException {
    if (content.clusters().lines().isEmpty()) {
      return;
    }
    add("<section aria-labelledby=\"clusters-title\">\n<h2 id=\"clusters-title\">Clusters ");
    add("<span class=\"count\">" + content.clusters().lines().size() + "</span></h2>\n");
    add("<div class=\"scroll\" role=\"region\" aria-label=\"Table of clusters\" tabindex=\"0\">");
    add("\n<table id=\"clusters\"><thead><tr><th scope=\"col\">Cluster</th>");
    for (Column column : content.clusters().columns()) {
      add("<th scope=\"col\" class=\"number\">");
      sign(column.symbol());
      add(HtmlText.of(column.words()) + "</th>");
    }
    add("<th scope=\"col\">Status</th></tr></thead>\n<tbody>\n");
    for (ClusterLine line : content.clusters().lines()) {
      cluster(line);
    }
    add("</tbody></table></div>\n</section>\n");
  }

  private void cluster(ClusterLine line) throws IOException {
    add("<tr><th scope=\"row\"><span class=\"name\">" + HtmlText.of(line.name()) + "</span></th>");
    for (int i = 0; i < content.clusters().columns().size(); i++) {
      if (i < line.numbers().size()) {
        int number = line.numbers().get(i);
        add("<td class=\"number" + (number == 0 ? " zero" : "") + "\">" + number + "</td>");
      } else {
        add("<td class=\"number zero\"><span class=\"unseen\">unknown</span>");
        add("<span aria-hidden=\"true\">–</span></td>");
      }
    }
    add("<td><span class=\"pill " + css(line.tone()) + "\">" + HtmlText.of(line.status()));
    add("</span></td></tr>\n");
  }

  /** Whether it is about changes, also where there are none. */
  private boolean hasRows() {
    return !content.labels().none().isEmpty();
  }

  private void rows() throws IOException {
    if (!hasRows()) {
      return;
    }
    add("<section id=\"changes\" tabindex=\"-1\" aria-labelledby=\"changes-title\">\n");
    add("<h2 id=\"changes-title\">" + HtmlText.of(content.labels().rows()));
    add(" <span class=\"count\">" + content.rows().size() + "</span></h2>\n");
    if (content.rows().isEmpty()) {
      add("<p class=\"empty\">" + HtmlText.of(content.labels().none()) + "</p>\n</section>\n");
      return;
    }
    filters();
    add("<ul id=\"rows\" class=\"rows\">\n");
    for (Row row : content.rows()) {
      row(row);
    }
    add("</ul>\n<p id=\"nothing\" class=\"empty\" hidden>Nothing matches these filters.</p>\n");
    add("</section>\n");
  }

  /** Hidden until the script that they need is there. */
  private void filters() throws IOException {
    add("<form id=\"filters\" class=\"filters\" role=\"search\" hidden>\n");
    select("cluster", "Cluster", row -> Stream.of(row.cluster()));
    select("action", content.labels().action(), row -> Stream.of(row.action()));
    select("cause", content.labels().cause(), row -> row.causes().stream());
    groupFilter();
    add("<label class=\"text\">Search <input type=\"search\" id=\"text\" autocomplete=\"off\" ");
    add("spellcheck=\"false\"></label>\n");
    add("<label>Order <select id=\"order\"><option value=\"urgent\">most urgent first</option>");
    add("<option value=\"cluster\">by cluster</option><option value=\"name\">by name</option>");
    add("</select></label>\n<div class=\"buttons\"><p id=\"shown\" role=\"status\"></p>\n");
    add("<button type=\"reset\">Clear filters</button>\n<button type=\"button\" id=\"all\" ");
    add("aria-pressed=\"false\">Open all</button></div>\n</form>\n");
  }

  private void select(String id, String label, Function<Row, Stream<String>> values)
      throws IOException {
    SortedMap<String, Integer> counts = new TreeMap<>();
    content.rows().stream()
        .flatMap(row -> values.apply(row).distinct())
        .forEach(value -> counts.merge(value, 1, Integer::sum));
    if (counts.isEmpty()) {
      return;
    }
    add("<label>" + HtmlText.of(label) + " <select id=\"" + id + "\"><option value=\"\">all");
    add("</option>");
    int number = 0;
    for (String value : counts.keySet()) {
      number++;
      add("<option value=\"" + number + "\" data-value=\"" + HtmlText.of(value) + "\">");
      add(HtmlText.of(value) + " (" + counts.get(value) + ")</option>");
    }
    add("</select></label>\n");
  }

  private void groupFilter() throws IOException {
    if (content.groups().isEmpty()) {
      return;
    }
    add("<label class=\"wide\">What happened <select id=\"group\"><option value=\"\">all</option>");
    for (int i = 0; i < content.groups().size(); i++) {
      int number = i;
      long rows = content.rows().stream().filter(row -> row.groups().contains(number)).count();
      add("<option value=\"" + (i + 1) + "\" data-value=\"" + i + "\">");
      add(HtmlText.of(content.groups().get(i).name()) + " (" + rows + ")</option>");
    }
    add("</select></label>\n");
  }

  private void row(Row row) throws IOException {
    add("<li data-cluster=\"" + HtmlText.of(row.cluster()) + "\" data-action=\"");
    add(HtmlText.of(row.action()) + "\" data-cause=\"");
    add(HtmlText.of(String.join("|", row.causes())) + "\"");
    if (!content.groups().isEmpty()) {
      add(" data-group=\"");
      add(row.groups().stream().map(String::valueOf).collect(Collectors.joining("|")) + "\"");
    }
    add("><details><summary>");
    add("<span class=\"badge " + css(row.tone()) + "\">");
    sign(row.symbol());
    add(HtmlText.of(row.action()) + "</span> ");
    add("<span class=\"where\"><span class=\"name cluster\">" + HtmlText.of(row.cluster()));
    add("</span><span class=\"slash\">/</span><span class=\"name\">" + HtmlText.of(row.name()));
    add("</span></span> <span class=\"causes\">");
    for (String cause : row.causes()) {
      add("<span class=\"cause\">" + HtmlText.of(cause) + "</span> ");
    }
    add("</span> <span class=\"headline\">" + HtmlText.of(row.headline()) + "</span>");
    add("</summary><div class=\"body\">");
    fields(row.fields());
    facts(row.facts(), "more");
    add("</div></details></li>\n");
  }

  /** For the eye alone: the words beside it say the same. */
  private void sign(String symbol) throws IOException {
    if (!symbol.isBlank()) {
      add("<span class=\"sign\" aria-hidden=\"true\">" + HtmlText.of(symbol) + "</span> ");
    }
  }

  private void fields(Collection<FieldLine> fields) throws IOException {
    if (fields.isEmpty()) {
      return;
    }
    add("<ul class=\"fields\">");
    for (FieldLine field : fields) {
      add("<li><span class=\"sign " + css(field.tone()) + "\">" + HtmlText.of(field.symbol()));
      add("</span> ");
      if (!field.field().isEmpty()) {
        add("<code class=\"name\">" + HtmlText.of(field.field()) + "</code> ");
      }
      add("<span class=\"what\">" + HtmlText.of(field.what()) + "</span>");
      if (!field.note().isEmpty()) {
        add(" <span class=\"note\">" + HtmlText.of(field.note()) + "</span>");
      }
      add("</li>");
    }
    add("</ul>\n");
  }

  private void diagnostics() throws IOException {
    if (content.diagnostics().isEmpty()) {
      return;
    }
    add("<section aria-labelledby=\"found-title\">\n<h2 id=\"found-title\">Diagnostics ");
    add("<span class=\"count\">" + content.diagnostics().size() + "</span></h2>\n");
    add("<ul class=\"found\">\n");
    for (Diagnostic one : content.diagnostics()) {
      add("<li><span class=\"badge " + css(one.isError() ? Tone.DANGER : Tone.CHANGE) + "\">");
      add((one.isError() ? "error " : "warning ") + one.code().id() + "</span> <code>");
      add(HtmlText.of(one.at().map(Object::toString).orElse(one.subject())) + "</code> ");
      add(HtmlText.of(one.summary()));
      if (!one.hint().isEmpty()) {
        add("<span class=\"hint\">" + HtmlText.of(one.hint()) + "</span>");
      }
      add("</li>\n");
    }
    add("</ul>\n</section>\n");
  }

  private void add(String html) throws IOException {
    out.write(html);
  }

  private static String css(Tone tone) {
    return lower(tone.name());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** By which a browser knows the one style and the one script that are ours. */
  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    Optional<InputStream> found = Optional.ofNullable(HtmlPage.class.getResourceAsStream(name));
    try (InputStream in =
        found.orElseThrow(() -> new IllegalStateException("built without its " + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
