package dev.secretsync.report.markdown;

import dev.secretsync.report.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Drift by what happened, to what and by whom, as a table of Markdown: what one script did to forty
 * clusters is one row, in a comment, in a summary and in the issue.
 */
public final class DriftTable {
  /** Of a row; how many there are besides is said. */
  private static final int NAMED = 5;

  private static final Pattern WORDS = Pattern.compile("[a-z]{1,20}(?: [a-z]{1,20}){0,4}");
  private static final String UNKNOWN = "unknown";

  private DriftTable() {}

  /**
   * The same thing in some clusters.
   *
   * @param cause what happened, in a word or two
   * @param field the field; empty when it is about the whole object
   * @param manager who did it, where that is known
   * @param when when it was first and last done, where that is known
   * @param secret the Secret inside each cluster
   * @param notes what else is to be known, in words of ours
   * @param since how long it has been there, in words of ours
   */
  public record Row(
      String cause,
      Optional<String> field,
      Optional<String> manager,
      Times when,
      String secret,
      SortedSet<String> clusters,
      List<String> notes,
      String since) {
    public Row {
      clusters = new TreeSet<>(clusters);
      notes = List.copyOf(notes);
    }
  }

  /** From when to when; both are empty where nobody can tell. */
  public record Times(Optional<Instant> first, Optional<Instant> last) {}

  /**
   * The head.
   *
   * @param history whether rows say since when
   */
  public static String head(boolean history) {
    return "| What happened | Who | When | Secret | Clusters |"
        + (history ? " Seen |" : "")
        + "\n|--|--|--|--|--|"
        + (history ? "--|" : "")
        + "\n";
  }

  /** A row below that head. */
  public static String row(Row row, boolean history) {
    return "| "
        + words(row.cause())
        + row.field().map(field -> ": " + MarkdownText.code(field)).orElse("")
        + row.notes().stream().map(note -> "<br>" + note).reduce("", String::concat)
        + " | "
        + row.manager().map(MarkdownText::code).orElse(UNKNOWN)
        + " | "
        + when(row.when())
        + " | "
        + MarkdownText.code(row.secret())
        + " | "
        + clusters(row.clusters())
        + (history ? " | " + row.since() : "")
        + " |\n";
  }

  private static String words(String cause) {
    return WORDS.matcher(cause).matches() ? cause : MarkdownText.code(cause);
  }

  private static String when(Times when) {
    return when.last()
        .map(last ->
            when.first()
                    .filter(first -> !first.equals(last))
                    .map(first -> Shown.time(first) + " to ")
                    .orElse("")
                + Shown.time(last))
        .orElse(UNKNOWN);
  }

  /** {@code `c1`}, or {@code **40**: `c1`, `c2`, and 38 more}. */
  private static String clusters(SortedSet<String> clusters) {
    List<String> named =
        new ArrayList<>(clusters.stream().limit(NAMED).map(MarkdownText::code).toList());
    if (clusters.size() > NAMED) {
      named.add("and " + (clusters.size() - NAMED) + " more");
    }
    return (clusters.size() > 1 ? "**" + clusters.size() + "**: " : "") + String.join(", ", named);
  }
}
