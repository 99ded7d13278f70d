package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one issue about the drift of one fleet (workflows.md A4): opened by drift, changed in place,
 * closed when nothing differs any more, and never by a run that could not look.
 */
public final class DriftIssue {
  private static final String LABEL = "secretsync-drift";
  private static final String PERMISSION = "issues: write";
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final GitHub github;
  private final Repository repository;
  private final String key;
  private final GitHub.About about;

  /**
   * The issue of a key.
   *
   * @throws RefusedException when it is no key
   */
  public DriftIssue(GitHub github, Repository repository, String key) {
    if (!KEY.matcher(key).matches() || key.contains("--")) {
      throw Setup.refused(
          "--key",
          "takes letters, digits, dots and single dashes, at most 63 of them",
          "such as prod");
    }
    this.github = github;
    this.repository = repository;
    this.key = key;
    this.about = new GitHub.About(repository.toString(), PERMISSION);
  }

  /** Brings the issue to what a report says. */
  public Kept keep(DriftReport report) {
    Author author = github.viewer(about);
    Instant now = github.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    List<JsonNode> open = ours("open", author, "");
    open.stream().skip(1).forEach(other -> closeDuplicate(other, open.getFirst()));
    Optional<JsonNode> issue = open.stream().findFirst();
    return switch (report) {
      case DriftReport.Unknown unknown ->
          issue
              .map(one -> unchecked(one, unknown.why(), now))
              .orElse(new Kept("there is no open issue, and nothing could be checked", 0));
      case DriftReport.Looked looked
          when issue.filter(one -> knowsMore(one, looked, now)).isPresent() ->
          new Kept("left alone: it is of a newer report", number(issue.get()));
      case DriftReport.Looked looked when looked.drifted().isEmpty() && !looked.complete() ->
          issue
              .map(one -> unchecked(one, "not every cluster could be read", now))
              .orElse(new Kept("there is no open issue, and not every cluster was read", 0));
      case DriftReport.Looked looked when looked.drifted().isEmpty() ->
          issue
              .map(one -> close(one, looked, now))
              .orElse(new Kept("there is no drift and no issue", 0));
      case DriftReport.Looked looked ->
          issue.map(one -> update(one, looked, now)).orElseGet(() -> open(author, looked, now));
    };
  }

  /** The oldest first. GitHub lists pull requests among issues. */
  private List<JsonNode> ours(String state, Author author, String further) {
    List<JsonNode> found =
        new ArrayList<>(
            github
                .list(
                    repository.path() + "/issues?state=" + state + "&labels=" + LABEL + further,
                    about)
                .stream()
                .filter(one -> !one.has("pull_request") && one.path("number").isInt())
                .filter(author::wrote)
                .filter(one ->
                    IssueText.parse(one.path("body").asText("")).mark().equals(IssueText.mark(key)))
                .toList());
    found.sort(Comparator.comparingInt(DriftIssue::number));
    return found;
  }

  /** A run that is repeated, or was slow, may hand over what an earlier look found. */
  private static boolean knowsMore(JsonNode issue, DriftReport.Looked report, Instant now) {
    return IssueText.parse(issue.path("body").asText(""))
        .state()
        .checked()
        .filter(checked -> report.made().isBefore(checked) && !checked.isAfter(now))
        .isPresent();
  }

  private Kept unchecked(JsonNode issue, String why, Instant now) {
    IssueText text = IssueText.parse(issue.path("body").asText(""));
    Instant since = text.state().failing().orElse(now);
    edit(issue, GitHub.object().put("body", text.unchecked(since).body(why)));
    return new Kept("left open: " + why, number(issue));
  }

  private Kept close(JsonNode issue, DriftReport.Looked report, Instant now) {
    comment(
        issue,
        "Nothing differs from Git any more"
            + (report.ignored().isEmpty() ? "" : ", but for what the policy ignores for now")
            + ", as of "
            + Shown.time(now)
            + ".");
    edit(issue, GitHub.object().put("state", "closed").put("state_reason", "completed"));
    return new Kept("closed: nothing differs any more", number(issue));
  }

