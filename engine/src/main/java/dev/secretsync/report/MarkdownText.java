package dev.secretsync.report;

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
