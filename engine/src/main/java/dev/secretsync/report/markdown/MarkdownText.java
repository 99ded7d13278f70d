package dev.secretsync.report.markdown;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import dev.secretsync.model.TrustChange;
import dev.secretsync.report.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * How names that come from repositories and clusters are put into Markdown, where they must neither
 * become markup nor call anybody (cli.md 4.6).
 */
public final class MarkdownText {
  /** Behind an at sign it keeps GitHub from telling whoever is named there. */
  private static final String JOINER = "\u200d";

  private static final int LONGEST = 200;
  private static final int SHORTEST_FENCE = 3;

  private MarkdownText() {}

  /** A code span that ends where it should, also in a table. */
  public static String code(String text) {
    String shown = quiet(text).replace("|", "\\|");
    String fence = "`".repeat(longestRun(shown) + 1);
    String space = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
    return fence + space + shown + space + fence;
  }

  /** The same inside of HTML. */
  static String html(String text) {
    return "<code>"
        + quiet(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "</code>";
  }

  /** A line of a fenced block: nothing is markup there, and no line can be the end of it. */
  public static String line(String text) {
    return shortened(Shown.name(text));
  }

  /** What no line of these can end. */
  public static String fence(String lines) {
    return "`".repeat(Math.max(SHORTEST_FENCE, longestRun(lines) + 1));
  }

  /** A block of lines between fences. */
  static String fenced(String fence, String lines) {
    return fence + "diff\n" + lines + fence + "\n\n";
  }

  static void write(String text, Writer out) {
    try {
      out.write(text);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing that could end a comment of HTML or a text of JSON. */
  static String word(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "?");
  }

  /**
   * By this line a program finds the comment again.
   *
   * @param kind what the comment is about
   */
  static String mark(String kind, String label, Revision revision) {
    return "<!-- secretsync:"
        + kind
        + " {\"v\":1,\"label\":\""
        + word(label)
        + "\",\"commit\":\""
        + word(revision.commit())
        + "\",\"tree\":\""
        + word(revision.tree())
        + "\"} -->\n";
  }

  /** An item of a list. */
  static String trust(TrustChange change) {
    return "- "
        + change.kind().words()
        + " "
        + code(change.path())
        + ": "
        + code(change.words())
        + "\n";
  }

  /** An item of a list. */
  static String diagnostic(Diagnostic one) {
    return "- "
        + one.code().id()
        + " "
        + code(one.at().map(Object::toString).orElse(one.subject()))
        + ": "
        + code(one.summary())
        + "\n";
  }

  private static String quiet(String text) {
    String shown = shortened(Shown.name(text));
    return (shown.isEmpty() ? " " : shown).replace("@", "@" + JOINER);
  }

  /** Never in the middle of a character. */
  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