  private Kept update(JsonNode issue, DriftReport.Looked report, Instant now) {
    String told = IssueText.parse(issue.path("body").asText("")).state().fingerprint();
    String fingerprint = Fingerprint.of(report.drifted());
    // what a cluster that was not read would add is unknown: that is no change to tell people
    boolean news = report.complete() && !fingerprint.equals(told);
    edit(issue, GitHub.object().put("body", body(report, news ? fingerprint : told, now)));
    if (news) {
      comment(
          issue, "The drift has changed: " + IssueText.sum(report.drifted()) + " not as Git says.");
    }
    return new Kept(news ? "updated: the drift has changed" : "updated", number(issue));
  }

  private String body(DriftReport.Looked report, String fingerprint, Instant now) {
    return IssueText.of(
            IssueText.mark(key),
            new IssueState(fingerprint, Optional.empty(), Optional.of(report.made())),
            report,
            now)
        .body("");
  }

  private Kept open(Author author, DriftReport.Looked report, Instant now) {
    String body = body(report, Fingerprint.of(report.drifted()), now);
    Optional<JsonNode> closed = closedByAPerson(author, now);
    if (closed.isPresent()) {
      edit(closed.get(), GitHub.object().put("state", "open").put("body", body));
      comment(
          closed.get(),
          "Still there, or there again: " + IssueText.sum(report.drifted()) + " not as Git says.");
      return new Kept("opened again", number(closed.get()));
    }
    ensureLabel();
    ObjectNode fresh =
        GitHub.object().put("title", "secretsync: drift in " + key).put("body", body);
    fresh.putArray("labels").add(LABEL);
    Optional<JsonNode> made = github.make(repository.path() + "/issues", fresh, about);
    made.ifPresent(this::refuseUnlabelled);
    List<JsonNode> open = ours("open", author, "");
    open.stream().skip(1).forEach(other -> closeDuplicate(other, open.getFirst()));
    return open.stream()
        .findFirst()
        .or(() -> made)
        .map(one -> new Kept("opened", number(one)))
        .orElseThrow(() -> github.crowded(about));
  }

  /** Whoever closed it meant it; so the same issue tells them, and not a new one. */
  private Optional<JsonNode> closedByAPerson(Author author, Instant now) {
    Instant since = now.minus(REMEMBERED);
    return ours("closed", author, "&since=" + since).reversed().stream()
        .map(one -> github.get(path(one), about(one))) // a list does not say who closed
        .filter(one -> one.path("closed_at").asText("").compareTo(since.toString()) >= 0)
        .findFirst()
        .filter(one -> one.path("closed_by").path("id").canConvertToLong())
        .filter(one -> one.path("closed_by").path("id").longValue() != author.id());
  }

  /** GitHub drops a label without a word when the token may not set it. */
  private void ensureLabel() {
    if (github.find(repository.path() + "/labels/" + LABEL, about).isEmpty()) {
      github.makeUnlessThere(
          repository.path() + "/labels",
          GitHub.object()
              .put("name", LABEL)
              .put("color", "d93f0b")
              .put("description", "Live Secrets are not as Git says"),
          about);
    }
  }

  private void refuseUnlabelled(JsonNode issue) {
    for (JsonNode label : issue.path("labels")) {
      if (label.path("name").asText("").equals(LABEL)) {
        return;
      }
    }
    edit(issue, GitHub.object().put("state", "closed").put("state_reason", "not_planned"));
    throw Complaints.unlabelled(about(issue), LABEL);
  }

  private void closeDuplicate(JsonNode other, JsonNode kept) {
    comment(other, "The same as #" + number(kept) + ".");
    edit(other, GitHub.object().put("state", "closed").put("state_reason", "not_planned"));
  }

  private void edit(JsonNode issue, ObjectNode change) {
    github.change(path(issue), change, about(issue));
  }

  private void comment(JsonNode issue, String words) {
    github.make(path(issue) + "/comments", GitHub.object().put("body", words), about(issue));
  }

  private String path(JsonNode issue) {
    return repository.path() + "/issues/" + number(issue);
  }

  private GitHub.About about(JsonNode issue) {
    return new GitHub.About(repository + "#" + number(issue), PERMISSION);
  }

  private static int number(JsonNode issue) {
    return issue.path("number").intValue();
  }

  /**
   * What became of the issue.
   *
   * @param words how people read it
   * @param number of the issue; 0 when there is none
   */
  public record Kept(String words, int number) {}
}
