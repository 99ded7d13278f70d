package dev.secretsync.document;

/**
 * The values of INI as {@code gopkg.in/ini.v1} reads them: three double quotes or one backquote
 * around a value that may have lines, a backslash at the end of a line that goes on, comments
 * behind the value, and one pair of quotes that is taken away.
 */
final class IniValues {
  private static final String TRIPLE = "\"\"\"";
  private static final String BACKQUOTE = "`";

  private final IniLines lines;
  private final StringBuilder comment;

  /** {@code comment} takes what stands behind values. */
  IniValues(IniLines lines, StringBuilder comment) {
    this.lines = lines;
    this.comment = comment;
  }

  /** An end that did not come. */
  static final class UnclosedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The value that begins in {@code rest} of a line and may go on in the lines that follow. */
  String read(String rest) throws UnclosedException {
    String line = IniLines.trimLeft(rest);
    if (line.isEmpty()) {
      return "";
    }
    String quote = quote(line);
    if (!quote.isEmpty()) {
      String inside = line.substring(quote.length());
      int end = inside.lastIndexOf(quote);
      return end < 0 ? multiline(inside, quote) : inside.substring(0, end);
    }
    String trimmed = IniLines.trim(line);
    if (trimmed.endsWith("\\")) {
      return continued(trimmed.substring(0, trimmed.length() - 1));
    }
    return unquoted(beforeComment(trimmed));
  }

  private static String quote(String line) {
    if (line.length() > TRIPLE.length() && line.startsWith(TRIPLE)) {
      return TRIPLE;
    }
    return line.startsWith(BACKQUOTE) ? BACKQUOTE : "";
  }

  private String multiline(String first, String quote) throws UnclosedException {
    StringBuilder value = new StringBuilder(first);
    while (lines.hasNext()) {
      String line = lines.next();
      int end = line.lastIndexOf(quote);
      if (end < 0 || IniLines.trim(line.substring(end + quote.length())).endsWith("\\")) {
        value.append(line);
        continue;
      }
      int from = commentStart(line.substring(end));
      if (from >= 0) {
        comment.append(IniLines.trim(line.substring(end + from)));
      }
      return value.append(line, 0, end).toString();
    }
    throw new UnclosedException();
  }

  private String continued(String first) {
    StringBuilder value = new StringBuilder(first);
    while (lines.hasNext()) {
      String line = IniLines.trim(lines.next());
      value.append(line);
      if (line.isEmpty() || value.charAt(value.length() - 1) != '\\') {
        break;
      }
      value.setLength(value.length() - 1);
    }
    return value.toString();
  }

  private String beforeComment(String line) {
    int from = commentStart(line);
    if (from < 0) {
      return line;
    }
    comment.append(line, from, line.length());
    return IniLines.trim(line.substring(0, from));
  }

  /** Where a comment begins in {@code text}, or -1. */
  static int commentStart(String text) {
    int hash = text.indexOf('#');
    int semicolon = text.indexOf(';');
    return hash < 0 || semicolon < 0 ? Math.max(hash, semicolon) : Math.min(hash, semicolon);
  }

  private static String unquoted(String line) {
    return isQuotedBy(line, '\'') || isQuotedBy(line, '"')
        ? line.substring(1, line.length() - 1)
        : line;
  }

  private static boolean isQuotedBy(String line, char quote) {
    return line.length() >= 2
        && line.charAt(0) == quote
        && line.indexOf(quote, 1) == line.length() - 1;
  }
}
