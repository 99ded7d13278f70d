package dev.secretsync.github;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.markdown.MarkdownText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a comment says: Markdown that we rendered, a text that nobody vouches for, or a failure. */
public final class CommentText {
  /** GitHub takes 65,536 characters; the mark and a banner are added. */
  private static final int LONGEST = 64_000;

  private static final int BUDGET = 60_000;
  private static final int MOST_DIAGNOSTICS = 20;

  private CommentText() {}

  /**
   * Markdown as it is, but for the mark that it may begin with.
   *
   * @throws RefusedException when it is longer than a comment may be
   */
  public static String trusted(String markdown) {
    String text =
        markdown.startsWith("<!-- secretsync:") ? Mark.afterFirstLine(markdown) : markdown;
    if (text.isBlank()) {
      throw refused("there is nothing in it", "name the file that plan --markdown wrote");
    }
    if (text.length() > LONGEST) {
      throw refused("is longer than a comment may be", "name the file that plan --markdown wrote");
    }
    return text;
  }

  /** A text of a job that is not trusted: in a block that it cannot end, with nothing alive. */
  public static String untrusted(String text, String label, Optional<String> url) {
    List<String> lines = text.lines().map(MarkdownText::line).toList();
    StringBuilder shown = new StringBuilder();
    int left = BUDGET;
    int number = 0;
    for (String line : lines) {
      left -= line.length() + 1;
      if (left < 0) {
        break;
      }
      shown.append(line).append('\n');
      number++;
    }
    String fence = MarkdownText.fence(shown.toString());
    return title("plan", label, "from the branch itself")
        + "The run that made this executes what the branch says, so nobody vouches for it.\n\n"
        + fence
        + "text\n"
        + shown
        + fence
        + "\n\n"
        + (number < lines.size() ? "… " + (lines.size() - number) + " more lines.\n\n" : "")
        + log(url);
  }

  /**
   * That there is no plan: it replaces the last one, so that no stale plan is left standing.
   *
   * @param reasons why, where that is known
   */
  public static String failure(
      String label, Optional<String> head, Collection<Diagnostic> reasons, Optional<String> url) {
    String commit = head.map(name -> " of commit `" + PlanComment.brief(name) + "`").orElse("");
    return caution(
        title("plan", label, "**failed**"),
        "There is no plan" + commit + ". Any plan that stood here before is void.",
        reasons,
        url);
  }

  /**
   * That an apply has ended and nothing says what it did: its job never began, or was killed before
   * it could say so.
   *
   * @param reasons why, where that is known
   */
  public static String withoutResult(
      String label, Collection<Diagnostic> reasons, Optional<String> url) {
    return caution(
        title("apply", label, "**no result**"),
        "The apply ended without a result: it may have written nothing, or something, or all of"
            + " its plan. Run it again: it finds out what is done, and finishes the rest."
            + " `secretsync plan` shows what is left.",
        reasons,
        url);
  }

  private static String caution(
      String title, String words, Collection<Diagnostic> reasons, Optional<String> url) {
    StringBuilder text = new StringBuilder(title);
    text.append("> [!CAUTION]\n> ").append(words).append("\n\n");
    reasons.stream()
        .filter(Diagnostic::isError)
        .limit(MOST_DIAGNOSTICS)
        .forEach(reason ->
            text.append("- ")
                .append(reason.code().id())
                .append(": ")
                .append(MarkdownText.code(reason.summary()))
                .append('\n'));
    return text.append(reasons.isEmpty() ? "" : "\n").append(log(url)).toString();
  }

  private static String title(String command, String label, String what) {
    return "### 🔐 secretsync "
        + command
        + " · "
        + MarkdownText.code(label)
        + " · "
        + what
        + "\n\n";
  }

  private static String log(Optional<String> url) {
    return url.map(at -> "<sub>[log of the run](" + at + ")</sub>\n").orElse("");
  }

  private static RefusedException refused(String summary, String hint) {
    return new RefusedException(
        Diagnostic.error(Code.NOTHING_TO_POST, "--markdown", summary, hint));
  }
}
